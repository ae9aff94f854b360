//! The contact picker: whom to move it to.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{dialogs::people::People, state::State},
    model::ids::ContactId,
    ui::{canvas::Canvas, empty, gutter, input, place, theme::Role},
};

const WIDTH: u16 = 64;
const ROWS: u16 = 14;
/// Of a name, where email or company stand beside it.
const NAME: u16 = 26;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, people: &People) {
    let inner = popup::open(canvas, area, "Move it to", WIDTH, ROWS + 2);
    let air = u16::from(inner.height >= 10);
    list(canvas, place::below(inner, 1 + air), state, people);
    let on_row = canvas.cursor;
    let mut line = canvas.line(inner, inner.y);
    line.put(Role::Muted, "find: ");
    let query = Rect { x: line.x(), width: line.room(), height: inner.height.min(1), ..inner };
    input::draw_line(canvas, query, &people.query, true);
    if people.query.is_empty() {
        canvas.cursor = on_row.or(canvas.cursor);
    }
}

fn list(canvas: &mut Canvas, area: Rect, state: &State, people: &People) {
    if people.found.is_empty() {
        return empty::say(canvas, area, "nobody is found so", "");
    }
    let first = place::first_visible(0, people.at, area.height, |_| 1);
    let rows = people.found.iter().enumerate().skip(first).take(area.height.into());
    for (line, (at, id)) in (0..).zip(rows) {
        let row = place::row(area, line);
        canvas.row(row, at);
        draw_row(canvas, row, state, *id, at == people.at);
        canvas.cursor_row(row, at == people.at);
    }
}

fn draw_row(canvas: &mut Canvas, row: Rect, state: &State, id: ContactId, under_cursor: bool) {
    let Some(contact) = state.book.row(id) else { return };
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    let start = line.x();
    let name = NAME.min(line.room());
    line.put_within(Role::Text, &contact.listed_name(), name).to(start + name + 2);
    let known = [contact.email(), contact.phone(), contact.company()];
    let known = known.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    line.put(Role::Muted, known);
}
