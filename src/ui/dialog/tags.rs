//! The tag picker: `[x]` all of the selection have it, `[-]` some, `[ ]` none; and, before Enter,
//! what would be done.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{
        dialogs::tags::{Has, TagPicker, TagRow},
        state::State,
    },
    ui::{canvas::Canvas, count, empty, input, place, theme::Role, wrap},
};

const WIDTH: u16 = 52;
const ROWS: u16 = 14;
const PLAN: u16 = 2;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, picker: &TagPicker) {
    let title = format!("Tags of {}", popup::whose(state, &picker.contacts));
    let rows = u16::try_from(picker.rows.len() + 1).unwrap_or(ROWS).clamp(4, ROWS);
    let inner = popup::open(canvas, area, &title, WIDTH, rows + PLAN + 3);
    let mut line = canvas.line(inner, inner.y);
    line.put(Role::Muted, "find or new: ");
    let query = Rect { x: line.x(), width: line.room(), height: 1, ..inner };
    input::draw_line(canvas, query, &picker.query, true);
    let typing_at = canvas.cursor;
    let list = place::above(place::below(inner, 2), PLAN + 1);
    if picker.shown.is_empty() {
        empty::say(canvas, list, "no tag is called so", "Space makes a new one");
    }
    let first = place::first_visible(0, picker.at, list.height, |_| 1);
    for (at, tag) in picker.visible().enumerate().skip(first).take(list.height.into()) {
        let row = place::row(list, u16::try_from(at - first).unwrap_or(u16::MAX));
        draw_row(canvas, row, picker, tag, at == picker.at);
        if at == picker.at {
            canvas.cursor_row(row, true);
        }
    }
    if !picker.query.is_empty() {
        canvas.cursor = typing_at;
    }
    let plan = picker.plan();
    for (at, line) in wrap::text(&plan, inner.width).take(PLAN.into()).enumerate() {
        let y = inner.bottom().saturating_sub(PLAN) + u16::try_from(at).unwrap_or(0);
        canvas.put(Rect { y, height: 1, ..inner }, Role::Pending, line);
    }
}

fn draw_row(canvas: &mut Canvas, row: Rect, picker: &TagPicker, tag: &TagRow, under_cursor: bool) {
    let sign = match picker.has(tag) {
        Has::All => "[x]",
        Has::Some => "[-]",
        Has::None => "[ ]",
    };
    let role = if tag.want.is_some() { Role::Marked } else { Role::Text };
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if under_cursor { ">" } else { " " });
    let of = picker.contacts.len();
    let number = if !tag.known {
        "new".to_owned()
    } else if of == 1 {
        String::new()
    } else {
        format!("{} of {}", count::grouped(tag.have), count::grouped(of))
    };
    line.gap_right(1).put_right(Role::Muted, &number).gap_right(2);
    line.put(role, sign).gap(1).put(role, tag.tag.as_str());
    match tag.want {
        Some(true) => line.gap(2).put(Role::Pending, "add"),
        Some(false) => line.gap(2).put(Role::Pending, "remove"),
        None => &mut line,
    };
}
