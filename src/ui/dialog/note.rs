//! The note box.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{dialogs::note::NoteBox, state::State},
    ui::{canvas::Canvas, input, moment::clock, place, theme::Role},
};

const WIDTH: u16 = 72;
const HEIGHT: u16 = 14;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, note: &NoteBox) {
    let verb = if note.note.is_some() { "Note on" } else { "New note on" };
    let title = format!("{verb} {}", popup::whose(state, &note.contacts));
    let inner = popup::open(canvas, area, &title, WIDTH, HEIGHT);
    input::draw_lines(canvas, place::above(inner, 1), &note.text, true);
    let mut line = canvas.line(inner, inner.bottom().saturating_sub(1));
    let refused = note.refused.and_then(|op| state.book.queue().get(op));
    let refused = refused.and_then(|line| line.fault.as_ref()).map(|fault| &fault.cause);
    if let Some(fault) = note.fault.as_ref().or(refused) {
        line.put(Role::Error, "ERR ").put(Role::Text, fault);
    } else if let Some(at) = note.draft_from {
        line.put(Role::Pending, &format!("draft from {}", clock(at, &state.zoned())));
    }
}
