//! The editor of one field: the value, what it was, and what is wrong with it.

use ratatui::layout::Rect;

use super::{entry, popup};
use crate::{
    app::{dialogs::field::FieldEditor, state::State},
    ui::{canvas::Canvas, moment::clock, person, place, theme::Role},
};

const WIDTH: u16 = 52;
const LEAST: u16 = 40;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, editor: &FieldEditor) {
    let catalog = &state.book.catalog;
    let title =
        format!("{} of {}", catalog.label(&editor.row.field), state.book.name(editor.contact));
    let height = entry::height(&editor.row.entry) + 2;
    let inner = match person::value_under_cursor(state) {
        Some(spot) => popup::open_over(canvas, area, spot, &title, LEAST, height),
        None => popup::open(canvas, area, &title, WIDTH, height),
    };
    entry::draw(canvas, place::above(inner, 2), &editor.row.entry);
    let foot = inner.bottom().saturating_sub(1);
    let mut line = canvas.line(inner, foot);
    if let Some(fault) = &editor.row.fault {
        line.put(Role::Error, "ERR ").put(Role::Text, fault);
        return;
    }
    let refused = editor.refused.and_then(|op| state.book.queue().get(op));
    if let Some(fault) = refused.and_then(|line| line.fault.as_ref()) {
        line.put(Role::Error, "ERR ").put(Role::Text, &fault.cause);
        return;
    }
    let was = catalog.shown(&editor.row.field, &editor.row.was);
    line.put(Role::Muted, "was ").put(Role::Muted, if was.is_empty() { "-" } else { &was });
    if let Some(at) = editor.draft_from {
        line.gap(2).put(Role::Pending, &format!("draft from {}", clock(at, &state.zoned())));
    }
}
