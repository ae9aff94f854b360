//! Text that was typed and not sent: kept when a field is left, offered again when it is opened.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    field::Field,
    ids::{ContactId, NoteId, TaskId},
};

/// Where a draft belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// `None` is the form of a new contact.
    Field(Option<ContactId>, Field),
    /// `None` is one for several contacts.
    NewNote(Option<ContactId>),
    Note(NoteId),
    NewTask(Option<ContactId>),
    Task(TaskId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub place: Place,
    /// One text a field, in the order of the form.
    pub texts: Vec<String>,
    pub at: Timestamp,
}

/// All drafts, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts(BTreeMap<Place, Draft>);

impl Drafts {
    pub fn get(&self, place: &Place) -> Option<&Draft> {
        self.0.get(place)
    }

    pub fn keep(&mut self, draft: Draft) {
        self.0.insert(draft.place.clone(), draft);
    }

    pub fn forget(&mut self, place: &Place) -> Option<Draft> {
        self.0.remove(place)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
