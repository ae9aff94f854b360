//! The mouse: a click selects, a second one opens, the wheel moves. What stands where it points
//! comes with the event.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::SignedDuration;

use super::{
    act,
    command::Context,
    dispatch,
    effect::Effect,
    front, hints, menus, motion, pointing,
    spot::{Region, Spot},
    state::State,
    view::Pane,
};

/// Two clicks on one cell within this time are a double click.
const DOUBLE: SignedDuration = SignedDuration::from_millis(400);
/// Rows of a list that a step of the wheel moves.
const WHEEL: isize = 3;

/// Whether an event means anything here.
pub fn matters(event: MouseEvent) -> bool {
    use MouseEventKind::{Down, ScrollDown, ScrollUp};
    matches!(event.kind, Down(MouseButton::Left) | ScrollDown | ScrollUp)
}

pub fn mouse(
    state: &mut State,
    context: &mut Context,
    event: MouseEvent,
    on: Option<Spot>,
) -> Vec<Effect> {
    let Some(spot) = on.filter(|spot| is_in_reach(state, *spot)) else { return Vec::new() };
    match event.kind {
        MouseEventKind::ScrollDown => wheel(state, context, spot, 1),
        MouseEventKind::ScrollUp => wheel(state, context, spot, -1),
        MouseEventKind::Down(MouseButton::Left) => click(state, context, event, spot),
        _ => Vec::new(),
    }
}

/// While a dialog is open, it has the mouse as it has the keys.
fn is_in_reach(state: &State, spot: Spot) -> bool {
    let of_dialog = matches!(
        spot,
        Spot::Inside(Region::Dialog)
            | Spot::Row(Region::Dialog, _)
            | Spot::Choice(_)
            | Spot::Command(_)
    );
    of_dialog || state.dialogs.is_empty()
}

fn wheel(state: &mut State, context: &mut Context, spot: Spot, by: isize) -> Vec<Effect> {
    match spot {
        Spot::Inside(Region::Pane(pane)) | Spot::Row(Region::Pane(pane), _) => {
            let focus = std::mem::replace(&mut state.focus, pane);
            motion::rows(state).step(by * WHEEL);
            state.focus = focus;
            Vec::new()
        }
        Spot::Inside(Region::Dialog) | Spot::Row(Region::Dialog, _) | Spot::Choice(_) => {
            press(state, context, if by > 0 { KeyCode::Down } else { KeyCode::Up })
        }
        Spot::Tab(_) | Spot::Sort(_) | Spot::Tag(_) | Spot::Command(_) => Vec::new(),
    }
}

fn click(state: &mut State, context: &mut Context, event: MouseEvent, spot: Spot) -> Vec<Effect> {
    let again = is_second(state, context, event);
    match spot {
        Spot::Inside(Region::Pane(pane)) => state.focus = pane,
        Spot::Row(Region::Pane(pane), row) => {
            state.focus = pane;
            motion::rows(state).go(row);
            if pane == Pane::List && event.modifiers.contains(KeyModifiers::CONTROL) {
                motion::mark(state);
            } else if again {
                return press(state, context, KeyCode::Enter);
            }
        }
        Spot::Inside(Region::Dialog) => {}
        Spot::Row(Region::Dialog, row) => {
            pointing::row(state, row);
            return second(state, context, again);
        }
        Spot::Choice(option) => {
            pointing::option(state, option);
            return second(state, context, again);
        }
        Spot::Tab(tab) => {
            state.detail.tab = tab;
            state.focus = Pane::Detail;
        }
        Spot::Sort(by) => menus::sort_by(state, by),
        Spot::Tag(row) => {
            if let Some(tag) = state.tags.list.ids().get(row).cloned() {
                act::show_tag(state, &tag);
            }
        }
        Spot::Command(name) => return command(state, context, name),
    }
    Vec::new()
}

/// Whether this click makes a double click of the last one.
fn is_second(state: &mut State, context: &Context, event: MouseEvent) -> bool {
    let at = (event.column, event.row);
    let again = state
        .clicked
        .is_some_and(|(x, y, when)| (x, y) == at && context.at.duration_since(when) < DOUBLE);
    state.clicked = (!again).then_some((event.column, event.row, context.at));
    again
}

/// What a second click does in a dialog.
fn second(state: &mut State, context: &mut Context, again: bool) -> Vec<Effect> {
    match pointing::second(state).filter(|_| again) {
        Some(key) => press(state, context, key),
        None => Vec::new(),
    }
}

/// A hint, or the name of a view: what its key does, where its key would do it.
fn command(state: &mut State, context: &mut Context, name: &str) -> Vec<Effect> {
    let scopes = front::with_keys(state);
    let command = hints::named(context.table, name);
    match command.filter(|command| scopes.contains(&command.scope)) {
        Some(command) => {
            state.prefix.clear();
            dispatch::run(state, context, command)
        }
        None => Vec::new(),
    }
}

/// What a key does here.
fn press(state: &mut State, context: &mut Context, key: KeyCode) -> Vec<Effect> {
    dispatch::key(state, context, KeyEvent::new(key, KeyModifiers::NONE))
}
