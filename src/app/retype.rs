//! What follows when a text was typed on: lists are filtered, dates understood, faults forgotten.

use super::{
    conflicts,
    dialog::Dialog,
    effect::Effect,
    state::State,
    view::{Tab, View},
};
use crate::model::talk::Order;

/// The text that has the keys changed.
pub fn retyped(state: &mut State) -> Vec<Effect> {
    let now = state.zoned();
    match state.dialogs.last_mut() {
        None => return filtered(state),
        Some(Dialog::Field(editor)) => editor.row.fault = None,
        Some(Dialog::Contact(form)) => {
            form.fault = None;
            if let Some(row) = form.row_mut() {
                row.fault = None;
            }
        }
        Some(Dialog::Task(form)) => {
            form.fault = None;
            form.read_due(&now);
        }
        Some(Dialog::Note(note)) => {
            note.fault = None;
            // A note may be long in the making: it is on disk while it is typed.
            if let Some(draft) = note.draft(state.now).filter(|_| note.refused.is_none()) {
                state.drafts.keep(draft.clone());
                return vec![Effect::KeepDraft(draft)];
            }
        }
        Some(Dialog::Tags(picker)) => picker.retype(),
        Some(Dialog::People(_)) => conflicts::seek(state),
        Some(Dialog::Help(finder) | Dialog::Palette(finder)) => finder.at = 0,
        Some(Dialog::Welcome(welcome)) => welcome.fault = None,
        Some(Dialog::Menu(_) | Dialog::Confirm(_) | Dialog::Change(_) | Dialog::Conflict(_)) => {}
    }
    Vec::new()
}

fn filtered(state: &mut State) -> Vec<Effect> {
    let State { contacts, tasks, notes, tags, detail, book, session, now, .. } = state;
    match (state.focus == super::view::Pane::List, state.view) {
        (true, View::Contacts) => contacts.retype(book, *now, session),
        (true, View::Tasks) => tasks.rebuild(book, session),
        (true, View::Notes) => return vec![Effect::Tell(Order::FindNotes(notes.query.trimmed()))],
        (true, View::Tags) => tags.rebuild(book),
        (false, _) if detail.tab == Tab::Details => detail.rebuild(book),
        (true, View::Sync) | (false, _) => {}
    }
    Vec::new()
}
