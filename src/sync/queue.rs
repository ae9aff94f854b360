//! The outbox as the background task holds it in memory: one lane a contact, each in the order in
//! which the changes were made.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use super::{
    doubt::aspect,
    patience::{OUTAGE_CAP, OUTBOX_CAP, shifted},
};
use crate::{
    model::{
        change::Change,
        fault::Fault,
        ids::{ContactId, OpId, RemoteId},
        op::{Moved, Op, OpState, Outgoing, WINDOW},
        talk::{Base, Renamed},
    },
    store::Pending,
};

/// One change on its way, with what decides when it goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) op: Op,
    pub(crate) state: OpState,
    /// How often it was sent.
    pub(crate) tries: u32,
    /// Why it is not through, from the last try.
    pub(crate) fault: Option<Fault>,
    /// Not sent, and if `Unknown` not looked for, before this time.
    pub(crate) not_before: Option<Timestamp>,
    /// What the server held before the first try.
    pub(crate) pre_image: Option<serde_json::Value>,
    /// How often an unanswered creation was looked for without being found.
    pub(crate) clean_looks: u32,
    /// How often looking for it failed.
    pub(crate) failed_looks: u32,
    /// Its request with several changes was refused: it goes alone, so that the refusal falls on
    /// the one that it is about.
    pub(crate) alone: bool,
}

impl Entry {
    fn new(pending: Pending) -> Self {
        Self {
            op: pending.outgoing.op,
            state: pending.outgoing.state,
            tries: pending.outgoing.tries,
            fault: pending.outgoing.fault,
            not_before: pending.not_before,
            pre_image: pending.pre_image,
            clean_looks: 0,
            failed_looks: 0,
            alone: false,
        }
    }

    /// What the server listed before the first try of a creation.
    pub(crate) fn before(&self) -> Option<Vec<RemoteId>> {
        serde_json::from_value(self.pre_image.clone()?).ok()
    }

    /// Never sent, so that it may still be merged with others or withdrawn.
    pub(crate) fn is_fresh(&self) -> bool {
        self.state == OpState::Queued && self.tries == 0
    }

