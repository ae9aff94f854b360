//! A question before something that can't be taken back. "No" is preselected.

use crate::app::{book::history::Deed, text::Text};
use crate::model::ids::{ContactId, NoteId, TaskId};

/// What happens after yes.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    DeleteContacts(Vec<ContactId>),
    DeleteTasks(Vec<TaskId>),
    DeleteNote(ContactId, NoteId),
    /// Take this deed back, whatever was put there since.
    UndoAnyway(Deed),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    pub question: String,
    /// Whom it concerns, the first few by name, and what can be undone.
    pub lines: Vec<String>,
    pub asked: Asked,
    /// The number to type where more than one thing is concerned.
    pub number: Option<usize>,
    pub typed: Text,
    pub yes: bool,
}

impl Confirm {
    pub fn new(question: String, lines: Vec<String>, asked: Asked, count: usize) -> Self {
        let number = (count > 1).then_some(count);
        Self { question, lines, asked, number, typed: Text::default(), yes: false }
    }

    /// Whether Enter means yes: it was chosen, or the number was typed.
    pub fn is_yes(&self) -> bool {
        match self.number {
            Some(number) => self.typed.trimmed() == number.to_string(),
            None => self.yes,
        }
    }
}
