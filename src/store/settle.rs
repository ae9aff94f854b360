//! The end of a try: what became of each change, and what it shows of the server, in one transaction.

use jiff::Timestamp;

use super::{
    answers::{contact, note, task},
    error::{Error, Result},
    rows::{
        contacts, notes,
        ops::{self, Pending},
        tasks,
    },
    steps,
    work::Work,
};
use crate::{
    model::{
        change::Change,
        contact::Contact,
        fault::Fault,
        ids::{OpId, RemoteId},
        note::Note,
        op::{Moved, Op, OpState, Outgoing},
        served::{ServedContact, ServedNote, ServedTask},
        task::Task,
    },
    rehearsal::Point,
};

/// How a try, or a look, ended for one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    pub op: OpId,
    pub outcome: Outcome,
}

/// An outcome that names the state in which the change already is leaves it there, for another
/// reason or until another time.
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
    /// A creation that may have been applied: to be looked for, not before this time.
    Unknown { fault: Fault, not_before: Timestamp },
    /// The server holds something else: another value, nothing at all, or the same person already.
    Conflict { fault: Fault },
    /// Refused for good.
    Rejected { fault: Fault },
    /// Nothing that can be looked at tells what is to be done.
    Parked { fault: Fault },
}

impl Outcome {
    /// Where it leads; nowhere for a change that may have been withdrawn already.
    const fn state(&self) -> Option<OpState> {
        match self {
            Self::Done { .. } => Some(OpState::Done),
            Self::Withdrawn => None,
            Self::Queued { .. } => Some(OpState::Queued),
            Self::Retry { .. } => Some(OpState::Retry),
            Self::Unknown { .. } => Some(OpState::Unknown),
            Self::Conflict { .. } => Some(OpState::Conflict),
            Self::Rejected { .. } => Some(OpState::Rejected),
            Self::Parked { .. } => Some(OpState::Parked),
        }
    }
}

/// What shows that the server has a change; becomes the base in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// No record came: the change itself is applied to the base.
    Bare,
    /// The id of what was created, and no record.
    Id(RemoteId),
    /// The contact as it is now, for a change of its fields or tags.
    Contact(Box<ServedContact>),
    Task(Box<ServedTask>),
    Note(Box<ServedNote>),
}

pub(super) fn settle(work: &mut Work<'_>, settlement: Settlement) -> Result<Vec<Moved>> {
    let pending = steps::find(work, settlement.op)?;
    if let Some(moved) = overtaken(&pending, &settlement.outcome) {
        return Ok(vec![moved]);
    }
    let (state, fault, not_before) = match settlement.outcome {
        Outcome::Done { evidence, changed } => {
            let is_found = pending.outgoing.state == OpState::Unknown;
            if is_found {
                Point::AdoptBefore.try_pass()?;
            }
            let moved = steps::step(work, &pending, OpState::Done, None, None)?;
            let changed = changed.or(pending.changed).unwrap_or(false);
            ops::set_changed(&work.sql, settlement.op, changed)?;
            let op = &pending.outgoing.op;
            arrive(work, op, evidence)?;
            if op.change.is_create() {
                Point::ResultRidWritten.try_pass()?;
            } else {
                Point::ResultBaseWritten.try_pass()?;
            }
            if is_found {
                Point::AdoptAfter.try_pass()?;
            }
            return Ok(vec![moved]);
        }
        Outcome::Withdrawn => {
            let mut moved = Vec::new();
            steps::withdraw(work, &pending, &mut moved)?;
            Point::CoalesceMid.try_pass()?;
            return Ok(moved);
        }
        Outcome::Queued { fault, not_before } => (OpState::Queued, fault, not_before),
        Outcome::Retry { fault, not_before } => (OpState::Retry, Some(fault), Some(not_before)),
        Outcome::Unknown { fault, not_before } => (OpState::Unknown, Some(fault), Some(not_before)),
        Outcome::Conflict { fault } => (OpState::Conflict, Some(fault), None),
        Outcome::Rejected { fault } => (OpState::Rejected, Some(fault), None),
        Outcome::Parked { fault } => (OpState::Parked, Some(fault), None),
    };
    let moved = if state == pending.outgoing.state {
        steps::stay(work, &pending, fault, not_before)?
    } else {
        steps::step(work, &pending, state, fault, not_before)?
    };
    if state == OpState::Conflict {
        Point::ConflictRecord.try_pass()?;
    }
    let mut all = vec![moved];
    if state == OpState::Rejected {
        all.extend(steps::let_down(work, &pending)?);
    }
    Ok(all)
}

