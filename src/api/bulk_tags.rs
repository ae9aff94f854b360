//! Tags of many contacts in one call. The service answers 201 even where some of them failed
//! (Q37), so every contact has an outcome of its own.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;

use super::{
    call::Call, client::Client, error::Error, lenient, operation::Operation, plain::plain,
    request::Request, rows::Shape,
};
use crate::model::{ids::RemoteId, tag::Tag};

/// Most contacts of one call (Q35).
pub const MOST_AT_ONCE: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkTags {
    Add,
    Remove,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkOutcome {
    pub contact: RemoteId,
    /// The tags that really changed.
    pub outcome: Result<Vec<Tag>, Refusal>,
}

/// Why one contact of many was left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the contact is deleted")]
    Deleted,
    #[error("the contact belongs to another location")]
    Foreign,
    #[error("the service knows no such contact")]
    NoContact,
    /// Whether it was applied is not known; the call may be repeated for this contact.
    #[error("{0}")]
    Passing(String),
}

/// An object, where the schema has a text (5.1, 3).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(default, deserialize_with = "lenient::id")]
    contact_id: Option<RemoteId>,
    #[serde(default, deserialize_with = "lenient::text")]
    message: String,
    #[serde(default, rename = "type", deserialize_with = "lenient::text")]
    kind: String,
    #[serde(default, deserialize_with = "lenient::tags")]
    old_tags: Option<Vec<Tag>>,
    #[serde(default, deserialize_with = "lenient::tags")]
    tags_added: Option<Vec<Tag>>,
    #[serde(default, deserialize_with = "lenient::tags")]
    tags_removed: Option<Vec<Tag>>,
}

impl Shape<'_> for Line {
    type Noun = (RemoteId, Line);

    fn read(mut self) -> Option<Self::Noun> {
        Some((self.contact_id.take()?, self))
    }
}

impl Client {
    /// One outcome for each of `contacts`, in their order. At most [`MOST_AT_ONCE`].
    /// The schema forgot `{type}`, which stands in the path alone (5.1, 2).
    pub fn bulk_tags(
        &self,
        how: BulkTags,
        contacts: &[RemoteId],
        tags: &[Tag],
    ) -> Request<Vec<BulkOutcome>> {
        let call = if contacts.len() > MOST_AT_ONCE {
            Err(Error::Unfit(format!("more than {MOST_AT_ONCE} contacts in one call")))
        } else {
            Call::new(Operation::BulkTags, &[how.word()])
        };
        let body = json!({
            "contacts": contacts,
            "tags": tags,
            "locationId": self.location_id(),
        });
        let (contacts, tags) = (contacts.to_vec(), tags.to_vec());
        self.prepare(call.and_then(|call| Ok(call.body(&body)?.page())), move |answer| {
            let lines = answer.list::<Line>("responses")?;
            let mut told: HashMap<RemoteId, Line> = lines.into_iter().collect();
            let outcome = |contact: RemoteId| BulkOutcome {
                outcome: match told.remove(&contact) {
                    Some(line) => line.outcome(how, &tags),
                    None => {
                        Err(Refusal::Passing("the service said nothing of this contact".into()))
                    }
                },
                contact,
            };
            Ok(contacts.into_iter().map(outcome).collect())
        })
    }
}

impl BulkTags {
    const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }
}

impl Line {
    fn outcome(self, how: BulkTags, asked: &[Tag]) -> Result<Vec<Tag>, Refusal> {
        if self.kind == "error" {
            return Err(refusal(&self.message));
        }
        let reported = match how {
            BulkTags::Add => self.tags_added,
            BulkTags::Remove => self.tags_removed,
        };
        Ok(reported.unwrap_or_else(|| match self.old_tags {
            Some(old) => {
                let changes = |tag: &&Tag| old.contains(tag) == (how == BulkTags::Remove);
                asked.iter().filter(changes).cloned().collect()
            }
            None => asked.to_vec(),
        }))
    }
}

fn refusal(message: &str) -> Refusal {
    if message.contains("is deleted") {
        Refusal::Deleted
    } else if message.contains("does not belong") {
        Refusal::Foreign
    } else if message.contains("not a valid") || message.contains("not found") {
        Refusal::NoContact
    } else {
        Refusal::Passing(plain(message))
    }
}
