//! Taking a deed back: withdrawing what the server does not have, and the inverse of what it has.

use super::{
    error::Result,
    rows::ops::{self, Pending},
    steps,
    work::Work,
};
use crate::model::{
    change::Change,
    fault::{Fault, Trouble},
    ids::{DeedId, Ids, OpId},
    op::{Op, OpState},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undone {
    /// Never sent, or surely not applied, and now never will be; with what was built on creations
    /// among them.
    pub withdrawn: Vec<OpId>,
    /// New, committed changes that take back what was sent, in the order in which they go out.
    pub inverse: Vec<Op>,
    /// What could not be taken back, and why.
    pub kept: Option<Fault>,
}

/// What undo does about one change.
enum Way {
    /// The server does not have it.
    Withdraw,
    /// The server has it, or will have it before the inverse arrives.
    Reverse,
    Leave,
}

pub(super) fn undo(work: &mut Work<'_>, deed: DeedId, mut ids: Ids) -> Result<Undone> {
    let changes = ops::of_deed(&work.sql, deed)?;
    let back = ids.deed();
    let mut undone = Undone::default();
    let mut withdrawn = Vec::new();
    for newest in changes {
        // An earlier turn of this loop may have withdrawn it.
        let pending = steps::find(work, newest.outgoing.op.id)?;
        match way(work, &pending)? {
            Way::Withdraw => steps::withdraw(work, &pending, &mut withdrawn)?,
            Way::Reverse => {
                let was = &pending.outgoing.op;
                let change = was.change.inverse(&mut ids);
                let op = Op { id: ids.op(), deed: back, at: work.at, change };
                steps::commit(work, &op, Some(was.id))?;
                if matches!(was.change, Change::ContactDeleted { .. }) {
                    undone.kept = Some(Fault::new(
                        Trouble::Gone,
                        "tasks, notes and conversations of a deleted contact do not come back",
                        "the contact itself is made anew",
                    ));
                }
                undone.inverse.push(op);
            }
            Way::Leave => {}
        }
    }
    undone.withdrawn = withdrawn.into_iter().map(|moved| moved.op).collect();
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
        OpState::Queued | OpState::Rejected => Way::Withdraw,
        OpState::Retry if outgoing.tries == 0 => Way::Withdraw,
        OpState::Retry | OpState::Sending | OpState::Unknown | OpState::Done
            if is_real && !is_reversed(work, outgoing.op.id)? =>
        {
            Way::Reverse
        }
        _ => Way::Leave,
    })
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
