//! What happens after a yes.

use super::{
    act, command::Context, dialog::Dialog, dialogs::confirm::Asked, effect::Effect, notice::Tone,
    state::State,
};
use crate::model::{
    change::Change, contact::Contact, field::Standard, ids::ContactId, value::Value,
};

/// Takes the answer that is chosen.
pub fn answer(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.pop() else { return Vec::new() };
    if !confirm.is_yes() {
        if confirm.number.is_some() && !confirm.typed.is_empty() {
            state.say(Tone::Hint, "that is another number");
            state.dialogs.push(Dialog::Confirm(confirm));
        } else {
            state.say(Tone::Hint, "nothing was changed");
        }
        return Vec::new();
    }
    let changes = match confirm.asked {
        Asked::DeleteContacts(people) => {
            people.into_iter().filter_map(|id| contact_deleted(state, id)).collect()
        }
        Asked::DeleteTasks(tasks) => tasks
            .into_iter()
            .filter_map(|id| state.book.task(id).cloned())
            .map(|task| Change::TaskDeleted { contact: task.contact, was: Box::new(task) })
            .collect(),
        Asked::DeleteNote(contact, id) => {
            let dossier = state.book.dossier(contact);
            let note = dossier.and_then(|it| it.notes.items.iter().find(|note| note.id == id));
            let note = note.or_else(|| state.notes.note(id)).cloned();
            note.map(|was| Change::NoteDeleted { contact, was: Box::new(was) })
                .into_iter()
                .collect()
        }
    };
    act::commit(state, context, changes)
}

/// With the whole record where it was read, else with what the list knows of it.
fn contact_deleted(state: &State, contact: ContactId) -> Option<Change> {
    if let Some(dossier) = state.book.dossier(contact) {
        return Some(Change::ContactDeleted { contact, was: Box::new(dossier.contact.clone()) });
    }
    let row = state.book.row(contact)?;
    let mut was = Contact::new(contact);
    let texts = [
        (Standard::FirstName, row.first()),
        (Standard::LastName, row.last()),
        (Standard::Company, row.company()),
        (Standard::Email, row.email()),
        (Standard::Phone, row.phone()),
        (Standard::City, row.city()),
        (Standard::State, row.state()),
        (Standard::Country, row.country()),
        (Standard::Source, row.source()),
    ];
    for (field, text) in texts {
        was.set(field.into(), Value::text(text));
    }
    was.tags = row.tags().cloned().collect();
    was.tags.sort_unstable();
    Some(Change::ContactDeleted { contact, was: Box::new(was) })
}
