//! What `.` does again, on another row or selection.

use crate::model::{ids::UserId, tag::Tag, task::TaskDraft};

#[derive(Clone, Debug, PartialEq)]
pub enum Repeat {
    /// Tags to give (`true`) or to take.
    Tags(Vec<(Tag, bool)>),
    Owner(Option<UserId>),
    /// A task like this one.
    Task(TaskDraft),
    /// Complete, or reopen.
    Done(bool),
    /// Move the due date by days.
    Due(i64),
    /// Due then, in words.
    Snooze(String),
}
