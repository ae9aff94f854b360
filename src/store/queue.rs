//! What people changed and the server does not have yet, from commit to the end.
//!
//! Every change of state goes through one function that asserts [`OpState::may_become`] and writes
//! a line of the history in the same transaction. Edits of one field are not merged here: each stays
//! a row with its own `was` and `now`, so that each can be undone by itself; what is sent for them
//! together is for the sender to plan.
//!
//! [`OpState::may_become`]: crate::model::op::OpState::may_become

use jiff::Timestamp;

use super::{error::Result, handle::Store, sender::SenderLock};
use crate::model::{
    fault::Fault,
    ids::{DeedId, Ids, OpId, RemoteId},
    op::{Moved, Op, Outgoing},
    served::{ServedContact, ServedNote, ServedTask},
    talk::Base,
};

/// One line of the outbox as the sender needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The order in which changes were made, over all processes.
    pub seq: u64,
    pub outgoing: Outgoing,
    /// Not sent, and if `Unknown` not looked for, before this time.
    pub not_before: Option<Timestamp>,
    /// What the server held just before the first try, as the sender noted it.
    pub pre_image: Option<serde_json::Value>,
}

/// A change that is about to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub op: OpId,
    /// What the server holds now, for telling later whether an unanswered try arrived. The first
    /// one given is kept.
    pub pre_image: Option<serde_json::Value>,
}

/// How a try, or a look, ended for one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    pub op: OpId,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The server has it.
    Done {
        evidence: Evidence,
        /// Whether the server really changed something, which undo must know; `None`: judge by what
        /// the base held when the change was first sent. One that was never sent changed nothing.
        changed: Option<bool>,
    },
    /// Nothing to send: edits that cancel each other out.
    Withdrawn,
    /// Surely not applied, and the try does not count.
    Queued { fault: Option<Fault>, not_before: Option<Timestamp> },
    /// Surely not applied, or harmless to repeat.
    Retry { fault: Fault, not_before: Timestamp },
    /// A creation that may have been applied: to be looked for, not before this time. Also for one
    /// that is `Unknown` already and stays so.
    Unknown { fault: Fault, not_before: Timestamp },
    /// Refused for good.
    Rejected { fault: Fault },
}

/// What shows that the server has a change; becomes the base in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// No record came: the change itself is applied to the base.
    Bare,
    /// The id of what was created, and no record.
    Id(RemoteId),
    Contact(Box<ServedContact>),
    Task(Box<ServedTask>),
    Note(Box<ServedNote>),
}

/// Base and queue after a settling, as they changed together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    pub base: Base,
    pub queue: Vec<Moved>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undone {
    /// Never sent, and now never will be. Includes what was built on a creation withdrawn here.
    pub withdrawn: Vec<OpId>,
    /// New, committed changes that take back what was sent, in the order in which they go out.
    pub inverse: Vec<Op>,
    /// What could not be taken back, and why.
    pub kept: Option<Fault>,
}

impl Store {
    /// Puts changes into the outbox. Once this returns they survive anything but the disk's end;
    /// if it fails, none of them is stored.
    pub async fn commit(&self, _ops: Vec<Op>) -> Result<()> {
        unimplemented!()
    }

    /// Notes on disk that these are about to be sent. Only those that come back may be: the others
    /// were withdrawn meanwhile.
    pub async fn sending(&self, _intents: Vec<Intent>, _at: Timestamp) -> Result<Vec<Moved>> {
        unimplemented!()
    }

    /// Records how tries and looks ended, all or none, with what they show of the server.
    pub async fn settle(&self, _settlements: Vec<Settlement>, _at: Timestamp) -> Result<Settled> {
        unimplemented!()
    }

    /// Takes a deed back: withdraws what is not on the server, and commits the inverse of what is or
    /// may be, newest first. Only what a change really altered is altered back.
    pub async fn undo(&self, _deed: DeedId, _at: Timestamp, _ids: Ids) -> Result<Undone> {
        unimplemented!()
    }

    /// Withdraws changes that wait or were refused, and what was built on creations among them.
    /// Changes that may be on the wire stay.
    pub async fn drop_ops(&self, _ops: Vec<OpId>, _at: Timestamp) -> Result<Vec<Moved>> {
        unimplemented!()
    }

    /// Queues refused changes again as they are, and lets waiting ones go at once.
    pub async fn retry_ops(&self, _ops: Vec<OpId>, _at: Timestamp) -> Result<Vec<Moved>> {
        unimplemented!()
    }

    /// The first act of a new sender: what the last one left in `Sending` may or may not have been
    /// applied. What is harmless to repeat waits as `Retry`, a creation as `Unknown`, to be looked
    /// for not before `look_after`.
    pub async fn take_over(
        &self,
        _lock: &SenderLock,
        _at: Timestamp,
        _look_after: Timestamp,
    ) -> Result<Vec<Moved>> {
        unimplemented!()
    }
}
