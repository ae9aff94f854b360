//! One outgoing change and the states of its life.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    change::Change,
    fault::Fault,
    ids::{DeedId, OpId},
};

/// One change on its way to the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Op {
    pub id: OpId,
    pub deed: DeedId,
    /// When the person made it.
    pub at: Timestamp,
    pub change: Change,
}

/// How long a deletion made on the screen can be called back before it goes out.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// Until when a deed made on the screen is held of itself: a single deletion is, so that it can be
/// called back. Of many, the number that had to be typed was the second thought.
pub fn held_until(deed: &[Op]) -> Option<Timestamp> {
    match deed {
        [only] if only.change.is_delete() => {
            Some(only.at.saturating_add(WINDOW).unwrap_or(only.at))
        }
        _ => None,
    }
}

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// Where an outgoing change stands (reliability d2).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum OpState { $($(#[$doc])* $name),* }

        impl OpState {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word in the database, in JSON and on the screen.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

states! {
    /// Not to be sent yet: a deletion that can still be called back, or held by the person.
    Held "held",
    /// Durable, never sent, or proven not applied.
    Queued "queued",
    /// The intent is on disk, bytes may be leaving.
    Sending "sending",
    /// Surely not applied, or harmless to repeat: goes again at its time.
    Retry "retry",
    /// A creation that may have been applied: only looked for, never sent again blindly.
    Unknown "unknown",
    /// The server holds something else: another value, nothing at all, or the same person already.
    Conflict "conflict",
    /// Refused for good; waits for a person.
    Rejected "rejected",
    /// Only a person can tell what is to become of it: looks cannot.
    Parked "parked",
    /// Confirmed by the server. Final.
    Done "done",
    /// An edit that the creation of what it edits took in before either was sent. Final.
    Superseded "superseded",
    /// Withdrawn before it was ever sent. Final.
    Cancelled "cancelled",
    /// Given up by the person when it was or may have been sent. Final.
    Discarded "discarded",
}

impl OpState {
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.word() == word)
    }

    /// Whether the change is part of what the screen shows (reliability d1).
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Rejected) && !self.is_final()
    }

    /// Whether the change moves on by itself.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Retry | Self::Unknown)
    }

    /// Whether nothing happens before a person decides.
    pub const fn needs_person(self) -> bool {
        matches!(self, Self::Conflict | Self::Rejected | Self::Parked)
    }

    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Superseded | Self::Cancelled | Self::Discarded)
    }

    /// Whether the view shows what this change does: live ones, but a record whose deletion waits
    /// stays, since its row says so; and a refused creation, which would vanish otherwise.
    pub fn shows(self, change: &Change) -> bool {
        match self {
            Self::Held | Self::Conflict | Self::Parked => !change.is_delete(),
            Self::Rejected => change.is_create(),
            state => state.is_live(),
        }
    }

    /// Whether a change in this state, made before `later` of the same contact, must be through first
    /// (reliability d8). A creation holds back all that builds on it. What waits for a person holds
    /// back nothing else than changes of the same, and a refusal not even these: they may be what
    /// mends it.
    pub fn holds_back(self, change: &Change, later: &Change) -> bool {
        let same = change.key() == later.key();
        if self.needs_person() && !change.is_create() {
            return same && self != Self::Rejected;
        }
        same || matches!(change, Change::ContactAdded { .. } | Change::ContactDeleted { .. })
            || matches!(later, Change::ContactDeleted { .. })
    }

    /// Whether that is worth telling: what goes out together, or next, soon tells itself.
    fn is_in_the_way(self, change: &Change, later: &Change) -> bool {
        let on_its_way = matches!(self, Self::Queued | Self::Sending | Self::Retry);
        let soon = on_its_way && change.key() == later.key();
        !soon && self.holds_back(change, later)
    }

    /// The only transitions there are. The store asserts this, also in release.
    pub const fn may_become(self, next: Self) -> bool {
        use OpState::{
            Cancelled, Conflict, Discarded, Done, Held, Parked, Queued, Rejected, Retry, Sending,
            Superseded, Unknown,
        };
        match self {
            Held => matches!(next, Queued | Parked | Superseded | Cancelled | Discarded),
            Queued => matches!(
                next,
                Held | Sending | Conflict | Parked | Done | Superseded | Cancelled | Discarded
            ),
            Retry => matches!(next, Held | Sending | Conflict | Parked | Done | Discarded),
            Sending => matches!(next, Queued | Retry | Unknown | Conflict | Rejected | Done),
            Unknown => matches!(next, Queued | Rejected | Parked | Done),
            Conflict => matches!(next, Queued | Done | Discarded),
            Rejected => matches!(next, Queued | Discarded),
            Parked => matches!(next, Queued | Unknown | Discarded),
            Done | Superseded | Cancelled | Discarded => false,
        }
    }
}

