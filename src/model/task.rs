//! A task of a contact.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    extra::Extra,
    ids::{ContactId, RemoteId, TaskId, UserId},
};

/// What a person writes about a task, and what the service takes for it (contract 2.5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDraft {
    pub title: String,
    pub body: String,
    /// The service demands one for a new task; some of its own tasks come without.
    pub due: Option<Timestamp>,
    pub owner: Option<UserId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub remote: Option<RemoteId>,
    pub contact: ContactId,
    #[serde(flatten)]
    pub draft: TaskDraft,
    pub done: bool,
    /// Left out where the tasks of everybody are held, in [`super::agenda`].
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Task {
    /// An open one that exists only here.
    pub fn new(id: TaskId, contact: ContactId, draft: TaskDraft) -> Self {
        Self { id, remote: None, contact, draft, done: false, extra: Extra::new() }
    }
}
