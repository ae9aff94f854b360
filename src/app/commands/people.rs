//! The contact picker: what met a contact who is gone goes to another.

use super::conflict::make_anew;
use crate::app::{
    act,
    command::{Command, Context, always},
    conflicts,
    dialog::Dialog,
    dialogs::people::People,
    effect::Effect,
    scope::Scope,
    state::State,
};
use crate::model::{anew::Way, ids::OpId};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "people.choose",
        scope: Scope::People,
        keys: &["<enter>"],
        hint: "move to",
        help: "move it to the contact under the cursor",
        ready: |state| match state.dialog() {
            Some(Dialog::People(people)) if people.found.is_empty() => Err("nobody is found so"),
            _ => act::may_write(state),
        },
        run: choose,
    },
    Command {
        name: "people.down",
        scope: Scope::People,
        keys: &["<down>", "<tab>"],
        hint: "",
        help: "down",
        ready: always,
        run: |state, _| step(state, 1),
    },
    Command {
        name: "people.up",
        scope: Scope::People,
        keys: &["<up>", "<s-tab>"],
        hint: "",
        help: "up",
        ready: always,
        run: |state, _| step(state, -1),
    },
    Command {
        name: "people.close",
        scope: Scope::People,
        keys: &["<esc>"],
        hint: "close",
        help: "back to the question, change nothing",
        ready: always,
        run: |state, _| {
            state.dialogs.pop();
            Vec::new()
        },
    },
];

/// Opens it over the question that it answers.
pub(super) fn open(state: &mut State, ops: Vec<OpId>) -> Vec<Effect> {
    state.dialogs.push(Dialog::People(People::new(ops)));
    conflicts::seek(state);
    Vec::new()
}

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(Dialog::People(people)) = state.dialogs.last_mut() {
        people.step(by);
    }
    Vec::new()
}

fn choose(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Some(Dialog::People(people)) = state.dialogs.pop() else { return Vec::new() };
    let Some(contact) = people.chosen() else { return Vec::new() };
    // The question is answered.
    state.dialogs.pop();
    make_anew(context, people.ops, Way::Upon { contact, whole: false })
}
