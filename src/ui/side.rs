//! The column beside the list on wide terminals: tags and sync with counts.

use ratatui::layout::Rect;

use super::{canvas::Canvas, pane, place, theme::Role};
use crate::{
    app::{spot::Spot, state::State},
    model::count,
};

/// Lines of the part about sync, head and space included.
const SYNC_LINES: u16 = 7;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let inner = place::narrowed(pane::frame(canvas, area, "Views", false), 1);
    let tags = place::above(inner, SYNC_LINES);
    canvas.put(place::row(tags, 0), Role::Muted, "TAGS");
    let rows = place::below(tags, 1);
    for (at, tag) in state.tags.list.ids().iter().take(rows.height.into()).enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.spot(row, Spot::Tag(at));
        entry(canvas, row, Role::Text, tag.as_str(), state.tags.count(tag));
    }
    let counts = state.book.counts();
    let sync = Rect { y: tags.bottom() + 1, height: SYNC_LINES - 1, ..inner }.intersection(inner);
    canvas.put(place::row(sync, 0), Role::Muted, "SYNC");
    let lines = [
        ("queued", counts.queued + counts.uncommitted, Role::Pending),
        ("sending", counts.sending, Role::Pending),
        ("checking", counts.checking, Role::Pending),
        ("failed", counts.failed, Role::Error),
        ("conflicts", counts.conflicts, Role::Conflict),
    ];
    for (at, (word, number, role)) in (1..).zip(lines) {
        let role = if number == 0 { Role::Muted } else { role };
        entry(canvas, place::row(sync, at), role, word, number);
    }
}

fn entry(canvas: &mut Canvas, row: Rect, role: Role, word: &str, number: usize) {
    let mut line = canvas.line(row, row.y);
    line.put_right(role, &count::grouped(number)).gap_right(1);
    line.put(if role == Role::Muted { role } else { Role::Text }, word);
}
