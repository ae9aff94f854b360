//! Where a change, or a record with its changes, stands: one word for eyes and scripts, and the
//! exit code that follows from it.

use serde::{Serialize, Serializer};

use super::exit::Exit;
use crate::model::op::{OpState, Outgoing};

/// From harmless to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// On the server, or there is nothing to send.
    #[default]
    Saved,
    /// On disk, waiting to be sent.
    Queued,
    Sending,
    /// Not to be sent before somebody says so, or its time has come.
    Held,
    /// Looking whether an unanswered creation arrived.
    Checking,
    /// A person has to say what is to become of it.
    Parked,
    /// Somebody else changed the same thing.
    Conflict,
    /// The server said no.
    Refused,
}

impl Standing {
    pub(super) const ALL: [Self; 8] = [
        Self::Saved,
        Self::Queued,
        Self::Sending,
        Self::Held,
        Self::Checking,
        Self::Parked,
        Self::Conflict,
        Self::Refused,
    ];

    pub(super) fn of(outgoing: &Outgoing) -> Self {
        outgoing.state.into()
    }

    /// The worst of several; of none, [`Self::Saved`].
    pub(super) fn worst<'a>(outgoing: impl IntoIterator<Item = &'a Outgoing>) -> Self {
        outgoing.into_iter().map(Self::of).max().unwrap_or_default()
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Held => "held",
            Self::Checking => "checking",
            Self::Parked => "parked",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
        }
    }

    /// For a column: nothing to say about what is saved.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Saved => "",
            other => other.word(),
        }
    }
}

impl From<OpState> for Standing {
    fn from(state: OpState) -> Self {
        match state {
            OpState::Queued | OpState::Retry => Self::Queued,
            OpState::Sending => Self::Sending,
            OpState::Unknown => Self::Checking,
            OpState::Held => Self::Held,
            OpState::Parked => Self::Parked,
            OpState::Conflict => Self::Conflict,
            OpState::Rejected => Self::Refused,
            OpState::Done | OpState::Superseded | OpState::Cancelled | OpState::Discarded => {
                Self::Saved
            }
        }
    }
}

impl From<Standing> for Exit {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Saved => Self::Done,
            Standing::Queued | Standing::Sending | Standing::Held | Standing::Checking => {
                Self::Queued
            }
            Standing::Parked | Standing::Conflict => Self::Conflict,
            Standing::Refused => Self::Refused,
        }
    }
}

impl Serialize for Standing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
