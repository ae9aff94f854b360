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

impl Place {
    /// Whose it is, where that is not told by a note or a task.
    pub fn contact(&self) -> Option<ContactId> {
        match self {
            Self::Field(contact, _) | Self::NewNote(contact) | Self::NewTask(contact) => *contact,
            Self::Note(_) | Self::Task(_) => None,
        }
    }

    /// The same place of a contact that is known by another id now.
    #[must_use]
    pub fn renamed(self, from: ContactId, to: ContactId) -> Self {
        let give = |id: Option<ContactId>| if id == Some(from) { Some(to) } else { id };
        match self {
            Self::Field(contact, field) => Self::Field(give(contact), field),
            Self::NewNote(contact) => Self::NewNote(give(contact)),
            Self::NewTask(contact) => Self::NewTask(give(contact)),
            Self::Note(_) | Self::Task(_) => self,
        }
    }
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

    /// A contact is known by another id now. Tells which place became which draft's; where both ids
    /// have one, the newer text stays.
    pub fn rename(&mut self, from: ContactId, to: ContactId) -> Vec<(Place, Draft)> {
        let places: Vec<Place> = self.0.keys().cloned().collect();
        let mut moved = Vec::new();
        for old in places {
            let new = old.clone().renamed(from, to);
            let Some(draft) = (new != old).then(|| self.0.remove(&old)).flatten() else { continue };
            let rival = self.0.remove(&new).filter(|rival| rival.at > draft.at);
            let draft = Draft { place: new, ..rival.unwrap_or(draft) };
            self.keep(draft.clone());
            moved.push((old, draft));
        }
        moved
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
