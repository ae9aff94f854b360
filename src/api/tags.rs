//! Tags of one contact.

use serde::Deserialize;
use serde_json::json;

use super::{call::Call, client::Client, lenient, operation::Operation, request::Request};
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
    pub fn add_tags(&self, contact: &RemoteId, tags: &[Tag]) -> Request<Vec<Tag>> {
        self.change_tags(Operation::AddTags, contact, tags)
    }

    /// Those that the contact had before.
    pub fn remove_tags(&self, contact: &RemoteId, tags: &[Tag]) -> Request<Vec<Tag>> {
        self.change_tags(Operation::RemoveTags, contact, tags)
    }

    /// Where the service leaves out what it changed, as its specification does, all of `tags`
    /// are taken for changed.
    fn change_tags(
        &self,
        operation: Operation,
        contact: &RemoteId,
        tags: &[Tag],
    ) -> Request<Vec<Tag>> {
        let call = Call::new(operation, &[contact.as_str()]);
        let call = call.and_then(|call| call.body(&json!({ "tags": tags })));
        let asked = tags.to_vec();
        self.prepare(call, move |answer| {
            let changed: Changed = answer.whole()?;
            let (reported, all) = match operation {
                Operation::AddTags => (changed.tags_added, changed.tags),
                _ => (changed.tags_removed, changed.tags),
            };
            match (reported, all) {
                (Some(changed), _) => Ok(changed),
                (None, Some(_)) => Ok(asked),
                (None, None) => Err(answer.incomplete("tags")),
            }
        })
    }
}
