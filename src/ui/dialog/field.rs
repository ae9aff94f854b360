//! The editor of one field: the value, what it was, and what is wrong with it.

use ratatui::layout::Rect;

use super::{
    entry,
    form::{self, Foot},
    popup,
};
use crate::{
    app::{
        dialogs::{entry::Entry, field::FieldEditor},
        state::State,
    },
    ui::{canvas::Canvas, input, person, place, theme::Role},
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
    let lines = matches!(editor.row.entry, Entry::Lines(_));
    let area = place::above(inner, 2.min(inner.height.saturating_sub(1)));
    match &editor.row.entry {
        Entry::Lines(text) => input::draw_lines(canvas, area, text, !editor.on_button),
        entry => entry::draw(canvas, area, entry),
    }
    let was = catalog.shown(&editor.row.field, &editor.row.was);
    let mut words = format!("was {}", if was.is_empty() { "-" } else { &was });
    if let Some(draft) = form::draft(state, editor.draft_from) {
        words = format!("{draft}, {words}");
    }
    let fault = editor.row.fault.as_deref().or(form::refusal(state, editor.refused));
    let remark = form::remark(fault, None).or(Some((Role::Muted, "", &words)));
    form::foot(canvas, inner, Foot { remark, button: lines.then_some(editor.on_button) });
}
