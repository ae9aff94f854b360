//! The two cells left of a row: where the cursor is, and what is marked. They say it without
//! colour.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, Line},
    theme::Role,
};

pub const WIDTH: u16 = 2;

/// `>` where the cursor is, `*` where the row is marked.
pub fn draw(canvas: &mut Canvas, row: Rect, marked: bool, under_cursor: bool) {
    let mut line = canvas.line(row, row.y);
    sign(&mut line, ">", under_cursor);
    sign(&mut line, "*", marked);
}

/// The cell of the cursor alone, where nothing can be marked.
pub fn cursor<'l, 'c, 'b>(line: &'l mut Line<'c, 'b>, under_cursor: bool) -> &'l mut Line<'c, 'b> {
    sign(line, ">", under_cursor);
    line
}

fn sign(line: &mut Line, sign: &str, shown: bool) {
    if shown {
        line.put(Role::Marked, sign);
    } else {
        line.gap(1);
    }
}

/// The area right of it, with a cell of air at its right end where there is room for air.
pub fn beside(area: Rect) -> Rect {
    let width = WIDTH.min(area.width);
    let air = u16::from(area.width > 60);
    Rect { x: area.x + width, width: area.width - width - air, ..area }
}