impl fmt::Display for OpState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// One step in the life of an outgoing change, as told to the interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub op: OpId,
    pub state: OpState,
    /// Why, for `Retry`, `Unknown` and what waits for a person.
    pub fault: Option<Fault>,
    /// What it says from now on, if something else than before.
    pub change: Option<Box<Change>>,
}

impl Moved {
    pub const fn to(op: OpId, state: OpState, fault: Option<Fault>) -> Self {
        Self { op, state, fault, change: None }
    }
}

/// An outgoing change with where it stands: one line of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub op: Op,
    pub state: OpState,
    /// How many times it was sent.
    pub tries: u32,
    pub fault: Option<Fault>,
    /// When a held one is let go by itself; `None` if only a person does that.
    pub until: Option<Timestamp>,
}

impl Outgoing {
    /// One that waits to be sent for the first time.
    pub const fn queued(op: Op) -> Self {
        Self { op, state: OpState::Queued, tries: 0, fault: None, until: None }
    }

    /// One that can be called back until then.
    pub const fn held(op: Op, until: Timestamp) -> Self {
        Self { op, state: OpState::Held, tries: 0, fault: None, until: Some(until) }
    }

    /// Never sent, so that it may still be merged with others.
    pub fn is_fresh(&self) -> bool {
        self.state == OpState::Queued && self.tries == 0
    }

    /// Where it stands, alone.
    pub fn moved(self) -> Moved {
        Moved::to(self.op.id, self.state, self.fault)
    }

    /// The same for somebody to whom it may have said something else before.
    pub fn retold(self) -> Moved {
        let change = Some(Box::new(self.op.change.clone()));
        Moved { change, ..self.moved() }
    }

    /// Like [`OpState::may_become`]; what was ever sent is not withdrawn as if it had not been.
    pub const fn may_become(&self, next: OpState) -> bool {
        let may = match next {
            OpState::Cancelled | OpState::Superseded => self.tries == 0,
            OpState::Discarded => self.tries > 0 || self.state.needs_person(),
            _ => true,
        };
        may && self.state.may_become(next)
    }

    /// How it ends if the person does not want it any more; `None` while it may be on the wire, and
    /// when it has come to its end.
    pub fn given_up(&self) -> Option<OpState> {
        [OpState::Cancelled, OpState::Discarded].into_iter().find(|end| self.may_become(*end))
    }
}

