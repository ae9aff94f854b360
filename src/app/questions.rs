//! What happens after a yes.

use super::{
    act, book::line::Line, command::Context, dialog::Dialog, dialogs::confirm::Asked,
    effect::Effect, notice::Tone, state::State, undo,
};
use crate::model::{
    agenda::TaskRef,
    change::Change,
    contact::Contact,
    field::Standard,
    ids::{ContactId, OpId},
    talk::{Foreign, Order},
    value::Value,
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
    let changes: Vec<Change> = match confirm.asked {
        Asked::UndoAnyway(deed) => return undo::begin(state, context, deed, Foreign::Overwrite),
        Asked::DeleteContacts(people) => {
            people.into_iter().filter_map(|id| contact_deleted(state, id)).collect()
        }
        Asked::DeleteTasks(tasks) => tasks
            .into_iter()
            .filter_map(|id| state.book.task(id).map(TaskRef::to_task))
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
    delete(state, context, changes)
}

/// What the server refused to make is dropped; what it has is deleted.
fn delete(state: &mut State, context: &mut Context, changes: Vec<Change>) -> Vec<Effect> {
    let refused = |change: &Change| {
        let mut lines = state.book.queue().of(change.contact());
        let made = |line: &&Line| {
            let other = &line.op.change;
            other.is_create() && (other.task(), other.note()) == (change.task(), change.note())
        };
        lines.find(made).filter(|line| line.is_undecided()).map(|line| line.op.id)
    };
    let refused: Vec<Option<OpId>> = changes.iter().map(refused).collect();
    let drops: Vec<OpId> = refused.iter().copied().flatten().collect();
    let changes: Vec<Change> = changes
        .into_iter()
        .zip(refused)
        .filter(|(_, refused)| refused.is_none())
        .map(|(change, _)| change)
        .collect();
    let mut effects = Vec::new();
    if !drops.is_empty() {
        state.notice = None;
        effects.push(Effect::Tell(Order::Drop(drops)));
        if changes.is_empty() {
            return effects;
        }
    }
    effects.extend(act::commit(state, context, changes));
    effects
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
