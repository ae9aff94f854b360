//! One line of the queue as the interface knows it: a change, and how far it is.

use crate::model::{
    fault::{Fault, Trouble},
    op::{Op, OpState, Outgoing},
};

/// Whether the disk has it. Only then is a change promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Uncommitted,
    Committed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub op: Op,
    pub phase: Phase,
    pub state: OpState,
    /// How many times it was sent, as far as this session knows.
    pub tries: u32,
    pub fault: Option<Fault>,
}

impl Line {
    pub fn uncommitted(op: Op) -> Self {
        Self { op, phase: Phase::Uncommitted, state: OpState::Queued, tries: 0, fault: None }
    }

    /// Whether the view shows its effect: live ones do, a refused one does not, unless it made
    /// something, which would vanish from the screen otherwise.
    pub fn shows(&self) -> bool {
        self.state.is_live() || self.state == OpState::Rejected && self.op.change.is_create()
    }

    /// Whether it waits for a person: refused, or in conflict.
    pub fn is_refused(&self) -> bool {
        self.state == OpState::Rejected
    }

    /// Whether somebody else changed the same.
    pub fn is_conflict(&self) -> bool {
        let met = self.fault.as_ref().is_some_and(|fault| fault.trouble == Trouble::Conflict);
        self.is_refused() && met
    }
}

impl From<Outgoing> for Line {
    fn from(outgoing: Outgoing) -> Self {
        let Outgoing { op, state, tries, fault } = outgoing;
        Self { op, phase: Phase::Committed, state, tries, fault }
    }
}
