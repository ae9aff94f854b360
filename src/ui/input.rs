//! Text that is being typed, with the cursor in it.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    canvas::{Canvas, Line, width},
    place,
    theme::Role,
};
use crate::app::text::Text;

/// One line of text that goes on in a line of the screen.
pub fn draw_inline(line: &mut Line, text: &Text) {
    let shown = text.lines().into_iter().next().unwrap_or_default();
    let (_, at) = text.cursor();
    let before = until(&shown, at);
    line.put(Role::Field, before).point();
    line.put(Role::Field, &shown[before.len()..]).put(Role::Field, " ");
}

/// One line in a field of its own: underlined over its whole width, scrolled so that the cursor
/// is seen.
pub fn draw_line(canvas: &mut Canvas, area: Rect, text: &Text, active: bool) {
    let role = if active { Role::Field } else { Role::Text };
    if active {
        canvas.repeat(area, " ", canvas.style(role));
    }
    let shown = text.lines().into_iter().next().unwrap_or_default();
    let (_, at) = text.cursor();
    let start = if active { scrolled(&shown, at, area.width) } else { 0 };
    canvas.put(area, role, &shown[start..]);
    if active {
        let x = area
            .x
            .saturating_add(width(until(&shown[start..], at - shown[..start].chars().count())));
        canvas.cursor = Some(Position::new(x.min(area.right().saturating_sub(1)), area.y));
    }
}

/// Several lines, wrapped to the width of the area, scrolled so that the cursor is seen.
pub fn draw_lines(canvas: &mut Canvas, area: Rect, text: &Text, active: bool) {
    let (line, column) = text.cursor();
    let mut rows: Vec<String> = Vec::new();
    let mut cursor = (0, 0);
    for (at, source) in text.lines().iter().enumerate() {
        let mut left = column;
        for piece in super::wrap::hard(source, area.width.saturating_sub(1)) {
            let length = piece.chars().count();
            if at == line && left <= length {
                cursor = (rows.len(), width(until(piece, left)));
            }
            left = left.checked_sub(length).unwrap_or(usize::MAX);
            rows.push(piece.to_owned());
        }
    }
    let height = usize::from(area.height);
    let first = (cursor.0 + 1).saturating_sub(height);
    for (at, row) in rows.iter().skip(first).take(height).enumerate() {
        canvas.put(place::row(area, u16::try_from(at).unwrap_or(u16::MAX)), Role::Text, row);
    }
    if active {
        let y = u16::try_from(cursor.0 - first).unwrap_or(0);
        let x = area.x.saturating_add(cursor.1).min(area.right().saturating_sub(1));
        canvas.cursor = Some(Position::new(x, area.y.saturating_add(y)));
    }
}

/// The first `characters` of a text.
fn until(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| &text[..at])
}

/// From which byte on a text is shown so that its cursor, `at` characters in, has a place.
fn scrolled(text: &str, at: usize, room: u16) -> usize {
    let before = until(text, at);
    let mut used = width(before);
    let mut start = 0;
    for grapheme in before.graphemes(true) {
        if used < room {
            break;
        }
        used -= width(grapheme).min(used);
        start += grapheme.len();
    }
    start
}
