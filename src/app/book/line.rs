//! One line of the queue as the interface knows it: a change, and how far it is.

use jiff::Timestamp;

use crate::model::{
    anew::Gone,
    change::Change,
    fault::Fault,
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
    /// When a held one goes out by itself; `None` if only a person lets it go.
    pub until: Option<Timestamp>,
}

impl Line {
    pub fn uncommitted(op: Op) -> Self {
        Self { phase: Phase::Uncommitted, ..Outgoing::queued(op).into() }
    }

    /// One that can be called back until then.
    pub fn held(op: Op, until: Timestamp) -> Self {
        Self { phase: Phase::Uncommitted, ..Outgoing::held(op, until).into() }
    }

    /// Whether the view shows its effect.
    pub fn shows(&self) -> bool {
        self.state.shows(&self.op.change)
    }

    /// Whether it waits for a person: refused, in conflict, or a question.
    pub fn is_undecided(&self) -> bool {
        self.state.needs_person()
    }

    /// Whether a record is about to be deleted by this, and still shown.
    pub fn is_held_deletion(&self) -> bool {
        self.state == OpState::Held && self.op.change.is_delete()
    }

    /// Whether the server holds something else.
    pub fn is_conflict(&self) -> bool {
        self.state == OpState::Conflict
    }

    /// Whether it would make a contact of whom the server holds one like it.
    pub fn is_taken(&self) -> bool {
        self.is_conflict() && self.op.change.is_create() && self.gone().is_none()
    }

    /// Whether it is a note that somebody else wrote to as well.
    pub fn is_shared_note(&self) -> bool {
        let is_edit = matches!(self.op.change, Change::NoteEdited { .. });
        self.is_conflict() && is_edit && self.gone().is_none()
    }

    /// What it holds no more, if what the change is about was deleted.
    pub fn gone(&self) -> Option<Gone> {
        Gone::of(&self.op.change, self.state, self.fault.as_ref())
    }
}

impl From<Outgoing> for Line {
    fn from(outgoing: Outgoing) -> Self {
        let Outgoing { op, state, tries, fault, until } = outgoing;
        Self { op, phase: Phase::Committed, state, tries, fault, until }
    }
}
