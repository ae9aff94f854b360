//! What became of a change that the server has: whether it still is as it was left.

use super::{
    error::Result,
    rows::{contacts, notes, tasks},
    work::Work,
};
use crate::model::{
    canonical::{same, same_note, same_task},
    change::Change,
    task::Task,
};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Since {
    /// Nobody touched it, or nobody can tell.
    Untouched,
    /// Somebody put back what was there before: there is nothing to take back.
    Restored,
    /// Somebody changed it: the same change, as if it had ended with what stands there now.
    Changed(Box<Change>),
}

impl Since {
    fn of(is_as_left: bool, is_as_before: bool, changed: impl FnOnce() -> Change) -> Self {
        match (is_as_left, is_as_before) {
            (true, _) => Self::Untouched,
            (false, true) => Self::Restored,
            (false, false) => Self::Changed(Box::new(changed())),
        }
    }

    /// Of what is there or not there, such as a tag.
    fn of_two(is_as_left: bool) -> Self {
        if is_as_left { Self::Untouched } else { Self::Restored }
    }
}

/// What stands in the base where this change was made. The base must have taken the change in.
pub(super) fn since(work: &Work<'_>, change: &Change) -> Result<Since> {
    Ok(match change {
        Change::ContactEdited { contact, field, was, now } => {
            let Some(known) = contacts::get(&work.sql, *contact)? else {
                return Ok(Since::Untouched);
            };
            let here = known.contact.value(field);
            Since::of(same(field, here, now), same(field, here, was), || Change::ContactEdited {
                contact: *contact,
                field: field.clone(),
                was: was.clone(),
                now: here.clone(),
            })
        }
        Change::TagAdded { contact, tag } => contacts::get(&work.sql, *contact)?
            .map_or(Since::Untouched, |known| Since::of_two(known.contact.has_tag(tag))),
        Change::TagRemoved { contact, tag } => contacts::get(&work.sql, *contact)?
            .map_or(Since::Untouched, |known| Since::of_two(!known.contact.has_tag(tag))),
        Change::TaskDone { task, .. } => tasks::get(&work.sql, *task)?
            .map_or(Since::Untouched, |known| Since::of_two(known.task.done)),
        Change::TaskReopened { task, .. } => tasks::get(&work.sql, *task)?
            .map_or(Since::Untouched, |known| Since::of_two(!known.task.done)),
        Change::TaskEdited { contact, task, was, now } => {
            let Some(known) = tasks::get(&work.sql, *task)? else { return Ok(Since::Untouched) };
            let Task { draft, .. } = known.task;
            Since::of(same_task(&draft, now), same_task(&draft, was), || Change::TaskEdited {
                contact: *contact,
                task: *task,
                was: was.clone(),
                now: draft.clone(),
            })
        }
        Change::NoteEdited { contact, note, was, now } => {
            let Some(known) = notes::get(&work.sql, *note)? else { return Ok(Since::Untouched) };
            let draft = known.note.draft;
            Since::of(same_note(&draft, now), same_note(&draft, was), || Change::NoteEdited {
                contact: *contact,
                note: *note,
                was: was.clone(),
                now: draft.clone(),
            })
        }
        Change::ContactAdded { .. }
        | Change::ContactDeleted { .. }
        | Change::TaskAdded { .. }
        | Change::TaskDeleted { .. }
        | Change::NoteAdded { .. }
        | Change::NoteDeleted { .. } => Since::Untouched,
    })
}
