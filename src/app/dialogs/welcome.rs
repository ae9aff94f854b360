//! The first screen: paste a token, or try the sandbox.

use crate::app::text::Text;
use crate::model::fault::Fault;

/// What can be chosen, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WelcomeRow {
    #[default]
    Token,
    Location,
    SignIn,
    Sandbox,
    Quit,
}

impl WelcomeRow {
    pub const ALL: &[Self] =
        &[Self::Token, Self::Location, Self::SignIn, Self::Sandbox, Self::Quit];
}

#[derive(Clone, Debug, PartialEq)]
pub struct Welcome {
    pub token: Text,
    pub location: Text,
    pub at: WelcomeRow,
    /// The token is being tried.
    pub busy: bool,
    pub fault: Option<Fault>,
}

impl Default for Welcome {
    fn default() -> Self {
        Self {
            token: Text::secret(),
            location: Text::default(),
            at: WelcomeRow::default(),
            busy: false,
            fault: None,
        }
    }
}

impl Welcome {
    pub fn step(&mut self, by: isize) {
        let count = WelcomeRow::ALL.len();
        let at = WelcomeRow::ALL.iter().position(|row| *row == self.at).unwrap_or(0);
        self.at = WelcomeRow::ALL[(at + count).wrapping_add_signed(by) % count];
    }

    /// The text that has the keys.
    pub fn text_mut(&mut self) -> Option<&mut Text> {
        match self.at {
            WelcomeRow::Token => Some(&mut self.token),
            WelcomeRow::Location => Some(&mut self.location),
            _ => None,
        }
    }
}
