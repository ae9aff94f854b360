//! Taking a deed back: withdrawing what the server does not have, and the inverse of what it has.

use super::{
    error::Result,
    rows::ops::{self, Pending},
    since::{Since, since},
    steps,
    work::Work,
};
use crate::model::{
    change::{Change, Key},
    fault::{Fault, Trouble},
    ids::{DeedId, Ids, OpId},
    op::{Moved, Op, OpState},
    talk::Foreign,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undone {
    /// Never sent, or surely not applied, and now never will be; with what was built on creations
    /// among them.
    pub withdrawn: Vec<OpId>,
    /// Was built on them: on creations, and waits for a person now, or on edits, and lies on what these lay
    /// on.
    pub moved: Vec<Moved>,
    /// New, committed changes that take back what was sent, in the order in which they go out.
    pub inverse: Vec<Op>,
    /// What could not be taken back, and why.
    pub kept: Option<Fault>,
    /// Somebody changed these since, each as if it had ended with what stands there now. If there are
    /// any, nothing at all was taken back.
    pub since: Vec<Change>,
}

/// What undo does about one change.
enum Way {
    /// The server does not have it.
    Withdraw,
    /// The server has it, or will have it before the inverse arrives.
    Reverse,
    /// The same, but somebody changed it since: the change as if it had ended with that.
    Overwrite(Box<Change>),
    Leave,
}

pub(super) fn undo(
    work: &mut Work<'_>,
    deed: DeedId,
    mut ids: Ids,
    foreign: Foreign,
) -> Result<Undone> {
    let changes = ops::of_deed(&work.sql, deed)?;
    let back = ids.deed();
    let mut undone = Undone::default();
    if foreign == Foreign::Ask {
        for pending in &changes {
            if let Way::Overwrite(change) = way(work, pending)? {
                undone.since.push(*change);
            }
        }
        if !undone.since.is_empty() {
            return Ok(undone);
        }
    }
    let mut withdrawn = Vec::new();
    for newest in changes {
        // An earlier turn of this loop may have withdrawn it.
        let pending = steps::find(work, newest.outgoing.op.id)?;
        let change = match way(work, &pending)? {
            Way::Withdraw => {
                steps::withdraw(work, &pending, &mut withdrawn)?;
                continue;
            }
            Way::Reverse => pending.outgoing.op.change,
            Way::Overwrite(change) => *change,
            Way::Leave => continue,
        };
        if matches!(change, Change::ContactDeleted { .. }) {
            undone.kept = Some(Fault::new(
                Trouble::Gone,
                "tasks, notes and conversations of a deleted contact do not come back",
                "the contact itself is made anew",
            ));
        }
        let change = change.inverse(&mut ids);
        let op = Op { id: ids.op(), deed: back, at: work.at, change };
        steps::commit(work, &op, Some(pending.outgoing.op.id))?;
        undone.inverse.push(op);
    }
    let (withdrawn, moved): (Vec<_>, _) =
        withdrawn.into_iter().partition(|moved| moved.state.is_final());
    undone.withdrawn = withdrawn.into_iter().map(|moved| moved.op).collect();
    undone.moved = moved;
    if undone == Undone::default() {
        let cause = "nothing of it is left to take back";
        undone.kept = Some(Fault::new(Trouble::Input, cause, "nothing was altered"));
    }
    Ok(undone)
}

fn way(work: &Work<'_>, pending: &Pending) -> Result<Way> {
    let outgoing = &pending.outgoing;
    let is_real = pending.changed != Some(false);
    Ok(match outgoing.state {
        OpState::Held
        | OpState::Queued
        | OpState::Conflict
        | OpState::Rejected
        | OpState::Parked => Way::Withdraw,
        OpState::Retry
        | OpState::Sending
        | OpState::Unknown
        | OpState::Superseded
        | OpState::Done
            if !is_real || is_reversed(work, outgoing.op.id)? =>
        {
            Way::Leave
        }
        OpState::Done => way_since(work, &outgoing.op.change)?,
        OpState::Superseded => match creation(work, pending)?.map(|it| it.outgoing.state) {
            Some(OpState::Done) => way_since(work, &outgoing.op.change)?,
            Some(state) if !state.is_final() => Way::Reverse,
            _ => Way::Leave,
        },
        OpState::Retry | OpState::Sending | OpState::Unknown => Way::Reverse,
        OpState::Cancelled if is_vain_deletion(work, pending)? => Way::Reverse,
        OpState::Cancelled | OpState::Discarded => Way::Leave,
    })
}

fn way_since(work: &Work<'_>, change: &Change) -> Result<Way> {
    Ok(match since(work, change)? {
        Since::Untouched => Way::Reverse,
        Since::Changed(change) => Way::Overwrite(change),
        Since::Restored => Way::Leave,
    })
}

/// Whether this deleted what was never sent, so that both came to nothing, and nobody made it anew since.
fn is_vain_deletion(work: &Work<'_>, deletion: &Pending) -> Result<bool> {
    let op = &deletion.outgoing.op;
    let is_its_creation =
        |it: &Pending| it.outgoing.op.change.is_create() && it.outgoing.state == OpState::Cancelled;
    Ok(op.change.is_delete()
        && ops::of_key(&work.sql, &op.change.key())?.iter().any(is_its_creation)
        && !is_reversed(work, op.id)?)
}

/// What took an edit in.
fn creation(work: &Work<'_>, edit: &Pending) -> Result<Option<Pending>> {
    let change = &edit.outgoing.op.change;
    let key = match change.key() {
        Key::Field(contact, _) => Key::Contact(contact),
        key => key,
    };
    let mut before = ops::of_key(&work.sql, &key)?;
    before.retain(|it| it.seq < edit.seq && it.outgoing.op.change.takes_in(change));
    Ok(before.pop())
}

/// Whether something takes this change back that is not itself taken back.
fn is_reversed(work: &Work<'_>, id: OpId) -> Result<bool> {
    for reverser in ops::reversers(&work.sql, id)? {
        if !is_reversed(work, reverser)? {
            return Ok(true);
        }
    }
    Ok(false)
}
