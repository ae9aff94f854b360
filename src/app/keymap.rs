//! Which keys do what: plain data, made from the command table and the person's own keys.

use std::fmt;

use crossterm::event::KeyEvent;

use super::{keys::UnknownKey, scope::Scope};

/// One way to call a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub scope: Scope,
    pub keys: Vec<KeyEvent>,
    /// `task.done`
    pub command: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap(Vec<Binding>);

/// Two commands want one key in one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub scope: Scope,
    pub keys: String,
    pub commands: (&'static str, &'static str),
}

impl fmt::Display for Clash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, other) = &self.commands;
        write!(out, "{} is bound to both {one} and {other} in {}", self.keys, self.scope.title())
    }
}

/// What is wrong with the person's own keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    UnknownCommand(String),
    UnknownKey(UnknownKey),
    Clash(Clash),
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCommand(name) => write!(out, "there is no command {name}"),
            Self::UnknownKey(unknown) => unknown.fmt(out),
            Self::Clash(clash) => clash.fmt(out),
        }
    }
}

/// What keys lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    Command(&'static str),
    /// More keys must follow.
    Prefix,
    None,
}

impl Keymap {
    pub fn new(bindings: Vec<Binding>) -> Self {
        Self(bindings)
    }

    pub fn bindings(&self) -> &[Binding] {
        &self.0
    }

    /// What the keys typed so far lead to, in the innermost scope that knows them.
    pub fn find(&self, scopes: &[Scope], keys: &[KeyEvent]) -> Match {
        for scope in scopes {
            let here = || self.0.iter().filter(|binding| binding.scope == *scope);
            if let Some(binding) = here().find(|binding| binding.keys == keys) {
                return Match::Command(binding.command);
            }
            if here().any(|binding| binding.keys.starts_with(keys)) {
                return Match::Prefix;
            }
        }
        Match::None
    }

    /// All keys of a command, the first one being the main one.
    pub fn keys_of(&self, command: &str) -> impl Iterator<Item = &Binding> {
        self.0.iter().filter(move |binding| binding.command == command)
    }
}
