//! Whether a write without an answer arrived late, after a newer one, and put an older value in its
//! place (reliability d8). Decided from the changes that were made and one look at the server.

use crate::model::{
    canonical::{same, same_note, same_task},
    change::Change,
    op::OpState,
    served::{ServedContact, ServedNote, ServedTask},
};

use super::merge::value_of;

/// How often the newest value is sent again because of one late write.
pub(crate) const MOST_AGAIN: u32 = 3;

/// One change of those with the same key, oldest first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ours<'a> {
    pub(crate) change: &'a Change,
    pub(crate) state: OpState,
}

/// What is to be done about a write that may still have arrived, before anybody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It is the newest word on the matter: arriving once more it alters nothing.
    Nothing,
    /// It, or a newer one, is still on its way, and looks for itself before it is sent.
    Patience,
    /// The newest one that the server has, by its place; none if nothing of ours counts any more.
    Look(Option<usize>),
}

/// `doubted`: the place of the write in question among `ours`.
pub(crate) fn need(ours: &[Ours<'_>], doubted: usize) -> Need {
    let Some(first) = ours.get(doubted) else { return Need::Nothing };
    let mut newest = None;
    for (at, one) in ours.iter().enumerate().skip(doubted) {
        if aspect(one.change) != aspect(first.change) {
            continue;
        }
        if one.state.is_under_way() {
            return Need::Patience;
        }
        if one.state == OpState::Done {
            newest = Some(at);
        }
    }
    if newest == Some(doubted) { Need::Nothing } else { Need::Look(newest) }
}

/// What was seen on the server.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen<'a> {
    Contact(&'a ServedContact),
    Task(&'a ServedTask),
    Note(&'a ServedNote),
    Gone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// As the newest change left it.
    Well,
    /// An older value of ours: it arrived late.
    Late,
    /// Somebody else was there.
    Foreign,
}

pub(crate) fn judge(newest: &Change, doubted: &Change, seen: Seen<'_>) -> Finding {
    if holds(newest, seen) {
        Finding::Well
    } else if holds(doubted, seen) {
        Finding::Late
    } else {
        Finding::Foreign
    }
}

/// Whether the server shows what this change asked for.
pub(crate) fn holds(change: &Change, seen: Seen<'_>) -> bool {
    match (change, seen) {
        (change, Seen::Gone) => change.is_delete(),
        (Change::ContactEdited { field, now, .. }, Seen::Contact(contact)) => {
            same(field, value_of(contact, field), now)
        }
        (Change::TagAdded { tag, .. }, Seen::Contact(contact)) => contact.tags.contains(tag),
        (Change::TagRemoved { tag, .. }, Seen::Contact(contact)) => !contact.tags.contains(tag),
        (Change::TaskEdited { now, .. }, Seen::Task(task)) => same_task(now, &task.draft),
        (Change::TaskDone { .. }, Seen::Task(task)) => task.done,
        (Change::TaskReopened { .. }, Seen::Task(task)) => !task.done,
        (Change::NoteEdited { now, .. }, Seen::Note(note)) => same_note(now, &note.draft),
        _ => false,
    }
}

/// The newest change once more, made from what was seen.
pub(crate) fn again(newest: &Change, seen: Seen<'_>) -> Change {
    match (newest.clone(), seen) {
        (Change::ContactEdited { contact, field, now, .. }, Seen::Contact(served)) => {
            let was = value_of(served, &field).clone();
            Change::ContactEdited { contact, field, was, now }
        }
        (Change::TaskEdited { contact, task, now, .. }, Seen::Task(served)) => {
            Change::TaskEdited { contact, task, was: served.draft.clone(), now }
        }
        (Change::NoteEdited { contact, note, now, .. }, Seen::Note(served)) => {
            Change::NoteEdited { contact, note, was: served.draft.clone(), now }
        }
        (change, _) => change,
    }
}

/// What a change is about, among those with the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    Value,
    Tick,
    Existence,
}

pub(crate) fn aspect(change: &Change) -> Aspect {
    match change {
        Change::ContactEdited { .. }
        | Change::TagAdded { .. }
        | Change::TagRemoved { .. }
        | Change::TaskEdited { .. }
        | Change::NoteEdited { .. } => Aspect::Value,
        Change::TaskDone { .. } | Change::TaskReopened { .. } => Aspect::Tick,
        Change::ContactAdded { .. }
        | Change::ContactDeleted { .. }
        | Change::TaskAdded { .. }
        | Change::TaskDeleted { .. }
        | Change::NoteAdded { .. }
        | Change::NoteDeleted { .. } => Aspect::Existence,
    }
}

#[cfg(test)]
mod tests;
