//! The command table as the person meets it: what can be done here, what may follow a prefix,
//! what a query finds.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    command::{Command, Hint, Table},
    front,
    keymap::Binding,
    keys::spell,
    scope::Scope,
    state::State,
};
use crate::model::folded::folded;

pub fn rows(table: Table) -> impl Iterator<Item = &'static Command> {
    table.iter().copied().flatten()
}

pub fn named(table: Table, name: &str) -> Option<&'static Command> {
    rows(table).find(|command| command.name == name)
}

/// What the hint bar may show, innermost first. It is drawn with every frame, so rows that have no
/// word for it are not asked whether they are ready.
pub fn bar(table: Table, state: &State) -> Vec<Hint> {
    of_scopes(table, state, &front::with_keys(state), |command| !command.hint.is_empty())
}

/// The keys that may follow the prefix that was typed.
pub fn continuations(table: Table, state: &State) -> Vec<Hint> {
    let scopes = front::scopes(state);
    let typed = &state.prefix;
    let bindings = state.keymap.bindings().iter().filter(|binding| {
        scopes.contains(&binding.scope)
            && binding.keys.len() > typed.len()
            && binding.keys.starts_with(typed)
    });
    bindings
        .filter_map(|binding| {
            let keys = spell(&binding.keys[typed.len()..]);
            Some(Hint { keys, ..hint(state, named(table, binding.command)?) })
        })
        .collect()
}

/// The rows of the help that a query finds: what can be done in the panes or the dialog under it.
pub fn help(table: Table, state: &State, query: &str) -> Vec<Hint> {
    found(of_scopes(table, state, &front::scopes(state), |_| true), query)
}

/// The rows of the palette that a query finds: all commands of the panes; those of other panes
/// say so. Over a dialog: what can be done there.
pub fn palette(table: Table, state: &State, query: &str) -> Vec<Hint> {
    let here = front::scopes(state);
    if state.dialog().is_some() {
        return help(table, state, query);
    }
    let all = rows(table).filter(|command| command.scope <= Scope::Always && !in_dialog(command));
    let hints = all.map(|command| {
        let hint = hint(state, command);
        if here.contains(&command.scope) {
            hint
        } else {
            Hint { ready: Err("not in this pane"), ..hint }
        }
    });
    found(hints.collect(), query)
}

fn in_dialog(command: &Command) -> bool {
    command.scope < Scope::ConflictRow
}

/// The wanted commands of these scopes, the inner ones first. A key that an inner scope takes is
/// left out further outside, and so is a command that has no key left.
fn of_scopes(
    table: Table,
    state: &State,
    scopes: &[Scope],
    wanted: fn(&Command) -> bool,
) -> Vec<Hint> {
    let typing = front::is_typing(state);
    let mut hints = Vec::new();
    let mut taken: Vec<&[KeyEvent]> = Vec::new();
    for scope in scopes {
        let here = rows(table).filter(|command| command.scope == *scope && wanted(command));
        for command in here {
            let bound: Vec<&Binding> = state.keymap.keys_of(command.name).collect();
            let is_free = |binding: &Binding| {
                let letter = typing && command.scope == Scope::Always && is_letter(&binding.keys);
                !letter && !taken.contains(&binding.keys.as_slice())
            };
            let free: Vec<&Binding> =
                bound.iter().copied().filter(|binding| is_free(binding)).collect();
            if bound.is_empty() || !free.is_empty() {
                hints.push(with_keys(state, command, &free));
            }
        }
        let here = state.keymap.bindings().iter().filter(|binding| binding.scope == *scope);
        taken.extend(here.map(|binding| binding.keys.as_slice()));
    }
    hints
}

/// Whether it would be typed where letters are text.
fn is_letter(keys: &[KeyEvent]) -> bool {
    let plain = |key: &KeyEvent| {
        matches!(key.code, KeyCode::Char(_))
            && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
    };
    keys.first().is_some_and(plain)
}

/// Those that have all words in name, keys or help. What can act comes first, then names and
/// verbs that begin with the query.
fn found(mut hints: Vec<Hint>, query: &str) -> Vec<Hint> {
    let query = folded(query.trim()).into_owned();
    hints.retain(|hint| {
        let text = format!("{} {} {}", hint.name, hint.keys, hint.help);
        let text = folded(&text).replace('.', " ");
        query.replace('.', " ").split_whitespace().all(|word| text.contains(word))
    });
    let rank = |hint: &Hint| match hint.name.split_once('.') {
        _ if hint.name.starts_with(&query) => 0,
        Some((_, verb)) if verb.starts_with(&query) => 1,
        _ if hint.name.contains(&query) => 2,
        _ => 3,
    };
    hints.sort_by_key(|hint| (hint.ready.is_err(), rank(hint)));
    hints
}

fn hint(state: &State, command: &'static Command) -> Hint {
    let bound: Vec<&Binding> = state.keymap.keys_of(command.name).collect();
    with_keys(state, command, &bound)
}

fn with_keys(state: &State, command: &'static Command, bindings: &[&Binding]) -> Hint {
    let keys: Vec<String> = bindings.iter().map(|binding| spell(&binding.keys)).collect();
    Hint {
        name: command.name,
        keys: keys.join(" "),
        hint: command.hint,
        help: command.help,
        ready: (command.ready)(state),
    }
}
