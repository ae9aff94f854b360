//! Search over all notes that were ever fetched.

use crate::app::{list::List, text::Text};
use crate::model::{ids::NoteId, note::Note};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    pub query: Text,
    /// Whether keys go into the query.
    pub typing: bool,
    /// What the last answer held, newest first.
    pub found: Vec<Note>,
    pub list: List<NoteId>,
    /// The query that `found` answers; another one is on its way if it differs.
    pub answered: Option<String>,
}

impl Notes {
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.found.iter().find(|note| note.id == id)
    }
}
