//! What has the keys: the scopes from the inside to the outside, and the text that is typed into.

use super::{
    dialog::{Dialog, Input},
    refused,
    scope::Scope,
    state::State,
    text::Text,
    view::{Pane, Tab, View},
};

/// Where keys go now, from the inside to the outside. The help and the palette are left out, as
/// they show what can be done under them; see [`with_keys`].
pub fn scopes(state: &State) -> Vec<Scope> {
    if let Some(dialog) = state.dialog() {
        return dialog_scopes(state, dialog);
    }
    if is_filtering(state) {
        return vec![Scope::Filter, Scope::Always];
    }
    let mut scopes = Vec::new();
    if let Some(line) = refused::line(state) {
        scopes.extend(line.is_conflict().then_some(Scope::ConflictRow));
        let in_person = state.focus != Pane::List;
        scopes.extend(in_person.then_some(Scope::RefusedRow));
        scopes.push(Scope::Refused);
    } else if refused::overwritten(state).is_some() {
        scopes.push(Scope::Overwritten);
    }
    scopes.extend(pane_scope(state));
    if state.focus == Pane::List && matches!(state.view, View::Contacts | View::Tasks) {
        scopes.push(Scope::Marks);
    }
    if state.view.has_person() {
        scopes.push(Scope::Person);
    }
    scopes.extend([Scope::List, Scope::Global, Scope::Always]);
    scopes
}

/// Where keys go while the help or the palette is open.
const FINDER_SCOPES: &[Scope] = &[Scope::Finder, Scope::Always];

/// Whether the help or the palette has the keys.
pub fn is_finding(state: &State) -> bool {
    matches!(state.dialogs.last(), Some(Dialog::Help(_) | Dialog::Palette(_)))
}

/// Where keys go now, the help and the palette included.
pub fn with_keys(state: &State) -> Vec<Scope> {
    if is_finding(state) { FINDER_SCOPES.to_vec() } else { scopes(state) }
}

fn dialog_scopes(state: &State, dialog: &Dialog) -> Vec<Scope> {
    let inside: &[Scope] = match dialog {
        Dialog::Field(_) | Dialog::Contact(_) | Dialog::Task(_) | Dialog::Note(_) => {
            match (dialog, dialog.input()) {
                (_, Input::Button) => &[Scope::Button, Scope::Form],
                (Dialog::Contact(_), Input::Line) => &[Scope::Row, Scope::Line, Scope::Form],
                (Dialog::Contact(_), Input::Choice) => &[Scope::Row, Scope::Choice, Scope::Form],
                (_, Input::Line) => &[Scope::Line, Scope::Form],
                (_, Input::Choice) => &[Scope::Choice, Scope::Form],
                (_, Input::Lines | Input::None) => &[Scope::Form],
            }
        }
        Dialog::Tags(_) => &[Scope::Picker],
        Dialog::People(_) => &[Scope::People],
        Dialog::Menu(_) => &[Scope::Menu],
        Dialog::Confirm(_) => &[Scope::Confirm],
        Dialog::Change(_) => &[Scope::Change],
        Dialog::Conflict(conflict) => {
            let line = state.book.queue().get(conflict.op);
            match line {
                Some(line) if line.gone().is_some() => &[Scope::Gone, Scope::Conflict],
                Some(line) if line.is_taken() => &[Scope::Taken, Scope::Conflict],
                Some(line) if line.is_shared_note() => &[Scope::Conflict, Scope::SharedNote],
                _ => &[Scope::Conflict],
            }
        }
        Dialog::Welcome(_) => &[Scope::Welcome],
        Dialog::Help(_) | Dialog::Palette(_) => &[Scope::Finder],
    };
    inside.iter().copied().chain([Scope::Always]).collect()
}

fn pane_scope(state: &State) -> Option<Scope> {
    Some(match (state.tab(), state.view) {
        (None, View::Contacts) => Scope::Contacts,
        (None, View::Tasks) | (Some(Tab::Tasks), _) => Scope::Tasks,
        (None, View::Notes) | (Some(Tab::Notes), _) => Scope::Notes,
        (None, View::Tags) => Scope::Tags,
        (None, View::Sync) => Scope::Sync,
        (Some(Tab::Details), _) => Scope::Fields,
        (Some(Tab::Tags), _) => Scope::PersonTags,
        (Some(Tab::Appointments), _) => return None,
    })
}

/// Whether keys go into a filter or a search.
pub fn is_filtering(state: &State) -> bool {
    filter(state).is_some_and(|(_, typing)| typing)
}

/// The filter of the pane with the keys, and whether it is being typed.
pub fn filter(state: &State) -> Option<(&Text, bool)> {
    match (state.tab(), state.view) {
        (None, View::Contacts) => {
            Some((&state.contacts.filter.input, state.contacts.filter.typing))
        }
        (None, View::Tasks) => Some((&state.tasks.filter, state.tasks.typing)),
        (None, View::Notes) => Some((&state.notes.query, state.notes.typing)),
        (None, View::Tags) => Some((&state.tags.filter, state.tags.typing)),
        (Some(Tab::Details), _) => Some((&state.detail.finder, state.detail.finding)),
        _ => None,
    }
}

/// The same, to be altered.
pub fn filter_mut(state: &mut State) -> Option<(&mut Text, &mut bool)> {
    match (state.tab(), state.view) {
        (None, View::Contacts) => {
            let filter = &mut state.contacts.filter;
            Some((&mut filter.input, &mut filter.typing))
        }
        (None, View::Tasks) => Some((&mut state.tasks.filter, &mut state.tasks.typing)),
        (None, View::Notes) => Some((&mut state.notes.query, &mut state.notes.typing)),
        (None, View::Tags) => Some((&mut state.tags.filter, &mut state.tags.typing)),
        (Some(Tab::Details), _) => Some((&mut state.detail.finder, &mut state.detail.finding)),
        _ => None,
    }
}

/// Whether letters go into a text.
pub fn is_typing(state: &State) -> bool {
    let dialog = || state.dialogs.last().map(Dialog::input);
    is_filtering(state) && state.dialogs.is_empty()
        || matches!(dialog(), Some(Input::Line | Input::Lines))
}

/// The text that letters go into, if any.
pub fn text_mut(state: &mut State) -> Option<&mut Text> {
    if state.dialogs.is_empty() {
        return filter_mut(state).filter(|(_, typing)| **typing).map(|(text, _)| text);
    }
    state.dialogs.last_mut()?.text_mut()
}
