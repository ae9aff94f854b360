//! Whether there is a terminal that can be drawn on.

use std::io::IsTerminal as _;

/// Why the interface cannot be shown here. The headless commands work all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("the interface needs a terminal, and {0} is not one")]
    NotATerminal(&'static str),
    #[error("the interface needs a terminal that can move its cursor, and TERM is `dumb`")]
    Dumb,
}

/// Looks at standard input, standard output and, given by the caller, the variable `TERM`.
pub fn fit(term: Option<&str>) -> Result<(), Unfit> {
    if !std::io::stdin().is_terminal() {
        return Err(Unfit::NotATerminal("standard input"));
    }
    if !std::io::stdout().is_terminal() {
        return Err(Unfit::NotATerminal("standard output"));
    }
    if term == Some("dumb") { Err(Unfit::Dumb) } else { Ok(()) }
}
