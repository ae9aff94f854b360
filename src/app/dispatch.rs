//! From a key to a command, or to a letter in a text.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{
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

/// Runs a command, or says why it can't.
pub fn run(state: &mut State, context: &mut Context, command: &Command) -> Vec<Effect> {
    match (command.ready)(state) {
        Ok(()) => (command.run)(state, context),
        Err(why) => {
            state.say(Tone::Hint, why);
            Vec::new()
        }
    }
}

/// One key: the innermost scope that knows it has it; in a text, letters come before what works
/// everywhere.
pub fn key(state: &mut State, context: &mut Context, key: KeyEvent) -> Vec<Effect> {
    // Windows tells the release of a key as well.
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    let key = plain(key);
    if state.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Hint) {
        state.notice = None;
    }
    let was_leaving = state.leaving;
    let effects = route(state, context, key);
    state.leaving &= !was_leaving;
    effects
}

fn route(state: &mut State, context: &mut Context, key: KeyEvent) -> Vec<Effect> {
    let scopes =
        if front::is_finding(state) { front::FINDER_SCOPES.to_vec() } else { front::scopes(state) };
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
            explain(state, &typed);
            Vec::new()
        }
    }
}

/// A dead key says so.
fn explain(state: &mut State, typed: &[KeyEvent]) {
    let abandoned = typed.len() > 1 && typed.last().is_some_and(|key| key.code == KeyCode::Esc);
    let odd = |key: &KeyEvent| {
        key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
            || !matches!(key.code, KeyCode::Char(_) | KeyCode::Enter)
    };
    if !abandoned && !typed.iter().any(odd) {
        state.say(Tone::Hint, format!("{} does nothing here; ? shows what does", spell(typed)));
    }
}
