//! The tag picker: `[x]` all of the selection have it, `[-]` some, `[ ]` none; and, before Enter,
//! what would be done.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{
        dialogs::tags::{Has, TagPicker, TagRow},
        state::State,
    },
    model::count,
    ui::{canvas::Canvas, empty, gutter, input, place, theme::Role, wrap},
};

const WIDTH: u16 = 52;
const ROWS: u16 = 14;
const PLAN: u16 = 2;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, picker: &TagPicker) {
    let title = format!("Tags of {}", popup::whose(state, &picker.contacts));
    let rows = u16::try_from(picker.rows.len() + 1).unwrap_or(ROWS).clamp(4, ROWS);
    let inner = popup::open(canvas, area, &title, WIDTH, rows + PLAN + 3);
    // Where it is tight, the empty lines go, and all of the plan but its beginning.
    let tight = inner.height < 10;
    let (air, plan) = if tight { (0, 1) } else { (1, PLAN) };
    list(canvas, place::above(place::below(inner, 1 + air), plan + air), picker);
    query(canvas, place::row(inner, 0), picker);
    let foot = Rect { y: inner.bottom().saturating_sub(plan), height: plan, ..inner };
    for (at, line) in (0..).zip(wrap::text(&picker.plan(), inner.width)) {
        canvas.put(place::row(foot, at), Role::Pending, line);
    }
}

/// While something is typed the cursor stands in it, otherwise on the row of the list.
fn query(canvas: &mut Canvas, row: Rect, picker: &TagPicker) {
    let on_row = canvas.cursor;
    let mut line = canvas.line(row, row.y);
    line.put(Role::Muted, "find or new: ");
    let field = Rect { x: line.x(), width: line.room(), ..row };
    input::draw_line(canvas, field, &picker.query, true);
    if picker.query.is_empty() {
        canvas.cursor = on_row.or(canvas.cursor);
    }
}

fn list(canvas: &mut Canvas, area: Rect, picker: &TagPicker) {
    if picker.shown.is_empty() {
        return empty::say(canvas, area, "no tag is called so", "");
    }
    let first = place::first_visible(0, picker.at, area.height, |_| 1);
    let rows = picker.visible().enumerate().skip(first).take(area.height.into());
    for (line, (at, tag)) in (0..).zip(rows) {
        let row = place::row(area, line);
        canvas.row(row, at);
        draw_row(canvas, row, picker, tag, at == picker.at);
        canvas.cursor_row(row, at == picker.at);
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
    gutter::cursor(&mut line, under_cursor);
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
