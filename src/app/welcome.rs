//! The first screen at work.

use super::{
    dialog::Dialog,
    dialogs::welcome::WelcomeRow,
    effect::{Effect, Token},
    state::State,
};
use crate::model::{
    fault::{Fault, Trouble},
    ids::LocationId,
};

pub fn step(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(Dialog::Welcome(welcome)) = state.dialogs.last_mut() {
        welcome.step(by);
    }
    Vec::new()
}

/// Goes on with what the cursor stands on: from a text to the next line, or does it.
pub fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Welcome(welcome)) = state.dialogs.last_mut() else { return Vec::new() };
    match welcome.at {
        WelcomeRow::Token => welcome.at = WelcomeRow::Location,
        WelcomeRow::Location | WelcomeRow::SignIn => {
            let (token, location) = (welcome.token.trimmed(), welcome.location.trimmed());
            if let Some((row, missing)) = missing(&token, &location) {
                welcome.at = row;
                welcome.fault = Some(Fault::new(Trouble::Input, missing, ""));
            } else if !welcome.busy {
                welcome.busy = true;
                welcome.fault = None;
                let location = LocationId::from(location);
                return vec![Effect::SignIn { token: Token::new(token), location }];
            }
        }
        WelcomeRow::Sandbox => return vec![Effect::Sandbox],
        WelcomeRow::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

fn missing(token: &str, location: &str) -> Option<(WelcomeRow, &'static str)> {
    if token.is_empty() {
        return Some((WelcomeRow::Token, "paste a private integration token first"));
    }
    location
        .is_empty()
        .then_some((WelcomeRow::Location, "which location is it for? its id stands in the address"))
}

/// Back to what lies under it; where nothing does, quit.
pub fn leave(state: &mut State) -> Vec<Effect> {
    if state.book.is_whole() {
        state.dialogs.pop();
        return Vec::new();
    }
    vec![Effect::Quit]
}
