//! A row whose change was refused: it says why, and what can be done about it stands first.

use crate::app::{
    act,
    command::{Command, always},
    conflicts,
    effect::Effect,
    notice::Tone,
    refusal, refused,
    scope::Scope,
    state::State,
};
use crate::model::talk::Order;

pub(super) const TABLE: &[Command] = &[
    Command {
        name: "refused.retry",
        scope: Scope::Refused,
        keys: &["r"],
        hint: "retry",
        help: "send the refused change again, or those of all marked contacts",
        ready: act::may_write,
        run: |state, _| {
            state.notice = None;
            vec![Effect::Tell(Order::Retry(refused::chosen(state)))]
        },
    },
    Command {
        name: "refused.edit",
        scope: Scope::Refused,
        keys: &["e"],
        hint: "edit it",
        help: "edit the refused change: what was typed is still there",
        ready: always,
        run: |state, _| {
            if let Some(op) = refused::line(state).map(|line| line.op.id) {
                refusal::edit(state, op);
            }
            Vec::new()
        },
    },
    Command {
        name: "refused.drop",
        scope: Scope::Refused,
        keys: &["u"],
        hint: "drop",
        help: "drop the refused change",
        ready: act::may_write,
        run: |state, _| {
            state.notice = None;
            let op = refused::line(state).map(|line| line.op.id);
            op.map(act::drop_op).into_iter().collect()
        },
    },
    Command {
        name: "refused.open",
        scope: Scope::RefusedRow,
        keys: &["<enter>"],
        hint: "all of it",
        help: "the refused change in full, with the server's answer; of a conflict both sides",
        ready: always,
        run: |state, _| {
            let op = refused::line(state).map(|line| line.op.id);
            op.map_or_else(Vec::new, |op| conflicts::open_change(state, op))
        },
    },
    Command {
        name: "overwritten.restore",
        scope: Scope::Overwritten,
        keys: &["r"],
        hint: "restore",
        help: "put back what somebody else wrote at the same time, in the place of yours",
        ready: act::may_write,
        run: |state, context| {
            let back = refused::overwritten(state).cloned();
            act::commit(state, context, back.into_iter().collect())
        },
    },
    Command {
        name: "refused.copy-trace",
        scope: Scope::Refused,
        keys: &["yt"],
        hint: "",
        help: "copy the server's trace id of the refused change, for support",
        ready: |state| trace(state).map(|_| ()).ok_or("the server gave no trace id"),
        run: |state, _| {
            let Some(trace) = trace(state) else { return Vec::new() };
            state.say(Tone::Done, "trace id copied");
            vec![Effect::Copy(trace)]
        },
    },
];

fn trace(state: &State) -> Option<String> {
    refused::line(state)?.fault.as_ref()?.trace.clone()
}
