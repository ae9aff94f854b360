//! Tags of one contact, and the tags that the location defines.

use serde::Deserialize;
use serde_json::json;

use super::{
    call::Call, client::Client, error::Error, lenient, listed::Listed, operation::Operation,
    rows::Shape,
};
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

/// A tag that the location defines, with or without anybody who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationTag {
    pub id: RemoteId,
    pub tag: Tag,
}

#[derive(Deserialize)]
struct WireTag {
    #[serde(default, alias = "_id", deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
}

impl Shape<'_> for WireTag {
    type Noun = LocationTag;

    fn read(self) -> Option<LocationTag> {
        Some(LocationTag { id: self.id?, tag: Tag::new(&self.name)? })
    }
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

    pub async fn location_tags(&self) -> Result<Listed<LocationTag>, Error> {
        let location = self.location_id().as_str();
        let call = Call::new(Operation::ListLocationTags, &[location])?.page();
        self.send(call).await?.list::<WireTag>("tags")
    }
}
