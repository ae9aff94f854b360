//! The outbox, and one change in full.

use crate::app::{
    act,
    book::line::Line,
    command::{Command, Ready},
    conflicts,
    dialog::Dialog,
    effect::Effect,
    notice::Tone,
    refusal,
    scope::Scope,
    state::State,
};
use crate::model::{ids::OpId, op::OpState, talk::Order};

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "outbox.open",
        scope: Scope::Sync,
        keys: &["<enter>"],
        hint: "all of it",
        help: "the change in full, with the server's answer; of a conflict both sides",
        ready: has_line,
        run: |state, _| line(state).map_or_else(Vec::new, |op| conflicts::open_change(state, op)),
    },
    Command {
        name: "outbox.retry",
        scope: Scope::Sync,
        keys: &["r"],
        hint: "retry",
        help: "send the change again, or now",
        ready: may_move,
        run: |state, _| retry(state, line(state)),
    },
    Command {
        name: "outbox.edit",
        scope: Scope::Sync,
        keys: &["e"],
        hint: "edit",
        help: "edit the change: what is saved takes its place",
        ready: has_line,
        run: |state, _| {
            if let Some(op) = line(state) {
                refusal::edit(state, op);
            }
            Vec::new()
        },
    },
    Command {
        name: "outbox.hold",
        scope: Scope::Sync,
        keys: &["p"],
        hint: "hold",
        help: "hold the change back, or let it go",
        ready: may_be_held,
        run: |state, _| hold_or_let_go(state),
    },
    Command {
        name: "outbox.drop",
        scope: Scope::Sync,
        keys: &["u", "d", "<del>"],
        hint: "drop",
        help: "withdraw the change, if it is not on the server",
        ready: may_move,
        run: |state, _| withdraw(state, line(state)),
    },
    Command {
        name: "change.close",
        scope: Scope::Change,
        keys: &["<esc>", "q", "<enter>"],
        hint: "close",
        help: "close",
        ready: |_| Ok(()),
        run: |state, _| {
            state.dialogs.pop();
            Vec::new()
        },
    },
    Command {
        name: "change.retry",
        scope: Scope::Change,
        keys: &["r"],
        hint: "retry",
        help: "send it again",
        ready: act::may_write,
        run: |state, _| {
            let op = close(state);
            retry(state, op)
        },
    },
    Command {
        name: "change.edit",
        scope: Scope::Change,
        keys: &["e"],
        hint: "edit",
        help: "edit it: what was typed is still there",
        ready: |_| Ok(()),
        run: |state, _| {
            if let Some(op) = close(state) {
                refusal::edit(state, op);
            }
            Vec::new()
        },
    },
    Command {
        name: "change.drop",
        scope: Scope::Change,
        keys: &["u", "d"],
        hint: "drop",
        help: "drop it",
        ready: act::may_write,
        run: |state, _| {
            let op = close(state);
            withdraw(state, op)
        },
    },
    Command {
        name: "change.copy-trace",
        scope: Scope::Change,
        keys: &["y"],
        hint: "copy trace",
        help: "copy the server's trace id, for support",
        ready: |state| trace(state).map(|_| ()).ok_or("the server gave no trace id"),
        run: |state, _| {
            let Some(trace) = trace(state) else { return Vec::new() };
            state.say(Tone::Done, "trace id copied");
            vec![Effect::Copy(trace)]
        },
    },
];

fn line(state: &State) -> Option<OpId> {
    state.sync.list.cursor().copied()
}

fn may_move(state: &State) -> Ready {
    has_line(state)?;
    act::may_write(state)
}

fn may_be_held(state: &State) -> Ready {
    may_move(state)?;
    match line(state).and_then(|op| state.book.queue().get(op)).map(|line| line.state) {
        Some(OpState::Held | OpState::Queued | OpState::Retry) => Ok(()),
        Some(OpState::Sending | OpState::Unknown) => Err("it may be on the server already"),
        _ => Err("it waits for you already"),
    }
}

fn hold_or_let_go(state: &mut State) -> Vec<Effect> {
    let Some(op) = line(state) else { return Vec::new() };
    let is_held_for_good = |line: &Line| line.state == OpState::Held && line.until.is_none();
    let (words, order) = if state.book.queue().get(op).is_some_and(is_held_for_good) {
        ("it goes out again", Order::Retry(vec![op]))
    } else {
        ("held until p lets it go", Order::Hold(vec![op]))
    };
    state.say(Tone::Done, words);
    vec![Effect::Tell(order)]
}

fn has_line(state: &State) -> Ready {
    line(state).map(|_| ()).ok_or("the outbox is empty")
}

/// Closes the change and says which it was.
fn close(state: &mut State) -> Option<OpId> {
    match state.dialogs.pop() {
        Some(Dialog::Change(op)) => Some(op),
        other => {
            state.dialogs.extend(other);
            None
        }
    }
}

fn trace(state: &State) -> Option<String> {
    let Some(Dialog::Change(op)) = state.dialog() else { return None };
    state.book.queue().get(*op)?.fault.as_ref()?.trace.clone()
}

fn retry(state: &mut State, op: Option<OpId>) -> Vec<Effect> {
    state.notice = None;
    op.map(|op| Effect::Tell(Order::Retry(vec![op]))).into_iter().collect()
}

fn withdraw(state: &mut State, op: Option<OpId>) -> Vec<Effect> {
    state.notice = None;
    op.map(act::drop_op).into_iter().collect()
}
