//! The changes that are not settled, in the order in which they were made.

use std::collections::{BTreeMap, HashMap};

use crate::model::{
    ids::{ContactId, OpId},
    op::{self, Moved, OpState},
    talk::Renamed,
};

use super::line::{Line, Phase};

/// How many changes are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub uncommitted: usize,
    /// Waiting to be sent, or to be sent again.
    pub queued: usize,
    pub sending: usize,
    /// Not to be sent yet.
    pub held: usize,
    /// Unanswered creations that are being looked for.
    pub checking: usize,
    /// Refused.
    pub failed: usize,
    /// What somebody else changed as well.
    pub conflicts: usize,
    /// What only a person can tell what is to become of.
    pub questions: usize,
}

impl Counts {
    /// Everything that still has to go out.
    pub fn waiting(&self) -> usize {
        self.uncommitted + self.held + self.queued + self.sending + self.checking
    }

    /// Everything that waits for a person.
    pub fn undecided(&self) -> usize {
        self.failed + self.conflicts + self.questions
    }

    fn of(&mut self, line: &Line) -> Option<&mut usize> {
        if line.phase == Phase::Uncommitted {
            return Some(&mut self.uncommitted);
        }
        match line.state {
            OpState::Queued | OpState::Retry => Some(&mut self.queued),
            OpState::Sending => Some(&mut self.sending),
            OpState::Unknown => Some(&mut self.checking),
            OpState::Held => Some(&mut self.held),
            OpState::Parked => Some(&mut self.questions),
            OpState::Conflict => Some(&mut self.conflicts),
            OpState::Rejected => Some(&mut self.failed),
            OpState::Done | OpState::Superseded | OpState::Cancelled | OpState::Discarded => None,
        }
    }
}

/// Lines in order, found by change and by contact without a search: the queue may hold a bulk
/// change of everybody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    lines: BTreeMap<u64, Line>,
    places: HashMap<OpId, u64>,
    by_contact: HashMap<ContactId, Vec<u64>>,
    next: u64,
    counts: Counts,
}

impl Queue {
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// In order.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.values()
    }

    pub fn get(&self, op: OpId) -> Option<&Line> {
        self.lines.get(self.places.get(&op)?)
    }

    /// The lines of one contact, in order.
    pub fn of(&self, contact: ContactId) -> impl DoubleEndedIterator<Item = &Line> {
        let places = self.by_contact.get(&contact).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.lines.get(place))
    }

    /// What must be through before this line can go, if that is not just its turn.
    pub fn blocker(&self, waiting: &Line) -> Option<&Line> {
        let lane = self.of(waiting.op.change.contact()).map(|line| (&line.op, line.state));
        self.get(op::blocker(lane, &waiting.op, waiting.state)?)
    }

    /// Everybody who has a line.
    pub fn contacts(&self) -> impl Iterator<Item = ContactId> {
        self.by_contact.keys().copied()
    }

    pub fn has(&self, contact: ContactId) -> bool {
        self.by_contact.contains_key(&contact)
    }

    /// Adds at the end; a line that is known already is not added twice.
    pub fn push(&mut self, line: Line) -> bool {
        if self.places.contains_key(&line.op.id) || line.state.is_final() {
            return false;
        }
        if let Some(count) = self.counts.of(&line) {
            *count += 1;
        }
        let place = self.next;
        self.next += 1;
        self.places.insert(line.op.id, place);
        self.by_contact.entry(line.op.change.contact()).or_default().push(place);
        self.lines.insert(place, line);
        true
    }

    /// From now on the disk has it.
    pub fn accept(&mut self, op: OpId) -> Option<&Line> {
        self.change(op, |line| line.phase = Phase::Committed)
    }

    /// One step in its life. A line that reached its end leaves the queue and is returned.
    pub fn step(&mut self, moved: Moved) -> Option<Line> {
        let Moved { op, state, fault, change } = moved;
        if state.is_final() {
            return self.remove(op);
        }
        self.change(op, |line| {
            line.phase = Phase::Committed;
            line.tries += u32::from(state == OpState::Sending && line.state != OpState::Sending);
            line.state = state;
            line.until = None;
            if state != OpState::Sending {
                line.fault = fault;
            }
            if let Some(change) = change {
                line.op.change = *change;
            }
        });
        None
    }

    /// A contact is known by another id now.
    pub fn rename(&mut self, Renamed { from, to }: Renamed) {
        let Some(mut places) = self.by_contact.remove(&from) else { return };
        for place in &places {
            if let Some(line) = self.lines.get_mut(place) {
                line.op.change.set_contact(to);
            }
        }
        let all = self.by_contact.entry(to).or_default();
        all.append(&mut places);
        all.sort_unstable();
    }

    pub fn remove(&mut self, op: OpId) -> Option<Line> {
        let place = self.places.remove(&op)?;
        let line = self.lines.remove(&place)?;
        if let Some(count) = self.counts.of(&line) {
            *count -= 1;
        }
        let contact = line.op.change.contact();
        if let Some(places) = self.by_contact.get_mut(&contact) {
            places.retain(|other| *other != place);
            if places.is_empty() {
                self.by_contact.remove(&contact);
            }
        }
        Some(line)
    }

    fn change(&mut self, op: OpId, alter: impl FnOnce(&mut Line)) -> Option<&Line> {
        let line = self.lines.get_mut(self.places.get(&op)?)?;
        if let Some(count) = self.counts.of(line) {
            *count -= 1;
        }
        alter(line);
        if let Some(count) = self.counts.of(line) {
            *count += 1;
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::model::{
        change::Change,
        ids::Ids,
        note::NoteDraft,
        op::{Op, Outgoing},
    };

    /// What the status bar says is this, in words.
    #[test]
    fn every_state_is_counted_under_one_word() {
        let counted = |state: OpState| {
            let mut ids = Ids::starting_at(Uuid::from_u128(1));
            let change = Change::NoteAdded {
                contact: ids.contact(),
                note: ids.note(),
                draft: NoteDraft::default(),
            };
            let op = Op { id: ids.op(), deed: ids.deed(), at: Timestamp::UNIX_EPOCH, change };
            let mut queue = Queue::default();
            queue.push(Line { state, ..Outgoing::queued(op).into() });
            queue.counts()
        };
        for state in OpState::ALL {
            let none = Counts::default();
            let expected = match state {
                OpState::Queued | OpState::Retry => Counts { queued: 1, ..none },
                OpState::Sending => Counts { sending: 1, ..none },
                OpState::Unknown => Counts { checking: 1, ..none },
                OpState::Held => Counts { held: 1, ..none },
                OpState::Parked => Counts { questions: 1, ..none },
                OpState::Conflict => Counts { conflicts: 1, ..none },
                OpState::Rejected => Counts { failed: 1, ..none },
                OpState::Done | OpState::Superseded | OpState::Cancelled | OpState::Discarded => {
                    none
                }
            };
            assert_eq!(counted(*state), expected, "{state}");
        }
    }
}
