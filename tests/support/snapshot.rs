//! A drawn screen as text that can be compared: its rows, where the terminal's cursor stands, and
//! under them the runs of cells that look different from plain text, so that a difference shows
//! which cells changed colour.

use std::fmt::Write;

use ratatui::{
    buffer::Buffer,
    layout::Position,
    style::{Color, Modifier},
};

use super::cells::{Look, Run, rows, runs};

/// ```text
/// 12,3 +4 cyan bold
/// 0,3-16 +1 dim
/// ```
/// is: from column 12 of row 3, counted from 0, four cells; and column 0 of the rows 3 to 16.
pub(crate) fn snapshot(buffer: &Buffer, cursor: Option<Position>) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        let _ = writeln!(out, "{row}");
    }
    let cursor = cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
    let _ = writeln!(out, "--- cursor {cursor}");
    for (run, last) in columns(buffer) {
        let rows = if last == run.y { String::new() } else { format!("-{last}") };
        let _ = writeln!(out, "{},{}{rows} +{} {}", run.x, run.y, run.width, words(run.look));
    }
    out
}

/// Runs that stand exactly below each other and look the same are one, with its last row.
fn columns(buffer: &Buffer) -> Vec<(Run, u16)> {
    let mut columns: Vec<(Run, u16)> = Vec::new();
    for run in runs(buffer).into_iter().filter(|run| run.look != Look::PLAIN) {
        let above = columns.iter_mut().rev().find(|(above, last)| {
            last + 1 == run.y
                && (above.x, above.width) == (run.x, run.width)
                && above.look == run.look
        });
        if let Some((_, last)) = above {
            *last = run.y;
        } else {
            let last = run.y;
            columns.push((run, last));
        }
    }
    columns
}

fn words(look: Look) -> String {
    let mut words = Vec::new();
    if look.fg != Color::Reset {
        words.push(look.fg.to_string().to_lowercase());
    }
    if look.bg != Color::Reset {
        words.push(format!("on {}", look.bg.to_string().to_lowercase()));
    }
    for (name, flag) in Modifier::all().iter_names().map(|(name, flag)| (name.to_lowercase(), flag))
    {
        if look.modifier.contains(flag) {
            words.push(name);
        }
    }
    words.join(" ")
}
