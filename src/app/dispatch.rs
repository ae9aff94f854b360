//! From a key to a command, or to a letter in a text.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{
    act,
    command::{Command, Context},
    effect::Effect,
    front, hints,
    keymap::Match,
    keys::{plain, spell},
    notice::Tone,
    retype,
    scope::Scope,
    state::State,
    text::Taken,
};
use crate::model::ids::ContactId;

/// Runs a command, or says why it can't. One that concerns a row of a person waits until she
/// was read: it must not be lost because the disk was slower than the fingers.
pub fn run(state: &mut State, context: &mut Context, command: &Command) -> Vec<Effect> {
    if let Some(person) = unread(state)
        && on_rows(command.scope)
    {
        return act::wait_for(state, person, command.name);
    }
    match (command.ready)(state) {
        Ok(()) => {
            let open = state.dialogs.len();
            let effects = (command.run)(state, context);
            act::close_what_edits(state, open);
            effects
        }
        Err(why) => {
            state.say(Tone::Hint, why);
            Vec::new()
        }
    }
}

/// The person whose rows have the keys and were not read yet.
fn unread(state: &State) -> Option<ContactId> {
    let person = state.tab().and_then(|_| state.person())?;
    let there = state.book.dossier(person).is_some() || !state.dialogs.is_empty();
    (!there).then_some(person)
}

fn on_rows(scope: Scope) -> bool {
    matches!(scope, Scope::Fields | Scope::Tasks | Scope::Notes | Scope::PersonTags | Scope::List)
}

/// So many keys wait for a person to be read.
const AHEAD: usize = 64;

/// While a command waits, keys wait behind it; Esc ends that, and `Ctrl+C` does what it does.
fn hold(state: &mut State, key: KeyEvent) -> bool {
    if state.awaiting.is_none() {
        return false;
    }
    let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    if key.code == KeyCode::Esc || key == ctrl_c {
        state.forget_what_waits();
        return key.code == KeyCode::Esc;
    }
    if state.ahead.len() < AHEAD {
        state.ahead.push_back(key);
    }
    true
}

/// One key: the innermost scope that knows it has it; in a text, letters come before what works
/// everywhere.
pub fn key(state: &mut State, context: &mut Context, key: KeyEvent) -> Vec<Effect> {
    // Windows tells the release of a key as well.
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    let key = plain(key);
    if hold(state, key) {
        return Vec::new();
    }
    if state.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Hint) {
        state.notice = None;
    }
    let was_leaving = state.leaving;
    let effects = route(state, context, key);
    state.leaving &= !was_leaving;
    effects
}

fn route(state: &mut State, context: &mut Context, key: KeyEvent) -> Vec<Effect> {
    let scopes = front::with_keys(state);
    state.prefix.push(key);
    let typed = state.prefix.clone();
    let (inner, outer): (Vec<Scope>, Vec<Scope>) =
        scopes.iter().partition(|scope| **scope != Scope::Always);
    let is_text = front::text_mut(state).is_some();
    let mut found = state.keymap.find(if is_text { &inner } else { &scopes }, &typed);
    if is_text && found == Match::None {
        match front::text_mut(state).map_or(Taken::No, |text| text.key(key)) {
            Taken::Changed => {
                state.prefix.clear();
                return retype::retyped(state);
            }
            Taken::Unchanged => {
                state.prefix.clear();
                return Vec::new();
            }
            Taken::No => found = state.keymap.find(&outer, &typed),
        }
    }
    match found {
        Match::Prefix => Vec::new(),
        Match::Command(name) => {
            state.prefix.clear();
            hints::named(context.table, name)
                .map_or_else(Vec::new, |command| run(state, context, command))
        }
        Match::None => {
            state.prefix.clear();
            explain(state, context, &typed);
            Vec::new()
        }
    }
}

/// A dead key says so, and where it would do something.
fn explain(state: &mut State, context: &Context, typed: &[KeyEvent]) {
    let abandoned = typed.len() > 1 && typed.last().is_some_and(|key| key.code == KeyCode::Esc);
    let odd = |key: &KeyEvent| {
        key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
            || !matches!(key.code, KeyCode::Char(_) | KeyCode::Enter)
    };
    if !abandoned && !typed.iter().any(odd) {
        let elsewhere = elsewhere(state, context, typed);
        let help = elsewhere.unwrap_or_else(|| "? shows what does".to_owned());
        state.say(Tone::Hint, format!("{} does nothing here; {help}", spell(typed)));
    }
}

/// What a key does in another pane.
fn elsewhere(state: &State, context: &Context, typed: &[KeyEvent]) -> Option<String> {
    if !state.dialogs.is_empty() {
        return None;
    }
    let mut bindings = state.keymap.bindings().iter();
    let binding = bindings.find(|binding| binding.keys == typed && binding.scope.is_pane())?;
    let command = hints::named(context.table, binding.command)?;
    let what = command.help.split(';').next().unwrap_or_default();
    Some(format!("in {}: {what}", binding.scope.title()))
}
