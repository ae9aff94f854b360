//! Tags of one contact.

use serde::Deserialize;
use serde_json::json;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation};
use crate::model::{ids::RemoteId, tag::Tag};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    #[serde(default, deserialize_with = "lenient::tags")]
    tags: Option<Vec<Tag>>,
    #[serde(default, deserialize_with = "lenient::tags")]
    tags_added: Option<Vec<Tag>>,
    #[serde(default, deserialize_with = "lenient::tags")]
    tags_removed: Option<Vec<Tag>>,
}

impl Client {
    /// Those that the contact did not have before.
    pub async fn add_tags(&self, contact: &RemoteId, tags: &[Tag]) -> Result<Vec<Tag>, Error> {
        self.change_tags(Operation::AddTags, contact, tags).await
    }

    /// Those that the contact had before.
    pub async fn remove_tags(&self, contact: &RemoteId, tags: &[Tag]) -> Result<Vec<Tag>, Error> {
        self.change_tags(Operation::RemoveTags, contact, tags).await
    }

    /// Where the service leaves out what it changed, as its specification does, all of `tags`
    /// are taken for changed.
    async fn change_tags(
        &self,
        operation: Operation,
        contact: &RemoteId,
        tags: &[Tag],
    ) -> Result<Vec<Tag>, Error> {
        let call = Call::new(operation, &[contact.as_str()])?.body(&json!({ "tags": tags }))?;
        let answer = self.send(call).await?;
        let changed: Changed = answer.whole()?;
        let (reported, all) = match operation {
            Operation::AddTags => (changed.tags_added, changed.tags),
            _ => (changed.tags_removed, changed.tags),
        };
        match (reported, all) {
            (Some(changed), _) => Ok(changed),
            (None, Some(_)) => Ok(tags.to_vec()),
            (None, None) => Err(answer.incomplete("tags")),
        }
    }
}
