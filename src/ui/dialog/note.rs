//! The note box.

use ratatui::layout::Rect;

use super::{
    form::{self, Foot},
    popup,
};
use crate::{
    app::{dialogs::note::NoteBox, state::State},
    ui::{canvas::Canvas, input, place},
};

const WIDTH: u16 = 72;
const HEIGHT: u16 = 14;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, note: &NoteBox) {
    let verb = if note.note.is_some() { "Note on" } else { "New note on" };
    let title = format!("{verb} {}", popup::whose(state, &note.contacts));
    let inner = popup::open(canvas, area, &title, WIDTH, HEIGHT);
    input::draw_lines(canvas, place::above(inner, 1), &note.text, !note.on_button);
    let fault = note.fault.as_deref().or(form::refusal(state, note.refused));
    let draft = form::draft(state, note.draft_from);
    let remark = form::remark(fault, draft.as_ref());
    form::foot(canvas, inner, Foot { remark, button: Some(note.on_button) });
}
