//! A terminal too small for anything but a sentence.

use super::{canvas::Canvas, place, theme::Role, wrap};
use crate::app::layout::SMALLEST;

pub fn draw(canvas: &mut Canvas) {
    let area = canvas.area();
    let sentence = format!("{}x{} needed, syncing goes on", SMALLEST.columns, SMALLEST.rows);
    let lines = wrap::hard(&sentence, area.width);
    let top = u16::try_from(lines.len()).unwrap_or(0);
    let block = place::centered(area, area.width, top);
    for (at, line) in lines.iter().enumerate() {
        let row = place::row(block, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.put(row, Role::Text, line.trim_end());
    }
    canvas.cursor = (area.area() > 0).then(|| block.as_position());
}
