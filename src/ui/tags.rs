//! All tags, with the number of people who have them.

use ratatui::layout::Rect;

use super::{canvas::Canvas, empty, gutter, pane, place, theme::Role};
use crate::{
    app::{state::State, view::Pane},
    model::count,
};

const NAME: u16 = 36;
const NUMBER: u16 = 9;
const WIDEST_BAR: u16 = 60;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = state.focus == Pane::List && state.dialogs.is_empty();
    let inner = pane::frame(canvas, area, "Tags", focused);
    let list = &state.tags.list;
    if list.is_empty() {
        let filtered = !state.tags.filter.is_empty();
        let sentence = if filtered { "no hits" } else { "no tags in this location" };
        return empty::say(canvas, inner, sentence, "t on a contact adds some");
    }
    let name = NAME.min(inner.width / 2);
    let mut heads = canvas.line(inner, inner.y);
    heads.gap(gutter::WIDTH).put_within(Role::Muted, "TAG", name);
    heads.to(inner.x + gutter::WIDTH + name + NUMBER - 8).put(Role::Muted, "CONTACTS");
    let rows = place::below(inner, 1);
    let most = state.tags.counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    for (at, tag) in list.page(rows.height.into()).iter().enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, list.top() + at);
        let under_cursor = list.cursor() == Some(tag);
        gutter::draw(canvas, row, false, under_cursor);
        let number = state.tags.count(tag);
        let mut line = canvas.line(row, row.y);
        line.gap(gutter::WIDTH).put_within(Role::Text, tag.as_str(), name);
        line.to(row.x + gutter::WIDTH + name);
        let role = if number == 0 { Role::Muted } else { Role::Text };
        line.put(role, &format!("{:>width$}", count::grouped(number), width = usize::from(NUMBER)));
        line.gap(2);
        let bar = bar(number, most, line.room().min(WIDEST_BAR));
        let bar = Rect { x: line.x(), y: row.y, width: bar, height: 1 };
        canvas.repeat(bar, canvas.lines().rule(), canvas.style(Role::Faint));
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

/// Cells of the bar that compares a tag with the most used one.
fn bar(number: usize, most: usize, room: u16) -> u16 {
    let cells = (number * usize::from(room)).checked_div(most).unwrap_or(0);
    u16::try_from(cells).unwrap_or(room).max(u16::from(number > 0 && room > 0))
}
