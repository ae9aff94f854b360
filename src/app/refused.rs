//! Which refused changes a key concerns.

use super::{
    book::line::Line,
    state::State,
    view::{Pane, Tab, View},
};
use crate::model::{change::Change, ids::OpId};

/// The refused change of the row under the cursor.
pub fn line(state: &State) -> Option<&Line> {
    let book = &state.book;
    let Some(tab) = state.tab() else {
        return match state.view {
            View::Contacts => book.refused(state.contacts.cursor()?),
            View::Tasks => {
                let task = book.task(*state.tasks.list.cursor()?)?;
                book.refused_task(task.contact(), task.id())
            }
            View::Notes => {
                let note = state.notes.note(*state.notes.list.cursor()?)?;
                book.refused_note(note.contact, note.id)
            }
            View::Tags => None,
            View::Sync => {
                let line = book.queue().get(*state.sync.list.cursor()?)?;
                line.is_undecided().then_some(line)
            }
        };
    };
    let (person, detail) = (state.person()?, &state.detail);
    let of_row = match tab {
        Tab::Details => detail.field().and_then(|it| book.refused_field(person, it)),
        Tab::Tasks => detail.tasks.cursor().and_then(|it| book.refused_task(person, *it)),
        Tab::Notes => detail.notes.cursor().and_then(|it| book.refused_note(person, *it)),
        Tab::Tags => detail.tags.cursor().and_then(|it| book.refused_tag(person, it)),
        Tab::Appointments => None,
    };
    of_row.or_else(|| book.refused_record(person))
}

/// What would put back what a value of the row under the cursor may have overwritten.
pub fn overwritten(state: &State) -> Option<&Change> {
    let overwritten = state.book.overwritten();
    match state.tab() {
        None if state.view == View::Contacts => overwritten.of(state.contacts.cursor()?),
        Some(Tab::Details) => overwritten.of_field(state.person()?, state.detail.field()?),
        _ => None,
    }
}

/// The refused change of the row; where contacts are marked, all of theirs.
pub fn chosen(state: &State) -> Vec<OpId> {
    let marked = state.view == View::Contacts && !state.contacts.marks.is_empty();
    if state.focus != Pane::List || !marked {
        return line(state).map(|line| line.op.id).into_iter().collect();
    }
    let queue = state.book.queue();
    let marked = state.people();
    let lines = marked.iter().flat_map(|id| queue.of(*id));
    // Conflicts are decided one by one, or with one answer in their own dialog.
    let refused = lines.filter(|line| line.is_undecided() && !line.is_conflict());
    refused.map(|line| line.op.id).collect()
}
