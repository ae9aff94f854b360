//! The mouse in dialogs: a click puts the cursor on a row or picks an option.

use crossterm::event::KeyCode;

use super::{
    dialog::{Dialog, Input},
    dialogs::{task::TaskField, welcome::WelcomeRow},
    forms,
    state::State,
};

/// Puts the cursor of the dialog on one of its rows.
pub fn row(state: &mut State, row: usize) {
    match state.dialogs.last_mut() {
        Some(Dialog::Tags(picker)) => picker.at = row.min(picker.shown.len().saturating_sub(1)),
        Some(Dialog::People(people)) => people.at = row.min(people.found.len().saturating_sub(1)),
        Some(Dialog::Help(finder) | Dialog::Palette(finder)) => finder.at = row,
        Some(Dialog::Contact(form)) => {
            form.at = row.min(form.rows.len().saturating_sub(1));
            forms::look_for_twin(state);
        }
        Some(Dialog::Task(form)) => form.at = TaskField::ALL.get(row).copied().unwrap_or(form.at),
        Some(Dialog::Confirm(confirm)) => confirm.yes = row > 0 && confirm.number.is_none(),
        Some(Dialog::Welcome(welcome)) => {
            welcome.at = WelcomeRow::ALL.get(row).copied().unwrap_or(welcome.at);
        }
        _ => {}
    }
}

/// Picks an option; in a menu the cursor only goes there, since picking is already doing.
pub fn option(state: &mut State, option: usize) {
    let is_menu = matches!(state.dialogs.last(), Some(Dialog::Menu(_)));
    if let Some(choice) = forms::choice_mut(state)
        && option < choice.options.len()
    {
        choice.at = option;
        if !is_menu {
            choice.toggle();
        }
    }
}

/// The key that a second click stands for.
pub fn second(state: &State) -> Option<KeyCode> {
    match state.dialogs.last()? {
        Dialog::Menu(_)
        | Dialog::People(_)
        | Dialog::Help(_)
        | Dialog::Palette(_)
        | Dialog::Confirm(_) => Some(KeyCode::Enter),
        Dialog::Welcome(_) => {
            let text = state.dialogs.last().map(Dialog::input) == Some(Input::Line);
            (!text).then_some(KeyCode::Enter)
        }
        Dialog::Tags(_) => Some(KeyCode::Char(' ')),
        _ => None,
    }
}
