//! The command table, and what is read off it.

use super::{
    command::{Command, Hint},
    keymap::{Binding, Clash, Keymap},
    keys::{parse_keys, spell},
    scope::Scope,
    state::State,
};

/// All commands, in the order of the help.
pub const TABLE: &[&[Command]] = &[];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Command> {
    TABLE.iter().copied().flatten()
}

pub fn named(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

/// The keys of the table, with the person's own in their place, and where they clash.
pub fn keymap(own: &[(String, Vec<String>)]) -> (Keymap, Vec<Clash>) {
    let mut bindings: Vec<Binding> = Vec::new();
    let mut clashes = Vec::new();
    for command in all() {
        let own = own.iter().find(|(name, _)| name == command.name).map(|(_, keys)| keys);
        let keys: Vec<&str> = match own {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => command.keys.to_vec(),
        };
        for keys in keys.into_iter().filter_map(|keys| parse_keys(keys).ok()) {
            let binding = Binding { scope: command.scope, keys, command: command.name };
            if let Some(other) = bindings
                .iter()
                .find(|other| other.scope == binding.scope && other.keys == binding.keys)
            {
                clashes.push(Clash {
                    scope: binding.scope,
                    keys: spell(&binding.keys),
                    commands: (other.command.to_owned(), binding.command.to_owned()),
                });
            } else {
                bindings.push(binding);
            }
        }
    }
    (Keymap::new(bindings), clashes)
}

/// Where keys go now, from the inside to the outside.
pub fn scopes(_state: &State) -> Vec<Scope> {
    vec![Scope::Global, Scope::Always]
}

/// What can be done here, innermost first: for the hint bar those with a `hint`, for the help all.
pub fn hints(state: &State) -> Vec<Hint> {
    let scopes = scopes(state);
    scopes
        .iter()
        .flat_map(|scope| all().filter(move |command| command.scope == *scope))
        .map(|command| hint(state, command))
        .collect()
}

/// The keys that may follow a prefix that was typed.
pub fn continuations(state: &State) -> Vec<Hint> {
    let scopes = scopes(state);
    let bindings = state.keymap.bindings().iter().filter(|binding| {
        scopes.contains(&binding.scope)
            && binding.keys.len() > state.prefix.len()
            && binding.keys.starts_with(&state.prefix)
    });
    bindings
        .filter_map(|binding| {
            let rest = spell(&binding.keys[state.prefix.len()..]);
            Some(Hint { keys: rest, ..hint(state, named(binding.command)?) })
        })
        .collect()
}

/// The rows of the help (only what works here) or of the palette (all), as the query finds them.
pub fn found(state: &State, query: &str, here_only: bool) -> Vec<Hint> {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let rows = if here_only { hints(state) } else { all().map(|it| hint(state, it)).collect() };
    rows.into_iter()
        .filter(|row| {
            let text = format!("{} {} {}", row.name, row.keys, row.help).to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
        .collect()
}

fn hint(state: &State, command: &'static Command) -> Hint {
    let keys: Vec<String> =
        state.keymap.keys_of(command.name).map(|binding| spell(&binding.keys)).collect();
    Hint {
        name: command.name,
        keys: keys.join(" "),
        hint: command.hint,
        help: command.help,
        ready: (command.ready)(state),
    }
}
