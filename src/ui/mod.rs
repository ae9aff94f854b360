//! Draws a state and never changes it. One file a part of the screen; every one is a function from
//! the state and an area to cells.

// What is drawn on, and with.
pub mod theme;

pub mod lines;

pub mod steady;

pub mod canvas;

pub mod place;

pub mod columns;

pub mod pane;

pub mod gutter;

pub mod wrap;

pub mod input;

pub mod empty;

// Values in words.
pub mod moment;

pub mod plain;

pub mod mark;

// The screen from top to bottom.
pub mod title;

pub mod header;

pub mod side;

pub mod contacts;

pub mod tasks;

pub mod notes;

pub mod tags;

pub mod sync;

pub mod task_row;

pub mod person;

pub mod strip;

pub mod status;

pub mod hints;

pub mod which_key;

pub mod dialog;

pub mod small;

use ratatui::{
    Frame,
    buffer::Buffer,
    layout::{Position, Rect},
};

use self::canvas::{Canvas, Look};
use crate::app::{
    dialog::Dialog,
    layout::Screen,
    spot::{Region, Spot},
    state::State,
    view::{Pane, View},
};

/// What a frame has beside its cells.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Where the terminal's cursor goes.
    pub cursor: Option<Position>,
    /// What stands where, the uppermost last.
    spots: Vec<(Rect, Spot)>,
}

impl Drawn {
    /// What stands on a cell.
    pub fn spot(&self, column: u16, row: u16) -> Option<Spot> {
        let at = Position::new(column, row);
        self.spots.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, spot)| *spot)
    }
}

/// Draws one frame and puts the terminal's cursor where the person is.
pub fn draw(frame: &mut Frame, state: &State, look: Look) -> Drawn {
    let drawn = draw_on(frame.buffer_mut(), state, look);
    if let Some(at) = drawn.cursor {
        frame.set_cursor_position(at);
    }
    drawn
}

/// The same on a bare buffer.
pub fn draw_on(buffer: &mut Buffer, state: &State, look: Look) -> Drawn {
    let mut canvas = Canvas::new(buffer, look);
    match state.screen() {
        Some(screen) => draw_screen(&mut canvas, state, &screen),
        None => small::draw(&mut canvas),
    }
    let cursor = canvas.cursor.filter(|at| canvas.area().contains(*at));
    Drawn { cursor, spots: canvas.into_spots() }
}

fn draw_screen(canvas: &mut Canvas, state: &State, screen: &Screen) {
    let body = between(screen.header.unwrap_or(screen.title).into(), screen.strip.into());
    if matches!(state.dialogs.first(), Some(Dialog::Welcome(_))) {
        dialog::draw(canvas, between(Rect::ZERO, screen.hints.into()), state);
        return hints::draw(canvas, screen.hints.into(), state);
    }
    title::draw(canvas, screen.title.into(), state);
    status::draw(canvas, screen.status.into(), state);
    hints::draw(canvas, screen.hints.into(), state);
    if let Some(area) = screen.side {
        side::draw(canvas, area.into(), state);
    }
    if let Some(area) = screen.list {
        canvas.region(area.into(), Region::Pane(Pane::List));
        list(canvas, area.into(), state);
    }
    if let Some(area) = screen.detail {
        canvas.region(area.into(), Region::Pane(Pane::Detail));
        person::detail(canvas, area.into(), state);
    }
    for pane in [Pane::Tasks, Pane::Notes, Pane::Appointments] {
        if let Some(area) = screen.pane(pane) {
            canvas.region(area.into(), Region::Pane(pane));
            person::beside(canvas, area.into(), state, pane);
        }
    }
    // Where a pane has no row to stand on, its first line is read out.
    let pane = screen.pane(state.focus).map(|area| pane::inside(area.into()).as_position());
    canvas.cursor = canvas.cursor.or(pane);
    // Last, since the cursor stands in one of them while a filter is typed.
    strip::draw(canvas, screen.strip.into(), state);
    if let Some(area) = screen.header {
        header::draw(canvas, area.into(), state);
    }
    which_key::draw(canvas, body, state);
    dialog::draw(canvas, body, state);
}

fn list(canvas: &mut Canvas, area: Rect, state: &State) {
    match state.view {
        View::Contacts => contacts::draw(canvas, area, state),
        View::Tasks => tasks::draw(canvas, area, state),
        View::Notes => notes::draw(canvas, area, state),
        View::Tags => tags::draw(canvas, area, state),
        View::Sync => sync::draw(canvas, area, state),
    }
}

/// The area below one line and above another.
fn between(upper: Rect, lower: Rect) -> Rect {
    Rect { y: upper.bottom(), height: lower.y.saturating_sub(upper.bottom()), ..lower }
}
