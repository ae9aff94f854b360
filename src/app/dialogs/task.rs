//! The form of a task: a line that takes `call fri 3pm`, and the fields that it fills.

use jiff::Timestamp;

use super::choice::Choice;
use crate::app::text::Text;
use crate::model::ids::{ContactId, OpId, TaskId};

/// The fields in the order of `Tab`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskField {
    #[default]
    Title,
    Due,
    Owner,
    Body,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskForm {
    /// Whose task; several get one each.
    pub contacts: Vec<ContactId>,
    /// `None` is a new one.
    pub task: Option<TaskId>,
    pub title: Text,
    pub due: Text,
    pub owner: Choice,
    pub body: Text,
    pub at: TaskField,
    /// The due date as understood: from its field, or from the end of the title.
    pub due_read: Result<Option<Timestamp>, String>,
    pub fault: Option<String>,
    pub refused: Option<OpId>,
    pub draft_from: Option<Timestamp>,
}
