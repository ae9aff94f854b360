//! A change that met nothing, or a contact who is there already: what it was about was deleted, or made
//! by somebody else.

use super::conflict::{answered, decide, make_anew};
use crate::app::{act, command::Command, scope::Scope};
use crate::model::{anew::Way, talk::Order};

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
];
