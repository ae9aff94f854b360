//! A command is one row of one table. Dispatch, hint bar, help, palette, the README's key table
//! and the person's own keys all read that row.

use jiff::Timestamp;

use super::{effect::Effect, scope::Scope, state::State};
use crate::model::ids::Ids;

/// The rows in groups, one a file; their order is that of the help.
pub type Table = &'static [&'static [Command]];

/// What a command may use beside the state.
#[derive(Debug)]
pub struct Context {
    pub at: Timestamp,
    pub ids: Ids,
    pub table: Table,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// `task.done`: the place and the verb, for the palette and for settings.
    pub name: &'static str,
    pub scope: Scope,
    /// As in [`super::keys::parse_keys`]; the first is the main one. None: palette only.
    pub keys: &'static [&'static str],
    /// One or two words for the hint bar; empty: not there.
    pub hint: &'static str,
    /// What it does, as a sentence fragment.
    pub help: &'static str,
    /// Why it can't act now.
    pub ready: fn(&State) -> Ready,
    pub run: fn(&mut State, &mut Context) -> Vec<Effect>,
}

/// Whether a command can act now, or why not.
pub type Ready = Result<(), &'static str>;

/// For commands that always can.
pub fn always(_: &State) -> Ready {
    Ok(())
}

/// A row of the table as the person meets it here and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub name: &'static str,
    /// Her keys, as people read them; empty where it has none.
    pub keys: String,
    pub hint: &'static str,
    pub help: &'static str,
    /// Why it can't act now.
    pub ready: Ready,
}
