//! Creations that take in edits before they are sent.

use jiff::Timestamp;

use super::{error::Result, handle::Store, steps, work::Work};
use crate::{
    model::{
        ids::OpId,
        op::{Moved, OpState},
    },
    rehearsal::Point,
};

impl Store {
    /// Lets a creation that was never sent say what these edits of it want, and ends them. What was
    /// sent, held or withdrawn meanwhile stays as it is, and so does what comes after it.
    pub async fn grow(
        &self,
        creation: OpId,
        edits: Vec<OpId>,
        at: Timestamp,
    ) -> Result<Vec<Moved>> {
        self.step(at, move |work| grow(work, creation, edits)).await
    }
}

fn grow(work: &Work<'_>, creation: OpId, edits: Vec<OpId>) -> Result<Vec<Moved>> {
    let creation = steps::find(work, creation)?;
    let mut change = creation.outgoing.op.change.clone();
    let mut moved = Vec::new();
    if !creation.outgoing.is_fresh() {
        return Ok(moved);
    }
    for edit in edits {
        let edit = steps::find(work, edit)?;
        let Some(grown) = change.grown(&edit.outgoing.op.change) else { break };
        if !edit.outgoing.is_fresh() {
            break;
        }
        moved.push(steps::step(work, &edit, OpState::Superseded, None, None)?);
        Point::CoalesceMid.try_pass()?;
        change = grown;
    }
    if !moved.is_empty() {
        moved.push(steps::retell(work, &creation, change)?);
    }
    Ok(moved)
}
