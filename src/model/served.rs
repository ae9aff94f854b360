//! Records as the service serves them: known by its ids, not yet by ours. The `api` side makes
//! them, the store gives each its local id.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    extra::Extra,
    field::Field,
    ids::{RemoteId, UserId},
    note::NoteDraft,
    tag::Tag,
    task::TaskDraft,
    value::Value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct ServedContact {
    pub remote: RemoteId,
    /// Only fields that hold something.
    pub values: BTreeMap<Field, Value>,
    /// Sorted, each once.
    pub tags: Vec<Tag>,
    pub added: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub extra: Extra,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedTask {
    pub remote: RemoteId,
    /// Missing in some answers; known then from the request.
    pub contact: Option<RemoteId>,
    pub draft: TaskDraft,
    pub done: bool,
    pub extra: Extra,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedNote {
    pub remote: RemoteId,
    pub draft: NoteDraft,
    pub author: Option<UserId>,
    pub added: Option<Timestamp>,
    pub pinned: bool,
    pub extra: Extra,
}
