//! The one way in which the state changes: a message in, effects out.

use super::{
    command::Context,
    commands::TABLE,
    dialog::Dialog,
    dispatch,
    effect::Effect,
    follow, front,
    layout::Size,
    mouse,
    msg::{Input, Msg, Snapshot},
    notice::Tone,
    report, retype,
    state::State,
};
use crate::model::{
    ids::UserId,
    talk::{Attention, Order},
};

/// Takes in one message. Pure: the time and fresh ids come with it.
#[must_use]
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    state.now = msg.at;
    let mut context = Context { at: msg.at, ids: msg.ids, table: TABLE };
    let mut effects = take(state, &mut context, msg.input);
    effects.extend(follow::follow(state));
    while state.awaiting.is_none()
        && let Some(key) = state.ahead.pop_front()
    {
        effects.extend(dispatch::key(state, &mut context, key));
        effects.extend(follow::follow(state));
    }
    state.hesitates &= !state.prefix.is_empty();
    effects
}

fn take(state: &mut State, context: &mut Context, input: Input) -> Vec<Effect> {
    match input {
        Input::Key(key) => {
            let mut effects = attend(state, Attention::Working);
            effects.extend(dispatch::key(state, context, key));
            effects
        }
        Input::Paste(text) => paste(state, &text),
        Input::Mouse(event, on) => mouse::mouse(state, context, event, on),
        Input::Resize { columns, rows } => {
            state.size = Size { columns, rows };
            Vec::new()
        }
        Input::Focus(true) => attend(state, Attention::Working),
        Input::Focus(false) => attend(state, Attention::Away),
        Input::Idle => match state.attention {
            Attention::Working => attend(state, Attention::Idle),
            Attention::Idle | Attention::Away => Vec::new(),
        },
        Input::Hesitation => {
            state.hesitates = !state.prefix.is_empty();
            Vec::new()
        }
        Input::Report(told) => report::report(state, context, told),
        Input::Loaded(snapshot) => {
            load(state, *snapshot);
            Vec::new()
        }
        Input::Roster(roster) => {
            state.book.fill(*roster, true);
            relist(state);
            Vec::new()
        }
        Input::Edited(text) => edited(state, text),
        Input::SignedIn { me } => {
            signed_in(state, me);
            Vec::new()
        }
        Input::NotSignedIn(fault) => {
            if let Some(Dialog::Welcome(welcome)) = state.dialogs.last_mut() {
                welcome.busy = false;
                welcome.fault = Some(fault);
            }
            Vec::new()
        }
        Input::Failed { effect, fault } => {
            failed(state, &effect, &fault.to_string());
            Vec::new()
        }
    }
}

/// Tells the background task how much the person is here, when that changes.
fn attend(state: &mut State, attention: Attention) -> Vec<Effect> {
    if state.attention == attention {
        return Vec::new();
    }
    state.attention = attention;
    vec![Effect::Tell(Order::Attend(attention))]
}

/// A paste is text and nothing else: outside of a text it does nothing, or else its letters
/// would be commands.
fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(into) = front::text_mut(state) else {
        state.say(Tone::Hint, "there is no text here to paste into; / filters, e edits");
        return Vec::new();
    };
    into.insert(text);
    retype::retyped(state)
}

fn load(state: &mut State, snapshot: Snapshot) {
    let Snapshot { roster, whole, tasks, queue, catalog, synced, drafts } = snapshot;
    report::learn(state, catalog);
    state.book.synced = synced;
    state.book.load(roster, whole, tasks, queue);
    for draft in drafts {
        state.drafts.keep(draft);
    }
    relist(state);
}

/// The lists are built anew; the cursor stays on whom it stands.
fn relist(state: &mut State) {
    drop(state.book.take_news());
    let State { contacts, book, session, now, .. } = state;
    contacts.rebuild(book, *now, session);
}

/// `$EDITOR` came back.
fn edited(state: &mut State, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text else { return Vec::new() };
    match state.dialogs.last_mut().and_then(Dialog::text_mut) {
        Some(into) => {
            into.set(text.trim_end_matches('\n'));
            retype::retyped(state)
        }
        None => Vec::new(),
    }
}

fn signed_in(state: &mut State, me: Option<UserId>) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Welcome(_)));
    state.ask_who = me.is_none();
    state.session.me = me;
}

fn failed(state: &mut State, effect: &Effect, why: &str) {
    let what = match effect {
        Effect::Copy(_) => "not copied",
        Effect::Open(_) => "the browser did not open",
        Effect::Edit(_) => "$EDITOR did not work; the text is as it was",
        Effect::KeepDraft(_) => "the draft is not on disk; it stays here while rolodeck runs",
        _ => "that did not work",
    };
    state.say(Tone::Failed, format!("{what}: {why}"));
}
