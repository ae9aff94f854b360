//! Help and palette: commands to be found by typing and run by Enter, each with its keys, and with
//! the reason where it can't act now.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{command::Hint, commands, dialogs::finder::Finder, state::State},
    ui::{
        canvas::{Canvas, width},
        empty, gutter, input, place,
        theme::Role,
    },
};

const WIDTH: u16 = 84;
const ROWS: u16 = 26;
const KEYS: u16 = 16;
/// From this width on the names of the commands are shown as well.
const SPACIOUS: u16 = 60;

/// Which commands are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Here,
    Everywhere,
}

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, finder: &Finder, reach: Reach) {
    let found = commands::found(state, &finder.query.trimmed(), reach == Reach::Here);
    let (title, prompt) = match reach {
        Reach::Here => ("What you can do here", "? "),
        Reach::Everywhere => ("Commands", ": "),
    };
    let inner = popup::open(canvas, area, title, WIDTH, ROWS + 2);
    let air = u16::from(inner.height >= 10);
    list(canvas, place::below(inner, 1 + air), &found, finder.at);
    let on_row = canvas.cursor;
    let mut line = canvas.line(inner, inner.y);
    line.put(Role::Key, prompt);
    let query = Rect { x: line.x(), width: line.room(), height: inner.height.min(1), ..inner };
    input::draw_line(canvas, query, &finder.query, true);
    if finder.query.is_empty() {
        canvas.cursor = on_row.or(canvas.cursor);
    }
}

fn list(canvas: &mut Canvas, area: Rect, found: &[Hint], cursor: usize) {
    if found.is_empty() {
        return empty::say(canvas, area, "no command is called so", "");
    }
    let first = place::first_visible(0, cursor, area.height, |_| 1);
    let hints = found.iter().enumerate().skip(first).take(area.height.into());
    for (line, (at, hint)) in (0..).zip(hints) {
        let row = place::row(area, line);
        canvas.row(row, at);
        draw_row(canvas, row, hint, at == cursor);
        canvas.cursor_row(row, at == cursor);
    }
}

fn draw_row(canvas: &mut Canvas, row: Rect, hint: &Hint, under_cursor: bool) {
    let text = if hint.ready.is_ok() { Role::Text } else { Role::Muted };
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    if row.width >= SPACIOUS {
        line.gap_right(1).put_right(Role::Muted, hint.name).gap_right(2);
    }
    let keys = KEYS.min(row.width / 4);
    line.put_within(Role::Key, &hint.keys, keys).to(row.x + keys + 2);
    line.put(text, hint.help);
    if let Err(why) = hint.ready
        && line.room() > width(why) + 4
    {
        line.gap(1).put(Role::Muted, "(").put(Role::Muted, why).put(Role::Muted, ")");
    }
}
