//! The editors: of a field, a contact, a task, a note.

use crate::app::{
    command::{Command, Ready, always},
    dialog::{Dialog, Input},
    dialogs::entry::Entry,
    effect::Effect,
    forms,
    scope::Scope,
    state::State,
};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "form.take",
        scope: Scope::Row,
        keys: &["<enter>"],
        hint: "next",
        help: "take what stands here and go to the next field",
        ready: always,
        run: |state, _| {
            if let Some(choice) = forms::choice_mut(state) {
                choice.take();
            }
            step(state, 1)
        },
    },
    Command {
        name: "form.enter",
        scope: Scope::Line,
        keys: &["<enter>"],
        hint: "save",
        help: "save",
        ready: always,
        run: forms::save,
    },
    Command {
        name: "form.down",
        scope: Scope::Line,
        keys: &["<down>"],
        hint: "",
        help: "to the next field",
        ready: always,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "form.up",
        scope: Scope::Line,
        keys: &["<up>"],
        hint: "",
        help: "to the previous field",
        ready: always,
        run: |state, _| step(state, -1),
    },
    Command {
        name: "choice.down",
        scope: Scope::Choice,
        keys: &["j", "<down>"],
        hint: "",
        help: "to the next option",
        ready: always,
        run: |state, _| choose(state, 1),
    },
    Command {
        name: "choice.up",
        scope: Scope::Choice,
        keys: &["k", "<up>"],
        hint: "",
        help: "to the previous option",
        ready: always,
        run: |state, _| choose(state, -1),
    },
    Command {
        name: "choice.toggle",
        scope: Scope::Choice,
        keys: &["<space>"],
        hint: "pick",
        help: "pick the option, or unpick it",
        ready: always,
        run: |state, _| {
            if let Some(choice) = forms::choice_mut(state) {
                choice.toggle();
            }
            Vec::new()
        },
    },
    Command {
        name: "choice.enter",
        scope: Scope::Choice,
        keys: &["<enter>"],
        hint: "save",
        help: "pick the option and save",
        ready: always,
        run: |state, context| {
            if let Some(choice) = forms::choice_mut(state) {
                choice.take();
            }
            forms::save(state, context)
        },
    },
    Command {
        name: "button.press",
        scope: Scope::Button,
        keys: &["<enter>", "<space>"],
        hint: "save",
        help: "save",
        ready: always,
        run: forms::save,
    },
    Command {
        name: "button.up",
        scope: Scope::Button,
        keys: &["<up>"],
        hint: "",
        help: "to the previous field",
        ready: always,
        run: |state, _| step(state, -1),
    },
    Command {
        name: "button.down",
        scope: Scope::Button,
        keys: &["<down>"],
        hint: "",
        help: "to the first field",
        ready: always,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "form.save",
        scope: Scope::Form,
        keys: &["<c-s>", "<a-enter>"],
        hint: "save",
        help: "save",
        ready: always,
        run: forms::save,
    },
    Command {
        name: "form.leave",
        scope: Scope::Form,
        keys: &["<esc>"],
        hint: "leave",
        help: "leave; what was typed is kept as a draft",
        ready: always,
        run: |state, _| forms::leave(state),
    },
    Command {
        name: "form.next",
        scope: Scope::Form,
        keys: &["<tab>"],
        hint: "next",
        help: "to the next field, or to the button that saves",
        ready: has_more,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "form.prev",
        scope: Scope::Form,
        keys: &["<s-tab>"],
        hint: "",
        help: "to the previous field",
        ready: has_more,
        run: |state, _| step(state, -1),
    },
    Command {
        name: "form.editor",
        scope: Scope::Form,
        keys: &["<c-o>"],
        hint: "$EDITOR",
        help: "type the text in $EDITOR",
        ready: |state| match state.dialog().map(Dialog::input) {
            Some(Input::Lines) => Ok(()),
            _ => Err("only a text of several lines goes to $EDITOR"),
        },
        run: |state, _| {
            let text = state.dialogs.last_mut().and_then(Dialog::text_mut);
            text.map(|text| Effect::Edit(text.text())).into_iter().collect()
        },
    },
    Command {
        name: "form.discard",
        scope: Scope::Form,
        keys: &["<c-g>"],
        hint: "",
        help: "leave, and forget what was typed",
        ready: always,
        run: |state, _| forms::discard(state),
    },
];

/// Whether there is more than one thing in the editor.
fn has_more(state: &State) -> Ready {
    match state.dialog() {
        Some(Dialog::Field(editor)) if matches!(editor.row.entry, Entry::Line(_)) => {
            Err("this is the only field")
        }
        _ => Ok(()),
    }
}

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    match state.dialogs.last_mut() {
        Some(Dialog::Contact(form)) => {
            form.step(by);
            forms::look_for_twin(state);
        }
        Some(Dialog::Task(form)) => form.step(by),
        Some(Dialog::Note(note)) => note.on_button = !note.on_button,
        Some(Dialog::Field(editor)) => match &mut editor.row.entry {
            Entry::Choice(choice) => choice.step(by),
            Entry::Lines(_) => editor.on_button = !editor.on_button,
            Entry::Line(_) => {}
        },
        _ => {}
    }
    Vec::new()
}

fn choose(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(choice) = forms::choice_mut(state) {
        choice.step(by);
    }
    Vec::new()
}
