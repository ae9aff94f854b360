//! A refused change is edited: what was typed comes back in its editor, and saving it replaces
//! the refused one.

use super::{
    act,
    dialog::Dialog,
    dialogs::{
        contact::ContactForm, field::FieldEditor, note::NoteBox, row::FormRow, tags::TagPicker,
        task::TaskForm,
    },
    effect::Effect,
    notice::Tone,
    state::State,
};
use crate::model::{agenda::TaskRef, change::Change, ids::OpId, note::Note, task::Task};

/// Opens the editor of a refused change with what was typed.
pub fn edit(state: &mut State, op: OpId) {
    let Some(line) = state.book.queue().get(op) else { return };
    match editor(state, op, &line.op.change) {
        Some(editor) => state.dialogs.push(editor),
        None => state.say(Tone::Hint, "there is nothing to edit in it: r tries again, u drops it"),
    }
}

fn editor(state: &State, op: OpId, change: &Change) -> Option<Dialog> {
    let catalog = &state.book.catalog;
    let refused = Some(op);
    Some(match change {
        Change::ContactEdited { contact, field, was, now } => {
            let served = state.book.served(*contact).map(|served| served.contact.value(field));
            let was = served.unwrap_or(was).clone();
            let row = FormRow::of(field.clone(), was, catalog)?.with(now, catalog);
            Dialog::Field(FieldEditor { refused, ..FieldEditor::new(*contact, row) })
        }
        Change::ContactAdded { contact, values, tags } => Dialog::Contact(ContactForm {
            refused: Some((op, *contact, tags.clone())),
            ..ContactForm::new(values, catalog)
        }),
        Change::TagAdded { contact, .. } | Change::TagRemoved { contact, .. } => {
            let picker = picker(state, vec![*contact]);
            Dialog::Tags(TagPicker { refused, ..picker })
        }
        Change::TaskAdded { contact, draft, .. } => {
            let mut form = TaskForm::new(vec![*contact], None, catalog);
            form.fill(draft, catalog);
            form.refused = refused;
            Dialog::Task(form)
        }
        Change::TaskEdited { contact, task, was, now } => {
            let known = Task::new(*task, *contact, was.clone());
            let task = state.book.task(*task).map_or(known, TaskRef::to_task);
            let mut form = TaskForm::of(&task, catalog);
            form.fill(now, catalog);
            form.refused = refused;
            Dialog::Task(form)
        }
        Change::NoteAdded { contact, draft, .. } => {
            Dialog::Note(NoteBox::new(vec![*contact]).again(refused, draft))
        }
        Change::NoteEdited { contact, note, was, now } => {
            let note = Note::new(*note, *contact, was.clone());
            Dialog::Note(NoteBox::of(&note).again(refused, now))
        }
        Change::ContactDeleted { .. }
        | Change::TaskDone { .. }
        | Change::TaskReopened { .. }
        | Change::TaskDeleted { .. }
        | Change::NoteDeleted { .. } => return None,
    })
}

/// The tag picker for these people.
pub fn picker(state: &State, people: Vec<crate::model::ids::ContactId>) -> TagPicker {
    TagPicker::new(people, state.book.tag_counts(), |contact| {
        state.book.row(contact).into_iter().flat_map(|row| row.tags())
    })
}

/// The refused change and all that was built on it, as they go out again with `new` in its place.
pub fn replaced(state: &State, op: OpId, new: Vec<Change>) -> Vec<Change> {
    let Some(line) = state.book.queue().get(op).filter(|line| line.op.change.is_create()) else {
        return new;
    };
    let made = &line.op.change;
    let built_on_it = state.book.queue().of(made.contact()).filter(|other| {
        let same = match (made.task(), made.note()) {
            (None, None) => true,
            (task, note) => other.op.change.task() == task && other.op.change.note() == note,
        };
        same && other.op.id != op
    });
    let mut changes = new;
    changes.extend(built_on_it.map(|other| other.op.change.clone()));
    changes
}

/// Withdraws a refused change before another takes its place.
pub fn drop_first(refused: Option<OpId>) -> Option<Effect> {
    refused.map(act::drop_op)
}