    /// Sent, and perhaps carried out. Of two edits of the same that are both in doubt the later was sent
    /// with the shifted, since else it would have waited for it.
    fn is_edit_in_doubt(&self) -> bool {
        self.state == OpState::Retry && self.tries > 0 && is_edit(&self.op.change)
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

    /// To be let go by itself, if nobody calls it back.
    fn is_held_for_a_while(&self) -> bool {
        self.state == OpState::Held && self.not_before.is_some()
    }

    fn blocks(&self, later: &Change) -> bool {
        self.state.holds_back(&self.op.change, later)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// By number, which is the order in which they got their first change.
    lanes: BTreeMap<u64, Vec<Entry>>,
    numbers: HashMap<ContactId, u64>,
    /// In which lane a change is.
    homes: HashMap<OpId, u64>,
    /// Few, and asked for at each turn of the background task.
    held: BTreeSet<OpId>,
    opened: u64,
    /// Contacts with a request in flight: one each, but for those that were two contacts a moment
    /// ago.
    busy: HashMap<ContactId, usize>,
}

impl Queue {
    pub(crate) fn push(&mut self, pending: Pending) {
        let op = &pending.outgoing.op;
        let number = *self.numbers.entry(op.change.contact()).or_insert_with(|| {
            self.opened += 1;
            self.opened
        });
        if self.homes.insert(op.id, number).is_none() {
            self.note_hold(op.id, pending.outgoing.state);
            self.lanes.entry(number).or_default().push(Entry::new(pending));
        }
    }

    /// A change that was just committed.
    pub(crate) fn push_new(&mut self, op: Op) {
        self.push(Pending::new(Outgoing::queued(op)));
    }

    /// One that was just committed and can be called back until then.
    pub(crate) fn push_held(&mut self, op: Op, until: Timestamp) {
        self.push(Pending::new(Outgoing::held(op, until)));
    }

    /// Takes a change as the store has it, whatever was known of it.
    pub(crate) fn renew(&mut self, pending: Pending) {
        let to = pending.outgoing.op.change.contact();
        let known = self.entry(pending.outgoing.op.id).map(|entry| entry.op.change.contact());
        if let Some(from) = known.filter(|from| *from != to) {
            self.rename(Renamed { from, to });
        }
        if self.entry(pending.outgoing.op.id).is_some() {
            self.replace(pending);
        } else {
            self.push(pending);
        }
    }

    /// Does nothing if it is not known.
    fn replace(&mut self, pending: Pending) {
        let (id, state) = (pending.outgoing.op.id, pending.outgoing.state);
        if let Some(entry) = self.entry_mut(id) {
            *entry = Entry::new(pending);
            self.note_hold(id, state);
        }
    }

    fn note_hold(&mut self, id: OpId, state: OpState) {
        if state == OpState::Held {
            self.held.insert(id);
        } else {
            self.held.remove(&id);
        }
    }

    /// Another program touched a change, and this is how it left it. What is not known here any more
    /// has come to its end.
    pub(crate) fn concede(&mut self, pending: Pending) {
        let id = pending.outgoing.op.id;
        if pending.outgoing.state.is_final() {
            self.forget(id);
        } else {
            self.replace(pending);
        }
    }

    /// Edits that wait for a person and that a new one makes pointless.
    pub(crate) fn undecided_before(&self, new: &Change) -> Vec<OpId> {
        let lane = self.numbers.get(&new.contact()).and_then(|number| self.lanes.get(number));
        lane.into_iter()
            .flatten()
            .filter(|entry| entry.state.needs_person() && entry.op.change.is_remade_by(new))
            .map(|entry| entry.op.id)
            .collect()
    }

    /// Changes in conflict with a record that this brings news of.
    pub(crate) fn conflicts_about(&self, base: &Base) -> Vec<OpId> {
        let rows = base.rows.iter().map(|row| row.id);
        let tasks = base.tasks.iter().map(|task| task.contact);
        let dossier = base.dossier.iter().map(|dossier| dossier.contact.id);
        let contacts: BTreeSet<ContactId> = rows.chain(tasks).chain(dossier).collect();
        let lanes = contacts.iter().filter_map(|id| self.lanes.get(self.numbers.get(id)?));
        let in_conflict = lanes.flatten().filter(|entry| entry.state == OpState::Conflict);
        in_conflict.map(|entry| entry.op.id).collect()
    }

    pub(crate) fn entry(&self, id: OpId) -> Option<&Entry> {
        self.lanes.get(self.homes.get(&id)?)?.iter().find(|entry| entry.op.id == id)
    }

    pub(crate) fn entry_mut(&mut self, id: OpId) -> Option<&mut Entry> {
        let lane = self.lanes.get_mut(self.homes.get(&id)?)?;
        lane.iter_mut().find(|entry| entry.op.id == id)
    }

    /// Follows what the store says happened, and lets go of what has come to its end.
    pub(crate) fn follow(&mut self, moved: &[Moved]) {
        for moved in moved {
            let Some(entry) = self.entry_mut(moved.op) else { continue };
            match (entry.state, moved.state) {
                (_, OpState::Sending) => entry.tries += 1,
                // It surely was not carried out, and does not count.
                (OpState::Sending, OpState::Queued) => entry.tries = entry.tries.saturating_sub(1),
                _ => {}
            }
            if matches!(moved.state, OpState::Queued | OpState::Held) {
                entry.not_before = None;
            }
            entry.state = moved.state;
            entry.fault.clone_from(&moved.fault);
            if let Some(change) = &moved.change {
                entry.op.change.clone_from(change);
            }
            self.note_hold(moved.op, moved.state);
            if moved.state.is_final() {
                self.forget(moved.op);
            }
        }
    }

    fn forget(&mut self, id: OpId) {
        self.held.remove(&id);
        let Some(number) = self.homes.remove(&id) else { return };
        let Some(lane) = self.lanes.get_mut(&number) else { return };
        let Some(at) = lane.iter().position(|entry| entry.op.id == id) else { return };
        let contact = lane.remove(at).op.change.contact();
        if lane.is_empty() {
            self.lanes.remove(&number);
            self.numbers.remove(&contact);
        }
    }

    /// A contact is known by another id now: the changes of both are one lane, in the order in which
    /// they were made, and what is in flight for either occupies it.
    pub(crate) fn rename(&mut self, renamed: Renamed) {
        let Renamed { from, to } = renamed;
        if let Some(flights) = self.busy.remove(&from) {
            *self.busy.entry(to).or_default() += flights;
        }
        let Some(number) = self.numbers.remove(&from) else { return };
        let mut lane = self.lanes.remove(&number).unwrap_or_default();
        for entry in &mut lane {
            entry.op.change.set_contact(to);
        }
        let home = *self.numbers.entry(to).or_insert(number);
        self.homes.extend(lane.iter().map(|entry| (entry.op.id, home)));
        let united = self.lanes.entry(home).or_default();
        united.append(&mut lane);
        united.sort_by_key(|entry| (entry.op.at, entry.op.id));
    }

    pub(crate) fn occupy(&mut self, contacts: impl IntoIterator<Item = ContactId>) {
        for contact in contacts {
            *self.busy.entry(contact).or_default() += 1;
        }
    }

    pub(crate) fn release(&mut self, contacts: impl IntoIterator<Item = ContactId>) {
        for contact in contacts {
            let Some(flights) = self.busy.get_mut(&contact) else { continue };
            *flights -= 1;
            if *flights == 0 {
                self.busy.remove(&contact);
            }
        }
    }

    /// The lanes without a request in flight, oldest first.
    pub(crate) fn free_lanes(&self) -> impl Iterator<Item = &[Entry]> {
        self.lanes.values().map(Vec::as_slice).filter(|lane| {
            lane.first().is_some_and(|entry| !self.busy.contains_key(&entry.op.change.contact()))
        })
    }

    /// The server is back: what waited for another try need not wait any longer. Creations without
    /// an answer go on settling.
    pub(crate) fn hurry(&mut self) {
        let waiting = self.lanes.values_mut().flatten();
        for entry in waiting.filter(|entry| entry.state == OpState::Retry) {
            entry.not_before = None;
        }
    }

    /// The clock was set by so much: nothing waits longer or shorter for that.
    pub(crate) fn shift(&mut self, by: SignedDuration) {
        for entry in self.lanes.values_mut().flatten() {
            entry.not_before = entry.not_before.map(|time| shifted(time, by));
        }
    }

    /// As the store had it before somebody may have set the clock: what would wait longer than anything
    /// does waits as it would wait now.
    pub(crate) fn disbelieve(&mut self, now: Timestamp, settle: SignedDuration) {
        for entry in self.lanes.values_mut().flatten() {
            let (longest, usual) = match entry.state {
                OpState::Held => (WINDOW, WINDOW),
                OpState::Unknown => (settle, settle),
                _ => (OUTBOX_CAP, OUTAGE_CAP),
            };
            let wait = entry.not_before.map(|time| time.duration_since(now));
            if wait.is_some_and(|wait| wait > longest) {
                entry.not_before = Some(shifted(now, usual));
            }
        }
    }

    pub(crate) fn held(&self) -> impl Iterator<Item = &Entry> {
        self.held.iter().filter_map(|id| self.entry(*id))
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.lanes.values().flatten()
    }
}

/// Of a field, a task or a note: what it was and what it is to be.
const fn is_edit(change: &Change) -> bool {
    matches!(
        change,
        Change::ContactEdited { .. } | Change::TaskEdited { .. } | Change::NoteEdited { .. }
    )
}

/// The changes of a lane that nothing holds back.
pub(crate) fn ready(lane: &[Entry], now: Timestamp) -> impl Iterator<Item = &Entry> {
    lane.iter().enumerate().filter_map(move |(at, entry)| {
        let free = entry.wants_out(now)
            && !lane[..at].iter().any(|earlier| earlier.blocks(&entry.op.change))
            && !deletion_of(lane, entry).is_some_and(Entry::is_held_for_a_while);
        free.then_some(entry)
    })
}

/// What deletes again what a creation makes that was never sent: then nobody needs to hear of either.
pub(crate) fn deletion_of<'a>(lane: &'a [Entry], creation: &Entry) -> Option<&'a Entry> {
    if !creation.op.change.is_create() || !creation.is_fresh() {
        return None;
    }
    let key = creation.op.change.key();
    lane.iter().find(|entry| entry.op.change.is_delete() && entry.op.change.key() == key)
}

/// A change that nothing holds back, with the later ones of the same key that were never sent either,
/// or were sent with it: together they are one step for the server, from the first `was` to the last
/// `now`. Tried again one by one, the first would take the last for somebody else's.
pub(crate) fn chain<'a>(lane: &'a [Entry], first: &'a Entry) -> Vec<&'a Entry> {
    if !first.is_fresh() && !first.is_edit_in_doubt() {
        return vec![first];
    }
    let key = first.op.change.key();
    lane.iter()
        .skip_while(|entry| entry.op.id != first.op.id)
        .take_while(|entry| !matches!(entry.op.change, Change::ContactDeleted { .. }))
        .filter(|entry| entry.op.change.key() == key)
        .take_while(|entry| {
            (aspect(&entry.op.change), entry.is_fresh())
                == (aspect(&first.op.change), first.is_fresh())
                && entry.is_edit_in_doubt() == first.is_edit_in_doubt()
        })
        .collect()
}
