//! The one way in which an outgoing change moves from state to state: asserted, and never without a
//! line in the history.

use jiff::Timestamp;

use super::{
    error::{Error, Result},
    rows::{
        events,
        ops::{self, Pending},
        rechecks,
    },
    work::Work,
};
use crate::model::{
    change::Change,
    fault::{Fault, Trouble},
    ids::OpId,
    op::{Moved, Op, OpState},
};

/// Puts a new change into the outbox.
pub(super) fn commit(work: &Work<'_>, op: &Op, reverses: Option<OpId>) -> Result<()> {
    ops::insert(&work.sql, op, reverses)?;
    events::add(&work.sql, work.writer, work.at, op.id, None, OpState::Queued, None)
}

/// A change that must be there.
pub(super) fn find(work: &Work<'_>, id: OpId) -> Result<Pending> {
    ops::get(&work.sql, id)?.ok_or(Error::UnknownOp(id))
}

/// Takes a change to its next state.
pub(super) fn step(
    work: &Work<'_>,
    pending: &Pending,
    to: OpState,
    fault: Option<Fault>,
    not_before: Option<Timestamp>,
) -> Result<Moved> {
    let (op, from) = (pending.outgoing.op.id, pending.outgoing.state);
    if !from.may_become(to) {
        return Err(Error::Transition { op, from, to });
    }
    let tries = match (from, to) {
        (_, OpState::Sending) => pending.outgoing.tries.saturating_add(1),
        (OpState::Sending, OpState::Queued) => pending.outgoing.tries.saturating_sub(1),
        _ => pending.outgoing.tries,
    };
    if (from, to) == (OpState::Sending, OpState::Retry) && !is_throttled(fault.as_ref()) {
        rechecks::add(&work.sql, op, work.at)?;
    }
    ops::set_state(&work.sql, op, to, tries, fault.as_ref(), not_before)?;
    events::add(&work.sql, work.writer, work.at, op, Some(from), to, fault.as_ref())?;
    Ok(Moved { op, state: to, fault })
}

/// A request that was put off was not carried out; of any other without an answer nobody knows.
fn is_throttled(fault: Option<&Fault>) -> bool {
    fault.is_some_and(|fault| fault.trouble == Trouble::Throttled)
}

/// Leaves a change in its state, for another reason or until another time.
pub(super) fn stay(
    work: &Work<'_>,
    pending: &Pending,
    fault: Option<Fault>,
    not_before: Option<Timestamp>,
) -> Result<Moved> {
    let Pending { outgoing, .. } = pending;
    let (op, state) = (outgoing.op.id, outgoing.state);
    ops::set_state(&work.sql, op, state, outgoing.tries, fault.as_ref(), not_before)?;
    Ok(Moved { op, state, fault })
}

/// Withdraws a change that the server does not have, and, if it is a creation, all that was built on
/// it. What may be on the wire stays, and so does what came to its end.
pub(super) fn withdraw(work: &Work<'_>, pending: &Pending, moved: &mut Vec<Moved>) -> Result<()> {
    if !pending.outgoing.state.may_become(OpState::Cancelled) {
        return Ok(());
    }
    moved.push(step(work, pending, OpState::Cancelled, None, None)?);
    let change = &pending.outgoing.op.change;
    let built_on_it = match change {
        Change::ContactAdded { contact, .. } => ops::open_of_contact(&work.sql, *contact)?,
        Change::TaskAdded { .. } | Change::NoteAdded { .. } => {
            ops::open_of_key(&work.sql, &change.key())?
        }
        _ => Vec::new(),
    };
    for pending in built_on_it {
        if pending.outgoing.state.may_become(OpState::Cancelled) {
            moved.push(step(work, &pending, OpState::Cancelled, None, None)?);
        }
    }
    Ok(())
}
