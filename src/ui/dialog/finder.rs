//! Help and palette: commands to be found by typing and run by Enter, each with its keys, and with
//! the reason where it can't act now.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{command::Hint, commands, dialogs::finder::Finder, state::State},
    ui::{
        canvas::{Canvas, width},
        empty, input, place,
        theme::Role,
    },
};

const WIDTH: u16 = 84;
const ROWS: u16 = 26;
const KEYS: u16 = 16;

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
    let mut line = canvas.line(inner, inner.y);
    line.put(Role::Key, prompt);
    let query = Rect { x: line.x(), width: line.room(), height: 1, ..inner };
    input::draw_line(canvas, query, &finder.query, true);
    let typing_at = canvas.cursor;
    let list = place::below(inner, 2);
    if found.is_empty() {
        empty::say(canvas, list, "no command is called so", "");
    }
    let first = place::first_visible(0, finder.at, list.height, |_| 1);
    for (at, hint) in found.iter().enumerate().skip(first).take(list.height.into()) {
        let row = place::row(list, u16::try_from(at - first).unwrap_or(u16::MAX));
        draw_row(canvas, row, hint, at == finder.at);
        if at == finder.at {
            canvas.cursor_row(row, true);
        }
    }
    if !finder.query.is_empty() {
        canvas.cursor = typing_at;
    }
}

fn draw_row(canvas: &mut Canvas, row: Rect, hint: &Hint, under_cursor: bool) {
    let text = if hint.ready.is_ok() { Role::Text } else { Role::Muted };
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if under_cursor { ">" } else { " " });
    line.gap_right(1).put_right(Role::Muted, hint.name).gap_right(2);
    line.put_within(Role::Key, &hint.keys, KEYS).to(row.x + KEYS + 2);
    line.put(text, hint.help);
    if let Err(why) = hint.ready
        && line.room() > width(why) + 4
    {
        line.gap(1).put(Role::Muted, "(").put(Role::Muted, why).put(Role::Muted, ")");
    }
}
