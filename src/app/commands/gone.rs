//! A change that met nothing, or a contact who is there already: what it was about was deleted, or made
//! by somebody else.

use super::{
    conflict::{answered, decide, make_anew, meant},
    people,
};
use crate::app::{
    act,
    command::{Command, Context, Ready},
    dialog::Dialog,
    dialogs::conflict::{Conflict, Other},
    effect::Effect,
    notice::Tone,
    scope::Scope,
    state::State,
    view::{Pane, View},
};
use crate::model::{
    anew::Way,
    change::Change,
    ids::{ContactId, OpId},
    talk::Order,
};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "gone.anew",
        scope: Scope::Gone,
        keys: &["1"],
        hint: "make anew",
        help: "make it anew, with your changes, under another id",
        ready: act::may_write,
        run: |state, context| make_anew(context, answered(state), Way::Again),
    },
    Command {
        name: "gone.drop",
        scope: Scope::Gone,
        keys: &["2"],
        hint: "drop",
        help: "leave it deleted, drop your change",
        ready: act::may_write,
        run: |state, _| decide(state, "it stays deleted", Order::Drop),
    },
    Command {
        name: "gone.to-other",
        scope: Scope::Gone,
        keys: &["4"],
        hint: "to theirs",
        help: "move all that waits for the contact to the one with the same email or phone",
        ready: other_takes_it,
        run: give_to_other,
    },
    Command {
        name: "gone.move",
        scope: Scope::Gone,
        keys: &["5", "m"],
        hint: "move to",
        help: "move it to another contact, to be chosen",
        ready: |state| match asked(state) {
            Some(Conflict { other: Other::Unasked, .. }) => Err("the contact is still there"),
            _ => act::may_write(state),
        },
        run: |state, _| {
            let ops = asked(state).map_or_else(Vec::new, |it| meant(state, it));
            people::open(state, ops)
        },
    },
    Command {
        name: "gone.copy",
        scope: Scope::Gone,
        keys: &["y"],
        hint: "copy",
        help: "copy what you wrote",
        ready: |state| {
            let text = asked(state).and_then(|it| written(state, it.op));
            text.map(drop).ok_or("nothing was written in it")
        },
        run: |state, _| {
            let text = asked(state).and_then(|it| written(state, it.op));
            state.say(Tone::Done, "copied");
            text.map(Effect::Copy).into_iter().collect()
        },
    },
    Command {
        name: "taken.anyway",
        scope: Scope::Taken,
        keys: &["1"],
        hint: "make both",
        help: "make it beside the one that is there, where the service allows that",
        ready: act::may_write,
        run: |state, _| decide(state, "it goes out all the same", Order::Retry),
    },
    Command {
        name: "taken.drop",
        scope: Scope::Taken,
        keys: &["2"],
        hint: "drop",
        help: "leave the contact that is there, drop yours",
        ready: act::may_write,
        run: |state, _| decide(state, "the one that is there stays", Order::Drop),
    },
    Command {
        name: "taken.open",
        scope: Scope::Taken,
        keys: &["4", "o"],
        hint: "open",
        help: "go to the contact that is there, decide later",
        ready: |state| other(state).map(drop),
        run: |state, _| {
            let other = other(state);
            state.dialogs.pop();
            if let Ok(contact) = other {
                (state.view, state.focus) = (View::Contacts, Pane::List);
                act::show(state, contact);
            }
            Vec::new()
        },
    },
    Command {
        name: "taken.copy",
        scope: Scope::Taken,
        keys: &["5", "c"],
        hint: "copy mine",
        help: "write what is filled in yours over theirs, and give them its tags, tasks and notes",
        ready: other_takes_it,
        run: give_to_other,
    },
];

fn asked(state: &State) -> Option<Conflict> {
    match state.dialog() {
        Some(Dialog::Conflict(conflict)) => Some(*conflict),
        _ => None,
    }
}

fn other(state: &State) -> Result<ContactId, &'static str> {
    asked(state).map_or(Err("nothing is asked"), |conflict| conflict.other.found())
}

/// Each has another one.
fn other_takes_it(state: &State) -> Ready {
    if asked(state).is_some_and(|conflict| conflict.all) {
        return Err("that is decided one by one");
    }
    other(state)?;
    act::may_write(state)
}

fn give_to_other(state: &mut State, context: &mut Context) -> Vec<Effect> {
    let Ok(contact) = other(state) else { return Vec::new() };
    make_anew(context, answered(state), Way::Upon { contact, whole: true })
}

/// The text of a note or task, or the value of a field, as it was written here.
fn written(state: &State, op: OpId) -> Option<String> {
    let text = match &state.book.queue().get(op)?.op.change {
        Change::NoteAdded { draft, .. } | Change::NoteEdited { now: draft, .. } => {
            lines(&[&draft.title, &draft.body])
        }
        Change::TaskAdded { draft, .. } | Change::TaskEdited { now: draft, .. } => {
            lines(&[&draft.title, &draft.body])
        }
        Change::ContactEdited { field, now, .. } => {
            state.book.catalog.shown(field, now).into_owned()
        }
        Change::TagAdded { tag, .. } => tag.to_string(),
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

fn lines(parts: &[&str]) -> String {
    let filled: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    filled.join("\n")
}
