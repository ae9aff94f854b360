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
    op::{Moved, Op, OpState, Outgoing},
};

/// Puts a new change into the outbox.
pub(super) fn commit(work: &Work<'_>, op: &Op, reverses: Option<OpId>) -> Result<()> {
    begin(work, op, reverses, OpState::Queued, None)
}

/// The same for one that can be called back until then.
pub(super) fn commit_held(work: &Work<'_>, op: &Op, until: Timestamp) -> Result<()> {
    begin(work, op, None, OpState::Held, Some(until))
}

fn begin(
    work: &Work<'_>,
    op: &Op,
    reverses: Option<OpId>,
    state: OpState,
    not_before: Option<Timestamp>,
) -> Result<()> {
    ops::insert(&work.sql, op, reverses, state, not_before)?;
    events::add(&work.sql, work.writer, work.at, op.id, None, state, None)
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
    if !pending.outgoing.may_become(to) {
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
    Ok(Moved::to(op, to, fault))
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
    Ok(Moved::to(op, state, fault))
}

/// The same by a person's word, which is told to the other programs on this data, too: the one that
/// sends may be another.
pub(super) fn stay_as_told(
    work: &Work<'_>,
    pending: &Pending,
    not_before: Option<Timestamp>,
) -> Result<Moved> {
    let Outgoing { op, state, fault, .. } = &pending.outgoing;
    let told = Some(*state);
    events::add(&work.sql, work.writer, work.at, op.id, told, *state, fault.as_ref())?;
    stay(work, pending, fault.clone(), not_before)
}

/// A try whose sender died before it knew how it ended. What is harmless to repeat waits, a creation
/// is looked for.
pub(super) fn interrupt(
    work: &Work<'_>,
    pending: &Pending,
    look_after: Timestamp,
) -> Result<Moved> {
    if pending.outgoing.op.change.is_create() {
        step(work, pending, OpState::Unknown, None, Some(look_after))
    } else {
        step(work, pending, OpState::Retry, None, None)
    }
}

/// Puts a change aside for a person, who alone can tell what is to become of it. One that a sender
/// was sending has lost that sender.
pub(super) fn park(
    work: &Work<'_>,
    pending: &Pending,
    fault: &Fault,
    moved: &mut Vec<Moved>,
) -> Result<()> {
    let op = pending.outgoing.op.id;
    if pending.outgoing.state == OpState::Sending {
        moved.push(interrupt(work, pending, work.at)?);
    }
    let pending = find(work, op)?;
    if pending.outgoing.may_become(OpState::Parked) {
        moved.push(step(work, &pending, OpState::Parked, Some(fault.clone()), None)?);
    }
    Ok(())
}

/// Ends a change that the person does not want any more. What was built on a creation goes with it
/// if none of it was ever sent; else it waits for what the person says. What may be on the wire
/// stays, and so does what came to its end.
pub(super) fn withdraw(work: &Work<'_>, pending: &Pending, moved: &mut Vec<Moved>) -> Result<()> {
    let Some(end) = pending.outgoing.given_up() else { return Ok(()) };
    moved.push(step(work, pending, end, None, None)?);
    if end == OpState::Cancelled {
        moved.extend(let_down(work, pending)?);
    }
    for orphan in built_on(work, &pending.outgoing.op.change)? {
        if end == OpState::Cancelled && orphan.outgoing.may_become(end) {
            moved.push(step(work, &orphan, end, None, None)?);
        } else {
            park(work, &orphan, &given_up(&pending.outgoing.op.change), moved)?;
        }
    }
    Ok(())
}

/// What was made on top of an edit that the server never had lies on what that one lay on.
pub(super) fn let_down(work: &Work<'_>, gone: &Pending) -> Result<Option<Moved>> {
    let before = &gone.outgoing.op.change;
    for pending in ops::open_of_key(&work.sql, &before.key())? {
        if pending.seq > gone.seq
            && pending.outgoing.is_fresh()
            && let Some(change) = pending.outgoing.op.change.without(before)
        {
            return retell(work, &pending, change).map(Some);
        }
    }
    Ok(None)
}

/// Lets a change that was never sent say something else from now on.
pub(super) fn retell(work: &Work<'_>, pending: &Pending, change: Change) -> Result<Moved> {
    ops::set_change(&work.sql, pending.outgoing.op.id, &change)?;
    let stays = stay_as_told(work, pending, pending.not_before)?;
    Ok(Moved { change: Some(Box::new(change)), ..stays })
}

/// Whether a later change that says anew what this one was to say is being sent.
pub(super) fn is_being_remade(work: &Work<'_>, pending: &Pending) -> Result<bool> {
    let change = &pending.outgoing.op.change;
    let remakes = |later: &Pending| {
        later.seq > pending.seq
            && later.outgoing.state == OpState::Sending
            && change.is_remade_by(&later.outgoing.op.change)
    };
    Ok(ops::open_of_key(&work.sql, &change.key())?.iter().any(remakes))
}

/// What waits for a creation.
fn built_on(work: &Work<'_>, change: &Change) -> Result<Vec<Pending>> {
    match change {
        Change::ContactAdded { contact, .. } => ops::open_of_contact(&work.sql, *contact),
        Change::TaskAdded { .. } | Change::NoteAdded { .. } => {
            ops::open_of_key(&work.sql, &change.key())
        }
        _ => Ok(Vec::new()),
    }
}

fn given_up(creation: &Change) -> Fault {
    Fault::new(
        Trouble::Gone,
        format!("what it belongs to was given up: {}", creation.words()),
        "u drops it",
    )
}
