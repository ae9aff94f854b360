//! A field that somebody else changed as well is decided: mine, theirs, or something new.

use crate::app::{
    act,
    book::line::Line,
    command::{Command, Context, always},
    conflicts,
    dialog::Dialog,
    dialogs::conflict::Conflict,
    effect::Effect,
    notice::Tone,
    refusal, refused,
    scope::Scope,
    state::State,
};
use crate::model::{anew::Way, ids::OpId, talk::Order};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "conflict.open",
        scope: Scope::ConflictRow,
        keys: &["r"],
        hint: "decide",
        help: "decide between your value and that of somebody else",
        ready: always,
        run: |state, _| {
            let op = refused::line(state).map(|line| line.op.id);
            op.map_or_else(Vec::new, |op| conflicts::open_change(state, op))
        },
    },
    Command {
        name: "conflict.mine",
        scope: Scope::Conflict,
        keys: &["1"],
        hint: "mine",
        help: "send mine over theirs",
        ready: act::may_write,
        run: |state, _| decide(state, "mine goes out", Order::Retry),
    },
    Command {
        name: "conflict.theirs",
        scope: Scope::Conflict,
        keys: &["2"],
        hint: "theirs",
        help: "keep theirs, drop mine",
        ready: act::may_write,
        run: |state, _| decide(state, "theirs stays", Order::Drop),
    },
    Command {
        name: "conflict.both",
        scope: Scope::SharedNote,
        keys: &["4", "b"],
        hint: "keep both",
        help: "keep both: theirs stays as it is, yours becomes a note of its own",
        ready: act::may_write,
        run: |state, context| {
            let mut ops = answered(state);
            ops.retain(|op| state.book.queue().get(*op).is_some_and(Line::is_shared_note));
            make_anew(context, ops, Way::Beside)
        },
    },
    Command {
        name: "conflict.edit",
        scope: Scope::Conflict,
        keys: &["3", "e"],
        hint: "edit",
        help: "make something new of both",
        ready: act::may_write,
        run: |state, _| {
            if let Some(Dialog::Conflict(conflict)) = state.dialogs.pop() {
                refusal::edit(state, conflict.op);
            }
            Vec::new()
        },
    },
    Command {
        name: "conflict.all",
        scope: Scope::Conflict,
        keys: &["a"],
        hint: "for all",
        help: "one answer for all conflicts; again: for this one only",
        ready: |state| {
            let like = |it: &Conflict| state.book.like_conflict(it.op).len();
            let Some(Dialog::Conflict(conflict)) = state.dialog() else { return Ok(()) };
            let several = like(conflict) > 1;
            if several { Ok(()) } else { Err("this is the only conflict") }
        },
        run: |state, _| {
            if let Some(Dialog::Conflict(conflict)) = state.dialogs.last_mut() {
                conflict.all = !conflict.all;
            }
            Vec::new()
        },
    },
    Command {
        name: "conflict.close",
        scope: Scope::Conflict,
        keys: &["<esc>", "q"],
        hint: "later",
        help: "decide later: nothing is sent for this field until then",
        ready: always,
        run: |state, _| {
            state.dialogs.pop();
            Vec::new()
        },
    },
];

/// One answer for changes of what is still there, for those of what is gone, or for what is there
/// already: these are different questions.
pub(super) fn decide(state: &mut State, words: &str, order: fn(Vec<OpId>) -> Order) -> Vec<Effect> {
    let ops = answered(state);
    let text = match ops.len() {
        0 | 1 => words.to_owned(),
        many => format!("{words} for {many} changes"),
    };
    state.say(Tone::Done, text);
    vec![Effect::Tell(order(ops))]
}

/// Others take their place; what they do is told once they are on disk.
pub(super) fn make_anew(context: &Context, ops: Vec<OpId>, way: Way) -> Vec<Effect> {
    vec![Effect::Tell(Order::Recreate { ops, way, at: context.at, ids: context.ids })]
}

/// Closes the conflict and says which changes the answer is for.
pub(super) fn answered(state: &mut State) -> Vec<OpId> {
    let Some(Dialog::Conflict(conflict)) = state.dialogs.pop() else { return Vec::new() };
    meant(state, conflict)
}

pub(super) fn meant(state: &State, conflict: Conflict) -> Vec<OpId> {
    if conflict.all { state.book.like_conflict(conflict.op) } else { vec![conflict.op] }
}
