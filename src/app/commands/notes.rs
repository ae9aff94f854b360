//! Notes, of one person or of everybody.

use crate::app::{
    act,
    command::{Command, Context, Ready},
    dialog::Dialog,
    dialogs::{
        confirm::{Asked, Confirm},
        note::NoteBox,
    },
    effect::Effect,
    panes::detail::Target,
    scope::Scope,
    state::State,
    view::Pane,
};
use crate::model::note::Note;

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "note.open",
        scope: Scope::Notes,
        keys: &["<enter>"],
        hint: "open",
        help: "open the person; in a person: edit the note",
        ready: has_note,
        run: open,
    },
    Command {
        name: "note.edit",
        scope: Scope::Notes,
        keys: &["e"],
        hint: "edit",
        help: "edit the note",
        ready: has_note,
        run: edit,
    },
    Command {
        name: "note.add",
        scope: Scope::Notes,
        keys: &["a"],
        hint: "add",
        help: "a new note on this person",
        ready: |state| state.person().map(|_| ()).ok_or("there is nobody under the cursor"),
        run: |state, _| {
            let note = NoteBox::new(state.person().into_iter().collect());
            act::open(state, Dialog::Note(note));
            Vec::new()
        },
    },
    Command {
        name: "note.delete",
        scope: Scope::Notes,
        keys: &["d", "<del>"],
        hint: "",
        help: "delete the note, after asking",
        ready: has_note,
        run: delete,
    },
];

/// The note under the cursor.
fn note(state: &State) -> Option<&Note> {
    if state.focus == Pane::List {
        return state.notes.note(*state.notes.list.cursor()?);
    }
    let id = state.detail.notes.cursor()?;
    let dossier = state.book.dossier(state.person()?)?;
    dossier.notes.items.iter().find(|note| note.id == *id)
}

fn has_note(state: &State) -> Ready {
    note(state).map(|_| ()).ok_or("no note is under the cursor")
}

fn open(state: &mut State, context: &mut Context) -> Vec<Effect> {
    if state.focus == Pane::List {
        if let Some(target) = note(state).map(|note| Target::Note(note.id)) {
            state.focus = Pane::Detail;
            state.detail.aim_at(target);
        }
        return Vec::new();
    }
    edit(state, context)
}

fn edit(state: &mut State, _: &mut Context) -> Vec<Effect> {
    if let Some(editor) = note(state).map(NoteBox::of) {
        act::open(state, Dialog::Note(editor));
    }
    Vec::new()
}

fn delete(state: &mut State, _: &mut Context) -> Vec<Effect> {
    let Some(note) = note(state) else { return Vec::new() };
    let first = note.draft.body.lines().next().unwrap_or_default();
    let start: String = first.chars().take(60).collect();
    let undo = format!("{} a deleted note anew, under another id.", act::undo_makes(1));
    let lines = vec![start, undo];
    let asked = Asked::DeleteNote(note.contact, note.id);
    let confirm = Confirm::new("Delete this note?".to_owned(), lines, asked, 1);
    state.dialogs.push(Dialog::Confirm(confirm));
    Vec::new()
}
