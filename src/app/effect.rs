//! What a message leads to beyond the state itself, as plain data: carried out by `run.rs`,
//! compared with `==` in tests.

use std::fmt;

use crate::model::{
    ids::{LocationId, UserId},
    talk::Order,
};

use super::draft::Draft;

/// One thing to do outside of the state.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Effect {
    /// Pass this on to the background task.
    Tell(Order),
    Quit,
    /// Load everything from the local database again. Answered by [`super::msg::Input::Loaded`].
    Load,
    /// Stop as a job of the shell (`Ctrl+Z`), until `fg`.
    Suspend,
    /// Draw every cell again, since something else wrote on the terminal.
    Redraw,
    /// To the clipboard.
    Copy(String),
    /// An address for the browser.
    Open(String),
    /// Let `$EDITOR` work on this text. Answered by [`super::msg::Input::Edited`].
    Edit(String),
    /// Keep this draft on disk until [`Effect::ForgetDraft`].
    KeepDraft(Draft),
    ForgetDraft(super::draft::Place),
    /// Try this token. Answered by [`super::msg::Input::SignedIn`] or
    /// [`super::msg::Input::NotSignedIn`].
    SignIn {
        token: Token,
        location: LocationId,
    },
    /// Leave the first screen for the sandbox.
    Sandbox,
    /// Remember in the profile which of the location's users the person is.
    SaveMe(UserId),
    /// Change how the sandbox behaves; only in `rolodeck demo`.
    Weather(Weather),
}

/// How the sandbox answers from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    Normal,
    /// No connection.
    Offline,
    /// Every answer is 429.
    Throttled,
    /// The next writes are refused.
    Refusing,
}

/// A private integration token on its way from the keyboard to the keyring. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn new(token: String) -> Self {
        Self(token)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_printed() {
        let effect =
            Effect::SignIn { token: Token::new("pit-1234".into()), location: "loc".into() };
        assert!(!format!("{effect:?}").contains("1234"));
    }
}
