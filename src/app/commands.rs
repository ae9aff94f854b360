//! The command table, and what is read off it.

mod conflict;
mod contacts;
mod dialogs;
mod forms;
mod global;
mod gone;
mod lists;
mod notes;
mod outbox;
mod panes;
mod people;
mod person;
mod refused;
mod repeat;
mod tags;
mod tasks;

use super::{
    command::{Command, Hint, Table},
    hints,
    keymap::{Binding, Clash, Keymap, Problem},
    keys::{parse_keys, spell},
    state::State,
};

/// All commands. Within a scope their order is that of the help, the hint bar and the README.
pub const TABLE: Table = &[
    conflict::TABLE,
    gone::TABLE,
    people::TABLE,
    refused::TABLE,
    contacts::TABLE,
    tasks::TABLE,
    notes::TABLE,
    tags::TABLE,
    outbox::TABLE,
    lists::TABLE,
    person::TABLE,
    repeat::TABLE,
    panes::TABLE,
    global::TABLE,
    forms::TABLE,
    dialogs::TABLE,
];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Command> {
    hints::rows(TABLE)
}

pub fn named(name: &str) -> Option<&'static Command> {
    hints::named(TABLE, name)
}

/// What the hint bar may show, innermost first.
pub fn hints(state: &State) -> Vec<Hint> {
    hints::bar(TABLE, state)
}

/// The keys that may follow the prefix that was typed.
pub fn continuations(state: &State) -> Vec<Hint> {
    hints::continuations(TABLE, state)
}

/// The rows that a query finds: of the help, which holds what works here, or of the palette.
pub fn found(state: &State, query: &str, here_only: bool) -> Vec<Hint> {
    if here_only { hints::help(TABLE, state, query) } else { hints::palette(TABLE, state, query) }
}

/// The keys of the table, with the person's own in their place, and what is wrong with those:
/// a key that is bound twice keeps its first meaning.
pub fn keymap<'a>(
    own: impl IntoIterator<Item = (&'a str, &'a [String])>,
) -> (Keymap, Vec<Problem>) {
    let own: Vec<(&str, &[String])> = own.into_iter().collect();
    let mut problems: Vec<Problem> = own
        .iter()
        .filter(|(name, _)| named(name).is_none())
        .map(|(name, _)| Problem::UnknownCommand((*name).to_owned()))
        .collect();
    let mut bindings: Vec<Binding> = Vec::new();
    for command in all() {
        let own = own.iter().find(|(name, _)| *name == command.name).map(|(_, keys)| *keys);
        let keys: Vec<&str> = match own {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => command.keys.to_vec(),
        };
        for keys in keys {
            match parse_keys(keys) {
                Err(unknown) => problems.push(Problem::UnknownKey(unknown)),
                Ok(keys) => bind(&mut bindings, &mut problems, command, keys),
            }
        }
    }
    (Keymap::new(bindings), problems)
}

fn bind(
    bindings: &mut Vec<Binding>,
    problems: &mut Vec<Problem>,
    command: &'static Command,
    keys: Vec<crossterm::event::KeyEvent>,
) {
    let taken = bindings.iter().find(|other| {
        other.scope == command.scope
            && (other.keys.starts_with(&keys) || keys.starts_with(&other.keys))
    });
    match taken {
        Some(other) => problems.push(Problem::Clash(Clash {
            scope: command.scope,
            keys: spell(&keys),
            commands: (other.command, command.name),
        })),
        None => bindings.push(Binding { scope: command.scope, keys, command: command.name }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::scope::Scope;

    #[test]
    fn no_key_stands_twice_in_a_scope() {
        let (_, problems) = keymap([]);
        assert_eq!(problems, []);
    }

    #[test]
    fn names_say_place_and_verb_and_stand_once() {
        let mut names = BTreeSet::new();
        for command in all() {
            let (place, verb) = command.name.split_once('.').expect(command.name);
            let plain = |text: &str| {
                !text.is_empty()
                    && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
            };
            assert!(plain(place) && (plain(verb) || verb == "429"), "{}", command.name);
            assert!(names.insert(command.name), "{} stands twice", command.name);
        }
    }

    #[test]
    fn every_row_says_what_it_does() {
        for command in all() {
            assert!(!command.help.is_empty(), "{} has no help", command.name);
            assert!(!command.help.ends_with('.'), "{}: a fragment, no sentence", command.name);
            assert!(
                command.hint.chars().count() <= 10,
                "{}: `{}` is too long for the bar",
                command.name,
                command.hint
            );
        }
    }

    #[test]
    fn where_letters_are_text_no_letter_is_a_command() {
        for command in all().filter(|command| command.scope.is_text()) {
            for keys in command.keys {
                let letter = keys.chars().count() == 1;
                assert!(!letter, "{} takes {keys} away from the text", command.name);
            }
        }
    }

    #[test]
    fn every_scope_has_commands_and_a_place_in_the_key_table() {
        let used: BTreeSet<Scope> = all().map(|command| command.scope).collect();
        let listed: BTreeSet<Scope> = Scope::ALL.iter().copied().collect();
        assert_eq!(used, listed);
        assert_eq!(listed.len(), Scope::ALL.len());
    }

    /// Rule 1 of features 4.1.
    #[test]
    fn nothing_needs_ctrl_or_alt_alone() {
        let excepted = ["list.half-down", "list.half-up", "form.editor", "form.discard"];
        for command in all().filter(|command| command.scope != Scope::Always) {
            let modified = |keys: &&&str| keys.starts_with("<c-") || keys.starts_with("<a-");
            let all_modified = !command.keys.is_empty()
                && command.keys.iter().filter(modified).count() == command.keys.len();
            let text = command.scope.is_text();
            assert!(!all_modified || text || excepted.contains(&command.name), "{}", command.name);
        }
    }

    #[test]
    fn a_key_means_one_thing_in_all_scopes_of_the_panes() {
        // The verb of a key in one pane is its verb in all; a conflict has answers, no verbs.
        let verbs = [("a", "add"), ("x", "done"), ("u", "undo"), ("/", "filter")];
        for (keys, verb) in verbs {
            let here = |it: &&Command| it.keys.contains(&keys) && it.scope != Scope::Conflict;
            for command in all().filter(here) {
                let own = command.name.split_once('.').map_or("", |(_, own)| own);
                let fits = own == verb || (verb, own) == ("undo", "drop");
                assert!(fits, "{keys} is {}", command.name);
            }
        }
    }

    #[test]
    fn own_keys_replace_those_of_the_table_and_clashes_are_told() {
        let own = [
            ("task.done".to_owned(), vec!["d".to_owned()]),
            ("task.fly".to_owned(), vec!["f".to_owned()]),
            ("task.add".to_owned(), vec!["<nokey>".to_owned()]),
        ];
        let (keymap, problems) =
            keymap(own.iter().map(|(name, keys)| (name.as_str(), keys.as_slice())));
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "there is no command task.fly",
                "no key is called <nokey>",
                "d is bound to both task.done and task.delete in tasks",
            ]
        );
        assert_eq!(keymap.keys_of("task.done").count(), 1);
    }
}
