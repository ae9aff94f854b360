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

/// What a list answer held. With anything unread, absence from `items` proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    pub unread: Unread,
}

impl<T> From<Vec<T>> for Listed<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, unread: Unread::default() }
    }
}

impl<T> IntoIterator for Listed<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// Rows of an answer that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    pub count: usize,
    /// The first of them as they came, cut to a length: whoever has to tell why needs a few.
    pub rows: Vec<String>,
}

impl Unread {
    const MOST: usize = 20;
    const LONGEST: usize = 2_000;

    pub fn note(&mut self, row: &str) {
        self.count += 1;
        if self.rows.len() < Self::MOST {
            self.rows.push(row[..row.floor_char_boundary(Self::LONGEST)].to_owned());
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}
