//! The tags of a person.

use ratatui::layout::Rect;

use crate::{
    app::state::State,
    model::{count, dossier::Dossier},
    ui::{canvas::Canvas, empty, gutter, mark, place, theme::Role},
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let list = &state.detail.tags;
    if list.is_empty() {
        return empty::say(canvas, area, "no tags", "t adds some");
    }
    let first = place::first_visible(list.top(), list.at(), area.height, |_| 1);
    for (at, tag) in list.ids().iter().skip(first).take(area.height.into()).enumerate() {
        let row = place::row(area, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, first + at);
        let under_cursor = focused && list.cursor() == Some(tag);
        let mut line = canvas.line(row, row.y);
        gutter::cursor(&mut line, under_cursor);
        line.put_within(Role::Text, tag.as_str(), 30);
        if let Some(mark) = state.book.tag_mark(dossier.contact.id, tag) {
            line.gap(2).put(mark::role(mark), &mark.to_string());
        }
        let refused = state.book.refused_tag(dossier.contact.id, tag);
        let others = state.tags.count(tag);
        if let Some(fault) = refused.and_then(|line| line.fault.as_ref()) {
            line.gap(2).put(Role::Error, &fault.cause);
        } else if others > 0 {
            line.to(row.x + 34).put(Role::Muted, &count::of(others, "contact"));
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}
