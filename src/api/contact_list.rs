//! The old list of contacts, newest first: deprecated by the service, still answered. Everything
//! is pulled by search; this is for what search does not serve yet.

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    call::Call, client::Client, contact::Contact, error::Error, lenient, operation::Operation,
};
use crate::model::{ids::RemoteId, served::Listed, served::ServedContact};

/// Most contacts of one page.
pub const LARGEST_LIST_PAGE: u16 = 100;

/// Where the next page begins. Half of it would bring the first page again, for ever (Q16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCursor {
    pub added: Timestamp,
    pub id: RemoteId,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    pub contacts: Listed<ServedContact>,
    pub total: Option<u64>,
    pub after: Option<ListCursor>,
}

/// The schema has `count` and no `meta`, whose schema nothing refers to (5.1, 10).
#[derive(Deserialize)]
struct Envelope {
    meta: Option<Meta>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    #[serde(default, deserialize_with = "lenient::whole")]
    total: Option<i64>,
    #[serde(default, deserialize_with = "lenient::time")]
    start_after: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::id")]
    start_after_id: Option<RemoteId>,
    /// Empty on the last page.
    #[serde(default, deserialize_with = "lenient::text")]
    next_page_url: String,
}

impl Client {
    pub async fn list_contacts(
        &self,
        limit: u16,
        query: Option<&str>,
        after: Option<&ListCursor>,
    ) -> Result<ListPage, Error> {
        let mut call = Call::new(Operation::ListContacts, &[])?
            .query("locationId", self.location_id().as_str())
            .query("limit", limit.clamp(1, LARGEST_LIST_PAGE).to_string())
            .page();
        if let Some(query) = query {
            call = call.query("query", query);
        }
        if let Some(ListCursor { added, id }) = after {
            call = call
                .query("startAfter", added.as_millisecond().to_string())
                .query("startAfterId", id.as_str());
        }
        let answer = self.send(call).await?;
        let contacts = answer.list::<Contact<'_>>("contacts")?;
        let Envelope { meta } = answer.whole()?;
        let total = meta.as_ref().and_then(|meta| meta.total?.try_into().ok());
        Ok(ListPage { contacts, total, after: meta.and_then(Meta::next) })
    }
}

impl Meta {
    /// The address that comes along is not followed: it may lack the location (Q18).
    fn next(self) -> Option<ListCursor> {
        if self.next_page_url.is_empty() {
            return None;
        }
        Some(ListCursor { added: self.start_after?, id: self.start_after_id? })
    }
}
