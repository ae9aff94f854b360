//! The tags that the location defines, with or without anybody who has them.

use serde::Deserialize;
use serde_json::json;

use super::{call::Call, client::Client, error::Error, lenient, operation::Operation, rows::Shape};
use crate::model::{ids::RemoteId, served::Listed, tag::Tag};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationTag {
    pub id: RemoteId,
    pub tag: Tag,
}

#[derive(Deserialize)]
struct WireTag {
    #[serde(default, deserialize_with = "lenient::id")]
    id: Option<RemoteId>,
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    underscored: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
}

impl Shape<'_> for WireTag {
    type Noun = LocationTag;

    fn read(self) -> Option<LocationTag> {
        Some(LocationTag { id: self.id.or(self.underscored)?, tag: Tag::new(&self.name)? })
    }
}

impl Client {
    pub async fn location_tags(&self) -> Result<Listed<LocationTag>, Error> {
        let call = self.tags_call(Operation::ListLocationTags, None)?.page();
        self.send(call).await?.list::<WireTag>("tags")
    }

    pub async fn location_tag(&self, id: &RemoteId) -> Result<LocationTag, Error> {
        let call = self.tags_call(Operation::GetLocationTag, Some(id))?;
        self.send(call).await?.record::<WireTag>(&["tag"])
    }

    pub async fn create_location_tag(&self, tag: &Tag) -> Result<LocationTag, Error> {
        let call = self.tags_call(Operation::CreateLocationTag, None)?;
        let call = call.body(&json!({ "name": tag }))?;
        self.send(call).await?.record::<WireTag>(&["tag"])
    }

    /// Gives it another name, for everybody who has it.
    pub async fn rename_location_tag(
        &self,
        id: &RemoteId,
        tag: &Tag,
    ) -> Result<LocationTag, Error> {
        let call = self.tags_call(Operation::UpdateLocationTag, Some(id))?;
        let call = call.body(&json!({ "name": tag }))?;
        self.send(call).await?.record::<WireTag>(&["tag"])
    }

    pub async fn delete_location_tag(&self, id: &RemoteId) -> Result<(), Error> {
        let call = self.tags_call(Operation::DeleteLocationTag, Some(id))?;
        self.send(call).await?.done()
    }

    fn tags_call(&self, operation: Operation, id: Option<&RemoteId>) -> Result<Call, Error> {
        let ids = [Some(self.location_id().as_str()), id.map(RemoteId::as_str)];
        Call::new(operation, &ids.into_iter().flatten().collect::<Vec<_>>())
    }
}
