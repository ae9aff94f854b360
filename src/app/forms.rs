//! Editors are saved, left, discarded.

use super::{
    act,
    command::Context,
    dialog::Dialog,
    dialogs::{choice::Choice, entry::Entry, menu::Menu, task::TaskField},
    effect::Effect,
    notice::Tone,
    refusal,
    repeat::Repeat,
    state::State,
};
use crate::model::{
    change::Change,
    field::{Field, Standard},
    filter::{Query, Test, TextField, Tree, squeezed_phone},
    ids::{ContactId, OpId},
    roster::Sort,
};

/// The choice that has the keys, in a form or a menu.
pub fn choice_mut(state: &mut State) -> Option<&mut Choice> {
    match state.dialogs.last_mut()? {
        Dialog::Field(editor) => of_entry(&mut editor.row.entry),
        Dialog::Contact(form) => of_entry(&mut form.row_mut()?.entry),
        Dialog::Task(form) if form.at == TaskField::Owner => Some(&mut form.owner),
        Dialog::Menu(menu) => Some(menu.choice_mut()),
        _ => None,
    }
}

fn of_entry(entry: &mut Entry) -> Option<&mut Choice> {
    match entry {
        Entry::Choice(choice) => Some(choice),
        Entry::Line(_) | Entry::Lines(_) => None,
    }
}

/// Commits what stands in the editor and closes it; where it can't be saved, it says why.
pub fn save(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(mut editor) = state.dialogs.pop() else { return Vec::new() };
    let Some(changes) = changes(state, context, &mut editor) else {
        state.dialogs.push(editor);
        return Vec::new();
    };
    let refused = refused(&editor);
    let changes = match refused {
        Some(op) if !changes.is_empty() => refusal::replaced(state, op, changes),
        _ => changes,
    };
    if let [Change::TaskAdded { draft, .. }, ..] = changes.as_slice() {
        state.repeat = Some(Repeat::Task(draft.clone()));
    }
    let mut effects: Vec<Effect> = refusal::drop_first(refused).into_iter().collect();
    effects.extend(act::commit_from(state, context, changes, Some(editor)));
    effects
}

fn changes(state: &State, context: &mut Context, editor: &mut Dialog) -> Option<Vec<Change>> {
    let (catalog, now) = (&state.book.catalog, state.zoned());
    match editor {
        Dialog::Field(editor) => editor.changes(catalog, &now),
        Dialog::Contact(form) => form.changes(context.ids.contact(), catalog, &now),
        Dialog::Task(form) => form.changes(&mut context.ids, &now),
        Dialog::Note(note) => note.changes(&mut context.ids),
        _ => None,
    }
}

/// The refused change that the editor replaces.
fn refused(editor: &Dialog) -> Option<OpId> {
    match editor {
        Dialog::Field(editor) => editor.refused,
        Dialog::Contact(form) => form.refused.as_ref().map(|(op, ..)| *op),
        Dialog::Task(form) => form.refused,
        Dialog::Note(note) => note.refused,
        _ => None,
    }
}

/// Leaves the editor and keeps what was typed; a changed form of a contact asks first.
pub fn leave(state: &mut State) -> Vec<Effect> {
    if let Some(Dialog::Contact(form)) = state.dialogs.last()
        && form.is_changed(&state.book.catalog)
    {
        state.dialogs.push(Dialog::Menu(Menu::leave()));
        return Vec::new();
    }
    keep(state)
}

/// Closes the editor and keeps what was typed as a draft.
pub fn keep(state: &mut State) -> Vec<Effect> {
    let Some(editor) = state.dialogs.pop() else { return Vec::new() };
    if refused(&editor).is_some() {
        // The refused change still holds the text.
        return Vec::new();
    }
    let kept = act::keep_drafts(state, &editor);
    if !kept.is_empty() {
        state.say(Tone::Done, "kept as a draft: it is there when this is opened again");
    }
    kept
}

/// Closes the editor and forgets what was typed.
pub fn discard(state: &mut State) -> Vec<Effect> {
    let Some(editor) = state.dialogs.pop() else { return Vec::new() };
    act::forget_drafts(state, &editor.places())
}

/// Warns in the form of a new contact of somebody with the same email or phone.
pub fn look_for_twin(state: &mut State) {
    let State { dialogs, book, session, now, .. } = state;
    let Some(Dialog::Contact(form)) = dialogs.last_mut() else { return };
    if form.contact.is_some() {
        return;
    }
    let asked = [(Standard::Email, TextField::Email), (Standard::Phone, TextField::Phone)];
    form.twin = asked.into_iter().find_map(|(field, test)| {
        let row = form.rows.iter().find(|row| row.field == Field::from(field))?;
        let typed = row.entry.text()?.trimmed();
        if typed.is_empty() {
            return None;
        }
        let query: Query = Tree::Leaf(Test::Text(test, typed.clone()));
        let found = book.find(&query, Sort::default(), *now, session).ok()?;
        let same = |id: &ContactId| {
            book.row(*id).is_some_and(|row| match test {
                TextField::Email => row.email().eq_ignore_ascii_case(&typed),
                _ => squeezed_phone(row.phone()) == squeezed_phone(&typed),
            })
        };
        found.into_iter().find(same)
    });
}
