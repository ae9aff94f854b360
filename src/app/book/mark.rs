//! The mark of a row: how far its changes are on their way. The worst one wins.

use std::fmt;

use crate::model::op::OpState;

use super::line::{Line, Phase};

/// From harmless to worst, so that the greatest of a row is its mark. No mark: all is on the
/// server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Not on disk yet.
    Unsaved,
    /// On disk, waiting to be sent: how many.
    Queued(u32),
    Sending,
    /// Not to be sent yet.
    Held,
    /// Looking whether an unanswered creation arrived.
    Checking,
    /// A person has to say what is to become of it.
    Question,
    /// Somebody else changed the same thing.
    Conflict,
    /// Refused.
    Failed,
}

impl Mark {
    /// `None` once it is settled.
    pub fn of(line: &Line) -> Option<Self> {
        if line.phase == Phase::Uncommitted {
            return Some(Self::Unsaved);
        }
        match line.state {
            OpState::Queued | OpState::Retry => Some(Self::Queued(1)),
            OpState::Sending => Some(Self::Sending),
            OpState::Unknown => Some(Self::Checking),
            OpState::Held => Some(Self::Held),
            OpState::Parked => Some(Self::Question),
            OpState::Conflict => Some(Self::Conflict),
            OpState::Rejected => Some(Self::Failed),
            OpState::Done | OpState::Superseded | OpState::Cancelled | OpState::Discarded => None,
        }
    }

    /// The worst of several; waiting ones add up.
    pub fn worst<'a>(lines: impl Iterator<Item = &'a Line>) -> Option<Self> {
        lines.filter_map(Self::of).reduce(|one, other| match (one, other) {
            (Self::Queued(some), Self::Queued(more)) => Self::Queued(some + more),
            (one, other) => one.max(other),
        })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsaved => out.pad(".."),
            Self::Queued(count @ 0..=99) => out.pad(&format!("~{count}")),
            Self::Queued(_) => out.pad("~99"),
            Self::Sending => out.pad(">>"),
            Self::Held => out.pad("||"),
            Self::Checking => out.pad("?"),
            Self::Question => out.pad("ASK"),
            Self::Conflict => out.pad("CON"),
            Self::Failed => out.pad("ERR"),
        }
    }
}
