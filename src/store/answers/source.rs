//! How much an answer is worth against what is known: lists lag behind writes.

use jiff::{SignedDuration, Timestamp};

use crate::model::extra::Extra;

/// No record is firm for longer after a write of ours.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// How much an answer is worth against what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Source {
    /// A page of a search, which may lag behind.
    List,
    /// The record itself was asked for.
    Look,
    /// The record as it is after a write of ours.
    Write,
}

impl Source {
    pub(in crate::store) fn may_replace(self, firm: Option<Timestamp>, at: Timestamp) -> bool {
        self != Self::List || !is_firm(firm, at)
    }

    /// A look brings all that the service says beyond the fields; other answers may leave some of it
    /// out, which is no word that it is gone.
    pub(in crate::store) fn complete(self, extra: &mut Extra, known: &Extra) {
        if self != Self::Look {
            for (name, json) in known {
                extra.entry(name.clone()).or_insert_with(|| json.clone());
            }
        }
    }

    pub(in crate::store) fn firm(
        self,
        before: Option<Timestamp>,
        at: Timestamp,
        firmness: SignedDuration,
    ) -> Option<Timestamp> {
        match self {
            Self::Write => Some(at + firmness),
            Self::List | Self::Look => before.filter(|_| is_firm(before, at)),
        }
    }
}

/// A later time than the longest firmness was noted before the clock was set back.
pub(in crate::store) fn is_firm(firm: Option<Timestamp>, at: Timestamp) -> bool {
    firm.is_some_and(|until| until > at && until.duration_since(at) <= LONGEST)
}
