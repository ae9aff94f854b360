//! Search over all notes that were ever fetched.

use crate::app::{
    book::{Book, fold},
    list::List,
    text::Text,
};
use crate::model::{ids::NoteId, note::Note, talk::Renamed};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    pub query: Text,
    /// Whether keys go into the query.
    pub typing: bool,
    pub list: List<NoteId>,
    /// The query that is answered; another one is on its way if it differs.
    pub answered: Option<String>,
    /// What the last answer held, newest first.
    served: Vec<Note>,
    /// The same with the queue on top.
    shown: Vec<Note>,
    seen: Option<u64>,
}

impl Notes {
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.shown.iter().find(|note| note.id == id)
    }

    /// An answer came; one to a query that was typed on since is left out.
    pub fn answer(&mut self, query: String, notes: Vec<Note>) {
        if query == self.query.trimmed() {
            self.answered = Some(query);
            self.served = notes;
            self.seen = None;
        }
    }

    /// A contact is known by another id now.
    pub fn rename(&mut self, renamed: Renamed) {
        self.served.iter_mut().for_each(|note| renamed.give(&mut note.contact));
        self.seen = None;
    }

    /// Follows the book.
    pub fn follow(&mut self, book: &Book) {
        if self.seen == Some(book.version()) {
            return;
        }
        self.seen = Some(book.version());
        let lines = |note: &Note| {
            let id = note.id;
            book.queue().of(note.contact).filter(move |line| line.op.change.note() == Some(id))
        };
        self.shown = self
            .served
            .iter()
            .filter_map(|note| fold::note(Some(note.clone()), lines(note)))
            .collect();
        self.list.replace(self.shown.iter().map(|note| note.id).collect());
    }
}
