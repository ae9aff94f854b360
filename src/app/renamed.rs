//! A contact is known by another id now: whatever stood, was marked, open or typed under the old one
//! goes on under the new one, as if nothing had happened.

use super::{
    dialog::Dialog,
    dialogs::{
        confirm::Asked,
        conflict::{Conflict, Other},
        menu::Menu,
    },
    effect::Effect,
    state::State,
};
use crate::model::{
    ids::ContactId,
    talk::{Base, Renamed},
};

pub fn follow_all(state: &mut State, base: &Base) -> Vec<Effect> {
    base.renamed.iter().flat_map(|renamed| follow(state, *renamed)).collect()
}

fn follow(state: &mut State, renamed: Renamed) -> Vec<Effect> {
    let Renamed { from, to } = renamed;
    state.contacts.rename(renamed);
    state.notes.rename(renamed);
    state.detail.rename(renamed);
    if let Some((person, _)) = &mut state.awaiting {
        renamed.give(person);
    }
    if state.looked == Some(from) {
        state.looked = None;
    }
    let editors = state.unsaved.iter_mut().map(|unsaved| &mut unsaved.editor);
    for dialog in state.dialogs.iter_mut().chain(editors) {
        dialog_too(dialog, renamed);
    }
    let moved = state.drafts.rename(from, to);
    moved
        .into_iter()
        .flat_map(|(old, new)| [Effect::ForgetDraft(old), Effect::KeepDraft(new)])
        .collect()
}

fn dialog_too(dialog: &mut Dialog, renamed: Renamed) {
    let give = |id: &mut ContactId| renamed.give(id);
    match dialog {
        Dialog::Field(editor) => give(&mut editor.contact),
        Dialog::Contact(form) => form.contact.iter_mut().chain(&mut form.twin).for_each(give),
        Dialog::Task(form) => form.contacts.iter_mut().for_each(give),
        Dialog::Note(note) => note.contacts.iter_mut().for_each(give),
        Dialog::Tags(picker) => picker.contacts.iter_mut().for_each(give),
        Dialog::People(people) => people.found.iter_mut().for_each(give),
        Dialog::Conflict(Conflict { other: Other::Found(contact), .. }) => give(contact),
        Dialog::Menu(Menu::Owner(people, _)) => people.iter_mut().for_each(give),
        Dialog::Confirm(confirm) => match &mut confirm.asked {
            Asked::DeleteContacts(people) => people.iter_mut().for_each(give),
            Asked::DeleteNote(contact, _) => give(contact),
            Asked::DeleteTasks(_) | Asked::UndoAnyway(_) => {}
        },
        Dialog::Menu(_)
        | Dialog::Help(_)
        | Dialog::Palette(_)
        | Dialog::Change(_)
        | Dialog::Conflict(_)
        | Dialog::Welcome(_) => {}
    }
}
