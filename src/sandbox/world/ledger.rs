//! The commit log: one line for every record written, so that tests can tell lost from twice.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::id::Id;

/// How many lines are kept in memory.
const KEPT: usize = 200_000;

/// One record written by one request, as JSON one line of `/_sandbox/log`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Commit {
    /// 1, 2, 3, … without gaps.
    pub seq: u64,
    /// ISO date, UTC.
    pub at: String,
    pub trace_id: String,
    pub method: String,
    pub path: String,
    /// `contact`, `task`, `note`, `location-tag`, …
    pub noun: String,
    /// `created`, `updated` or `deleted`
    pub action: Action,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The request's body, without lists of ids.
    pub sent: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Created,
    Updated,
    Deleted,
}

/// The request that a commit belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub(crate) at: String,
    pub(crate) trace_id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) sent: Value,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    lines: VecDeque<Commit>,
    last: u64,
}

impl Ledger {
    /// Goes on after line `last`, which an earlier run wrote.
    pub(crate) fn after(lines: Vec<Commit>) -> Self {
        let last = lines.last().map_or(0, |line| line.seq);
        Self { lines: lines.into(), last }
    }

    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &Commit> {
        self.lines.iter()
    }

    pub(crate) fn push(&mut self, lines: Vec<Commit>) {
        self.last = lines.last().map_or(self.last, |line| line.seq);
        self.lines.extend(lines);
        let excess = self.lines.len().saturating_sub(KEPT);
        self.lines.drain(..excess);
    }
}

impl Cause {
    pub(crate) fn line(
        &self,
        seq: u64,
        noun: &str,
        action: Action,
        id: &Id,
        contact: Option<&Id>,
    ) -> Commit {
        Commit {
            seq,
            at: self.at.clone(),
            trace_id: self.trace_id.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            noun: noun.to_owned(),
            action,
            id: id.to_string(),
            contact_id: contact.map(Id::to_string),
            sent: self.sent.clone(),
        }
    }
}
