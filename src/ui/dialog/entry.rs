//! The editor of one value inside a dialog.

use ratatui::layout::Rect;

use super::choice;
use crate::{
    app::dialogs::entry::Entry,
    ui::{canvas::Canvas, input, theme::Role},
};

const LINES: u16 = 6;

/// Rows that it would like while it is being edited.
pub fn height(entry: &Entry) -> u16 {
    match entry {
        Entry::Line(_) => 1,
        Entry::Lines(_) => LINES,
        Entry::Choice(choice) => choice::height(choice),
    }
}

/// Open for editing.
pub fn draw(canvas: &mut Canvas, area: Rect, entry: &Entry) {
    match entry {
        Entry::Line(text) => input::draw_line(canvas, area, text, true),
        Entry::Lines(text) => input::draw_lines(canvas, area, text, true),
        Entry::Choice(choice) => choice::list(canvas, area, choice, true),
    }
}

/// In one line, while another row of a form is being edited.
pub fn closed(canvas: &mut Canvas, area: Rect, entry: &Entry) {
    let shown = match entry {
        Entry::Line(text) => return input::draw_line(canvas, area, text, false),
        Entry::Lines(text) => text.text().replace('\n', " "),
        Entry::Choice(choice) => choice.shown(),
    };
    canvas.put(area, Role::Text, &shown);
}
