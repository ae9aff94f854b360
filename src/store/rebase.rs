//! What met somebody else's change is made from theirs, once the person has decided knowing it.

use super::{
    error::Result,
    rows::{
        contacts, notes,
        ops::{self, Pending},
        tasks,
    },
    work::Work,
};
use crate::model::{
    change::Change,
    op::{Op, OpState, Outgoing},
};

/// Does nothing for a change that met nobody.
pub(super) fn rebase(work: &Work<'_>, pending: &Pending) -> Result<()> {
    let Outgoing { op, state, .. } = &pending.outgoing;
    if *state == OpState::Conflict
        && let Some(change) = rebased(work, &op.change)?
    {
        ops::set_change(&work.sql, op.id, &change)?;
    }
    Ok(())
}

/// What takes the place of a change in conflict is made from theirs, too: the screen showed mine, but
/// the person knew both.
pub(super) fn take_the_place(work: &Work<'_>, new: &mut Op) -> Result<()> {
    let makes_room = |pending: &Pending| {
        let Outgoing { op, state, .. } = &pending.outgoing;
        *state == OpState::Conflict && op.change.is_remade_by(&new.change)
    };
    if ops::open_of_key(&work.sql, &new.change.key())?.iter().any(makes_room)
        && let Some(change) = rebased(work, &new.change)?
    {
        new.change = change;
    }
    Ok(())
}

/// The same wish, made from what the server last said.
fn rebased(work: &Work<'_>, change: &Change) -> Result<Option<Change>> {
    let sql = &work.sql;
    let mut change = change.clone();
    let is_known = match &mut change {
        Change::ContactEdited { contact, field, was, .. } => {
            contacts::get(sql, *contact)?.map(|known| *was = known.contact.value(field).clone())
        }
        Change::ContactDeleted { contact, was } => {
            contacts::get(sql, *contact)?.map(|known| **was = known.contact)
        }
        Change::TaskEdited { task, was, .. } => {
            tasks::get(sql, *task)?.map(|known| *was = known.task.draft)
        }
        Change::TaskDeleted { was, .. } => tasks::get(sql, was.id)?.map(|known| **was = known.task),
        Change::NoteEdited { note, was, .. } => {
            notes::get(sql, *note)?.map(|known| *was = known.note.draft)
        }
        Change::NoteDeleted { was, .. } => notes::get(sql, was.id)?.map(|known| **was = known.note),
        _ => None,
    };
    Ok(is_known.map(|()| change))
}
