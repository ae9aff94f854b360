//! Options to choose from: `(x)` for one of them, `[x]` for any of them.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{dialogs::choice::Choice, spot::Spot},
    ui::{
        canvas::{Canvas, width},
        empty, gutter, place,
        theme::Role,
    },
};

const WIDEST: u16 = 56;
const LONGEST: u16 = 14;

/// As a dialog of its own.
pub fn draw(canvas: &mut Canvas, area: Rect, title: &str, choice: &Choice) {
    let labels = choice.options.iter().map(|(_, label)| width(label) + 6);
    let wide = labels.chain([width(title) + 2]).max().unwrap_or(0).clamp(24, WIDEST);
    let inner = popup::open(canvas, area, title, wide, height(choice));
    list(canvas, inner, choice, true);
}

/// Rows that a list of these options would like.
pub fn height(choice: &Choice) -> u16 {
    u16::try_from(choice.options.len()).unwrap_or(LONGEST).clamp(1, LONGEST)
}

/// As a part of another dialog.
pub fn list(canvas: &mut Canvas, area: Rect, choice: &Choice, active: bool) {
    if choice.options.is_empty() {
        return empty::say(canvas, area, "nothing to choose from", "");
    }
    let first = place::first_visible(0, choice.at, area.height, |_| 1);
    for (row, at) in (first..choice.options.len()).take(area.height.into()).enumerate() {
        let row = place::row(area, u16::try_from(row).unwrap_or(u16::MAX));
        let chosen = choice.chosen.contains(&at);
        let sign = match (choice.many, chosen) {
            (true, true) => "[x]",
            (true, false) => "[ ]",
            (false, true) => "(x)",
            (false, false) => "( )",
        };
        canvas.spot(row, Spot::Choice(at));
        let under_cursor = active && at == choice.at;
        let mut line = canvas.line(row, row.y);
        gutter::cursor(&mut line, under_cursor).put(Role::Text, sign);
        line.gap(1).put(Role::Text, &choice.options[at].1);
        if under_cursor {
            canvas.cursor_row(row, true);
        }
    }
}
