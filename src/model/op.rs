//! One outgoing change and the states of its life.

use std::fmt;

use jiff::Timestamp;
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

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// Where an outgoing change stands (reliability d2; conflict and parked stand under
        /// `Rejected` and discarded under `Cancelled` until they have a source of their own).
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
    /// Durable, never sent, or proven not applied.
    Queued "queued",
    /// The intent is on disk, bytes may be leaving.
    Sending "sending",
    /// Surely not applied, or harmless to repeat: goes again at its time.
    Retry "retry",
    /// A creation that may have been applied: only looked for, never sent again blindly.
    Unknown "unknown",
    /// Refused for good; waits for a person.
    Rejected "rejected",
    /// Withdrawn. Final.
    Cancelled "cancelled",
    /// Confirmed by the server. Final.
    Done "done",
}

impl OpState {
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.word() == word)
    }

    /// Whether the change is part of what the screen shows.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Retry | Self::Unknown)
    }

    pub const fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::Done)
    }

    /// The only transitions there are. The store asserts this, also in release.
    pub const fn may_become(self, next: Self) -> bool {
        use OpState::{Cancelled, Done, Queued, Rejected, Retry, Sending, Unknown};
        match self {
            Queued | Retry => matches!(next, Sending | Rejected | Cancelled | Done),
            Sending => matches!(next, Done | Retry | Unknown | Rejected | Queued),
            Unknown => matches!(next, Done | Queued | Rejected),
            Rejected => matches!(next, Queued | Cancelled),
            Cancelled | Done => false,
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
    /// Why, for `Retry`, `Unknown` and `Rejected`.
    pub fault: Option<Fault>,
}

/// An outgoing change with where it stands: one line of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub op: Op,
    pub state: OpState,
    /// How many times it was sent.
    pub tries: u32,
    pub fault: Option<Fault>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_its_state() {
        for state in OpState::ALL {
            assert_eq!(OpState::from_word(state.word()), Some(*state));
        }
    }

    #[test]
    fn the_end_is_the_end() {
        for state in OpState::ALL.iter().filter(|state| state.is_final()) {
            assert!(OpState::ALL.iter().all(|next| !state.may_become(*next)));
        }
    }

    #[test]
    fn nothing_that_may_be_on_the_wire_is_withdrawn() {
        assert!(!OpState::Sending.may_become(OpState::Cancelled));
        assert!(!OpState::Unknown.may_become(OpState::Cancelled));
    }
}
