//! What met somebody else's change is made from theirs, once the person has decided knowing it.

use super::{
    error::Result,
    rows::{
        contacts, notes,
        ops::{self, Pending},
        tasks,
    },
    steps,
    work::Work,
};
use crate::model::{
    canonical::{same, same_note, same_task},
    change::Change,
    fault::Trouble,
    op::{Moved, Op, OpState, Outgoing},
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

/// Ends a conflict that is none any more: the server holds again what the change was made from, or
/// by now what it wants. `None` if it still holds something else, or nothing.
pub(super) fn dissolve(work: &Work<'_>, pending: &Pending) -> Result<Option<Moved>> {
    let Outgoing { op, state, fault, .. } = &pending.outgoing;
    // Of what is gone, or there already, the base cannot tell.
    let is_about_a_value = fault.as_ref().is_some_and(|it| it.trouble == Trouble::Conflict);
    let next = match meets(work, &op.change)? {
        _ if *state != OpState::Conflict || !is_about_a_value => return Ok(None),
        Some(Met::Wanted) => OpState::Done,
        Some(Met::Before) => OpState::Queued,
        None => return Ok(None),
    };
    if next == OpState::Done {
        ops::set_changed(&work.sql, op.id, false)?;
    }
    steps::step(work, pending, next, None, None).map(Some)
}

/// What an edit finds in the base.
enum Met {
    /// What it was made from.
    Before,
    /// What it wants.
    Wanted,
}

fn meets(work: &Work<'_>, change: &Change) -> Result<Option<Met>> {
    let sql = &work.sql;
    let met = match change {
        Change::ContactEdited { contact, field, was, now } => {
            contacts::get(sql, *contact)?.map(|known| {
                let theirs = known.contact.value(field);
                (same(field, theirs, now), same(field, theirs, was))
            })
        }
        Change::TaskEdited { task, was, now, .. } => tasks::get(sql, *task)?.map(|known| {
            let theirs = &known.task.draft;
            (same_task(theirs, now), same_task(theirs, was))
        }),
        Change::NoteEdited { note, was, now, .. } => notes::get(sql, *note)?.map(|known| {
            let theirs = &known.note.draft;
            (same_note(theirs, now), same_note(theirs, was))
        }),
        _ => None,
    };
    Ok(met.and_then(|met| match met {
        (true, _) => Some(Met::Wanted),
        (_, true) => Some(Met::Before),
        _ => None,
    }))
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
