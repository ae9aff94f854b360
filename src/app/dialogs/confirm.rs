//! A question before something that can't be taken back. "No" is preselected.

use crate::app::text::Text;
use crate::model::ids::{ContactId, NoteId, TaskId};

/// What happens after yes.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    DeleteContacts(Vec<ContactId>),
    DeleteTasks(Vec<TaskId>),
    DeleteNote(ContactId, NoteId),
    Quit,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    pub question: String,
    /// Who or what, the first few by name.
    pub lines: Vec<String>,
    pub asked: Asked,
    /// The number to type where more than one thing is concerned.
    pub number: Option<usize>,
    pub typed: Text,
    pub yes: bool,
}