/// What must be through before a change in this state can go, if that is not just its turn. `lane`: the
/// changes of its contact, in order.
pub fn blocker<'a>(
    lane: impl Iterator<Item = (&'a Op, OpState)>,
    waiting: &Op,
    state: OpState,
) -> Option<OpId> {
    if !matches!(state, OpState::Queued | OpState::Retry) {
        return None;
    }
    lane.take_while(|(op, _)| op.id != waiting.id)
        .find(|(op, state)| state.is_in_the_way(&op.change, &waiting.change))
        .map(|(op, _)| op.id)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{ids::ContactId, tag::Tag};

    #[test]
    fn a_word_names_its_state() {
        for state in OpState::ALL {
            assert_eq!(OpState::from_word(state.word()), Some(*state));
        }
    }

    /// Every transition of reliability d2 with what brings it about.
    const TRANSITIONS: &[(&str, &[OpState], &[OpState])] = {
        use OpState::{
            Cancelled, Conflict, Discarded, Done, Held, Parked, Queued, Rejected, Retry, Sending,
            Superseded, Unknown,
        };
        &[
            ("T2 the window is over, or the person lets it go", &[Held], &[Queued]),
            ("T3 taken back before it was ever sent", &[Held, Queued], &[Cancelled]),
            ("T4 a creation takes it in", &[Held, Queued], &[Superseded]),
            ("T5 the sender picks it", &[Queued, Retry], &[Sending]),
            ("T6 the server has it", &[Sending], &[Done]),
            ("T7 surely not applied, or harmless to repeat", &[Sending], &[Retry]),
            ("T8 a creation without a clear answer", &[Sending], &[Unknown]),
            ("T9 the answer says: gone, or there already", &[Sending], &[Conflict]),
            ("T10 the server says no", &[Sending], &[Rejected]),
            ("T11 nothing was sent after all", &[Sending], &[Queued]),
            ("T12 its sender died", &[Sending], &[Retry, Unknown]),
            ("T13 a look found it", &[Unknown], &[Done]),
            ("T14 two looks did not", &[Unknown], &[Queued]),
            ("T15 looks cannot decide", &[Unknown], &[Parked]),
            ("T16 mine, or theirs came back to what was before", &[Conflict], &[Queued]),
            ("T17 theirs, or both are the same by now", &[Conflict], &[Discarded, Done]),
            ("T18 the person tries again", &[Rejected], &[Queued]),
            ("T19 the person gives it up", &[Rejected, Parked], &[Discarded]),
            ("T20 the person says: look, or send", &[Parked], &[Unknown, Queued]),
            ("T21 restored, or what it builds on is gone", &[Held, Queued, Retry], &[Parked]),
            ("T22 a look shows somebody else's change", &[Queued, Retry], &[Conflict]),
            ("T23 a look shows that it is so already", &[Queued, Retry], &[Done]),
            ("T24 taken back after a try", &[Retry, Held, Queued], &[Discarded]),
            ("T25 refused, and two looks did not find it", &[Unknown], &[Rejected]),
            ("T26 the person holds it", &[Queued, Retry], &[Held]),
        ]
    };

    #[test]
    fn there_are_the_transitions_of_the_table_and_no_others() {
        for from in OpState::ALL {
            for to in OpState::ALL {
                let named: Vec<&str> = TRANSITIONS
                    .iter()
                    .filter(|(_, froms, tos)| froms.contains(from) && tos.contains(to))
                    .map(|(name, ..)| *name)
                    .collect();
                assert_eq!(from.may_become(*to), !named.is_empty(), "{from} -> {to}: {named:?}");
            }
        }
    }

    #[test]
    fn the_end_is_the_end() {
        for state in OpState::ALL.iter().filter(|state| state.is_final()) {
            assert!(OpState::ALL.iter().all(|next| !state.may_become(*next)));
            assert!(!state.is_live() && !state.is_under_way() && !state.needs_person());
        }
    }

    #[test]
    fn what_was_sent_is_given_up_and_what_was_not_is_cancelled() {
        use OpState::{
            Cancelled, Conflict, Discarded, Held, Parked, Queued, Rejected, Retry, Sending, Unknown,
        };
        let contact = ContactId::new(Uuid::from_u128(1));
        let change = Change::TagAdded { contact, tag: Tag::new("hot").unwrap() };
        let op = Op {
            id: OpId::new(Uuid::from_u128(1)),
            deed: DeedId::new(Uuid::from_u128(1)),
            at: Timestamp::UNIX_EPOCH,
            change,
        };
        let ends = |state| {
            [0, 1].map(|tries| Outgoing { state, tries, ..Outgoing::queued(op.clone()) }.given_up())
        };
        for state in [Held, Queued] {
            assert_eq!(ends(state), [Some(Cancelled), Some(Discarded)], "{state}");
        }
        for state in [Conflict, Rejected, Parked] {
            assert_eq!(ends(state), [Some(Discarded); 2], "{state}");
        }
        assert_eq!(ends(Retry)[1], Some(Discarded));
        for state in [Sending, Unknown] {
            assert_eq!(ends(state), [None; 2], "{state} may be on the wire");
        }
    }
}
