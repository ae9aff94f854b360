//! A note on a contact.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    extra::Extra,
    ids::{ContactId, NoteId, RemoteId, UserId},
};

/// What a person writes: the service takes more (colour, pin), which is kept as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    pub title: String,
    /// May hold HTML written in the web interface; shown as text, edited raw.
    pub body: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: NoteId,
    pub remote: Option<RemoteId>,
    pub contact: ContactId,
    #[serde(flatten)]
    pub draft: NoteDraft,
    pub author: Option<UserId>,
    pub added: Option<Timestamp>,
    pub pinned: bool,
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Note {
    /// One that exists only here.
    pub fn new(id: NoteId, contact: ContactId, draft: NoteDraft) -> Self {
        Self {
            id,
            remote: None,
            contact,
            draft,
            author: None,
            added: None,
            pinned: false,
            extra: Extra::new(),
        }
    }
}
