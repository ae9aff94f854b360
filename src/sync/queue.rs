//! The outbox as the background task holds it in memory: one lane a contact, each in the order in
//! which the changes were made.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::model::{
    change::Change,
    ids::{ContactId, OpId},
    op::{Op, OpState, Outgoing},
};

/// One change on its way, with what decides when it goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) op: Op,
    pub(crate) state: OpState,
    /// How often it was sent.
    pub(crate) tries: u32,
    /// Not sent, and if `Unknown` not looked for, before this time.
    pub(crate) not_before: Option<Timestamp>,
    /// How often an unanswered creation was looked for without being found.
    pub(crate) clean_looks: u32,
    /// How often looking for it failed.
    pub(crate) failed_looks: u32,
    /// Its request with several changes was refused: it goes alone, so that the refusal falls on
    /// the one that it is about.
    pub(crate) alone: bool,
}

impl Entry {
    pub(crate) fn new(outgoing: Outgoing) -> Self {
        Self {
            op: outgoing.op,
            state: outgoing.state,
            tries: outgoing.tries,
            not_before: None,
            clean_looks: 0,
            failed_looks: 0,
            alone: false,
        }
    }

    fn may_go(&self, now: Timestamp) -> bool {
        self.not_before.is_none_or(|time| time <= now)
    }

    /// Ready by itself to be sent, whatever stands before it in its lane.
    fn wants_out(&self, now: Timestamp) -> bool {
        matches!(self.state, OpState::Queued | OpState::Retry) && self.may_go(now)
    }

    pub(crate) fn wants_a_look(&self, now: Timestamp) -> bool {
        self.state == OpState::Unknown && self.may_go(now)
    }

    /// Whether this change, standing before `later` in the lane, must be through first
    /// (reliability d8). A refused creation holds back all that builds on it; any other refusal
    /// holds back nothing.
    fn blocks(&self, later: &Change) -> bool {
        let creates = self.op.change.is_create();
        if self.state.is_final() || (self.state == OpState::Rejected && !creates) {
            return false;
        }
        matches!(self.op.change, Change::ContactAdded { .. } | Change::ContactDeleted { .. })
            || matches!(later, Change::ContactDeleted { .. })
            || self.op.change.key() == later.key()
    }
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    lanes: HashMap<ContactId, Vec<Entry>>,
    /// Lanes in the order in which they got their first change.
    order: Vec<ContactId>,
    /// Lanes with a request in flight: at most one each.
    busy: HashSet<ContactId>,
}

impl Queue {
    pub(crate) fn push(&mut self, outgoing: Outgoing) {
        let contact = outgoing.op.change.contact();
        let lane = self.lanes.entry(contact).or_insert_with(|| {
            self.order.push(contact);
            Vec::new()
        });
        if !lane.iter().any(|entry| entry.op.id == outgoing.op.id) {
            lane.push(Entry::new(outgoing));
        }
    }

    pub(crate) fn entry(&self, contact: ContactId, id: OpId) -> Option<&Entry> {
        self.lanes.get(&contact)?.iter().find(|entry| entry.op.id == id)
    }

    pub(crate) fn entry_mut(&mut self, id: OpId) -> Option<&mut Entry> {
        self.lanes.values_mut().flatten().find(|entry| entry.op.id == id)
    }

    /// Takes out what has come to its end.
    pub(crate) fn sweep(&mut self) {
        for lane in self.lanes.values_mut() {
            lane.retain(|entry| !entry.state.is_final());
        }
        self.lanes.retain(|_, lane| !lane.is_empty());
        self.order.retain(|contact| self.lanes.contains_key(contact));
    }

    pub(crate) fn occupy(&mut self, contacts: impl IntoIterator<Item = ContactId>) {
        self.busy.extend(contacts);
    }

    pub(crate) fn release(&mut self, contacts: impl IntoIterator<Item = ContactId>) {
        for contact in contacts {
            self.busy.remove(&contact);
        }
    }

    /// The lanes without a request in flight, oldest first.
    pub(crate) fn free_lanes(&self) -> impl Iterator<Item = &[Entry]> {
        self.order
            .iter()
            .filter(|contact| !self.busy.contains(contact))
            .filter_map(|contact| self.lanes.get(contact))
            .map(Vec::as_slice)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.lanes.values().flatten()
    }

    pub(crate) fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.lanes.values_mut().flatten()
    }

    pub(crate) fn is_busy(&self) -> bool {
        !self.busy.is_empty()
    }
}

/// The changes of a lane that nothing holds back.
pub(crate) fn ready(lane: &[Entry], now: Timestamp) -> impl Iterator<Item = &Entry> {
    lane.iter().enumerate().filter_map(move |(at, entry)| {
        let free = entry.wants_out(now)
            && !lane[..at].iter().any(|earlier| earlier.blocks(&entry.op.change));
        free.then_some(entry)
    })
}
