//! The mouse: a click selects, a second one opens, the wheel moves.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::SignedDuration;

use super::{command::Context, dispatch, effect::Effect, motion, state::State, view::Pane};

/// Two clicks on one cell within this time are a double click.
const DOUBLE: SignedDuration = SignedDuration::from_millis(400);
/// Rows a step of the wheel moves.
const WHEEL: isize = 3;

pub fn mouse(state: &mut State, context: &mut Context, event: MouseEvent) -> Vec<Effect> {
    if !state.dialogs.is_empty() {
        return Vec::new();
    }
    let Some(screen) = state.screen() else { return Vec::new() };
    let hit = screen
        .panes()
        .find(|pane| screen.pane(*pane).is_some_and(|area| area.contains(event.column, event.row)));
    let Some(pane) = hit else { return Vec::new() };
    match event.kind {
        MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
            let by = if event.kind == MouseEventKind::ScrollDown { WHEEL } else { -WHEEL };
            let focus = std::mem::replace(&mut state.focus, pane);
            motion::rows(state).step(by);
            state.focus = focus;
            Vec::new()
        }
        MouseEventKind::Down(MouseButton::Left) => {
            let top = screen.first_row(pane).unwrap_or(0);
            click(state, context, event, pane, top)
        }
        _ => Vec::new(),
    }
}

/// `top` is the line of the terminal on which the pane's first row stands.
fn click(
    state: &mut State,
    context: &mut Context,
    event: MouseEvent,
    pane: Pane,
    top: u16,
) -> Vec<Effect> {
    let at = (event.column, event.row);
    let again = state
        .clicked
        .is_some_and(|(x, y, when)| (x, y) == at && context.at.duration_since(when) < DOUBLE);
    state.clicked = (!again).then_some((event.column, event.row, context.at));
    state.focus = pane;
    let on_row =
        event.row.checked_sub(top).is_some_and(|line| motion::rows(state).point(usize::from(line)));
    if again && on_row {
        return open(state, context);
    }
    Vec::new()
}

/// What Enter does here.
fn open(state: &mut State, context: &mut Context) -> Vec<Effect> {
    dispatch::key(state, context, KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE))
}