/// Where a change stands that a person took out of the sender's hands, from another process, while it
/// was looked at: that stands.
fn overtaken(pending: &Pending, outcome: &Outcome) -> Option<Moved> {
    use OpState::{Queued, Retry, Sending, Unknown};
    let Outgoing { op, state, fault, .. } = &pending.outgoing;
    let is_with_sender = matches!(state, Queued | Sending | Retry | Unknown);
    let fits = |to| *state == to || pending.outgoing.may_become(to);
    let is_overtaken = !is_with_sender && outcome.state().is_some_and(|to| !fits(to));
    is_overtaken.then(|| Moved::to(op.id, *state, fault.clone()))
}

/// Whether the server will change anything for this, as far as the base tells. An edit is looked at
/// before it is sent, so one that is sent does.
pub(super) fn would_change(work: &Work<'_>, pending: &Pending) -> Result<bool> {
    Ok(match &pending.outgoing.op.change {
        Change::TagAdded { contact, tag } => {
            contacts::get(&work.sql, *contact)?.is_none_or(|known| !known.contact.has_tag(tag))
        }
        Change::TagRemoved { contact, tag } => {
            contacts::get(&work.sql, *contact)?.is_none_or(|known| known.contact.has_tag(tag))
        }
        Change::TaskDone { task, .. } => {
            tasks::get(&work.sql, *task)?.is_none_or(|known| !known.task.done)
        }
        Change::TaskReopened { task, .. } => {
            tasks::get(&work.sql, *task)?.is_none_or(|known| known.task.done)
        }
        _ => true,
    })
}

/// The server has it: the base has it, too.
fn arrive(work: &mut Work<'_>, op: &Op, evidence: Evidence) -> Result<()> {
    let contact = op.change.contact();
    match (evidence, op.change.task(), op.change.note()) {
        (Evidence::Bare, ..) if !op.change.is_create() => upon_base(work, &op.change),
        (Evidence::Contact(served), None, None) if !op.change.is_delete() => {
            contact::written(work, contact::with_id(*served, contact))
        }
        (Evidence::Task(served), Some(id), _) if !op.change.is_delete() => {
            task::written(work, task::with_id(*served, id, contact))
        }
        (Evidence::Note(served), _, Some(id)) if !op.change.is_delete() => {
            note::written(work, note::with_id(*served, id, contact))
        }
        (Evidence::Id(remote), ..) => created(work, op, remote),
        _ => Err(Error::Evidence(op.id)),
    }
}

/// What was sent, under the id that came back.
fn created(work: &mut Work<'_>, op: &Op, remote: RemoteId) -> Result<()> {
    let remote = Some(remote);
    match op.change.clone() {
        Change::ContactAdded { contact, values, tags } => {
            let contact = Contact { remote, values, tags, ..Contact::new(contact) };
            contact::written(work, contact)
        }
        Change::TaskAdded { contact, task, draft } => {
            task::written(work, Task { remote, ..Task::new(task, contact, draft) })
        }
        Change::NoteAdded { contact, note, draft } => {
            let added = Some(op.at);
            note::written(work, Note { remote, added, ..Note::new(note, contact, draft) })
        }
        _ => Err(Error::Evidence(op.id)),
    }
}

/// The change itself, applied to what the base holds.
fn upon_base(work: &mut Work<'_>, change: &Change) -> Result<()> {
    if let Some(id) = change.task() {
        let Some(known) = tasks::get(&work.sql, id)? else { return Ok(()) };
        let mut after = vec![known.task];
        change.upon_tasks(&mut after);
        return match after.pop() {
            Some(task) => task::written(work, task),
            None => task::remove(work, id),
        };
    }
    if let Some(id) = change.note() {
        let Some(known) = notes::get(&work.sql, id)? else { return Ok(()) };
        let mut after = vec![known.note];
        change.upon_notes(&mut after);
        return match after.pop() {
            Some(note) => note::written(work, note),
            None => note::remove(work, id),
        };
    }
    let Some(known) = contacts::get(&work.sql, change.contact())? else { return Ok(()) };
    match change.upon_contact(Some(known.contact)) {
        Some(contact) => contact::written(work, contact),
        None => contact::remove(work, change.contact()),
    }
}
