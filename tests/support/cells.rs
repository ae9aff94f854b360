//! What stands on a drawn screen: its cells in runs of one look.

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    style::{Color, Modifier},
};

/// Neighbouring cells of one row that look the same.
pub(crate) struct Run {
    pub(crate) x: u16,
    pub(crate) y: u16,
    /// In cells.
    pub(crate) width: u16,
    pub(crate) text: String,
    pub(crate) look: Look,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) fg: Color,
    pub(crate) bg: Color,
    pub(crate) modifier: Modifier,
}

impl Look {
    pub(crate) const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

/// The rows of a screen as text, without the space at their ends.
pub(crate) fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (area.top()..area.bottom())
        .map(|y| seen(buffer, y).map(|(_, cell)| cell.symbol()).collect::<String>())
        .map(|row| without_marks(&row).trim_end().to_owned())
        .collect()
}

/// All cells of a screen in runs, row by row.
pub(crate) fn runs(buffer: &Buffer) -> Vec<Run> {
    let area = buffer.area;
    let mut runs: Vec<Run> = Vec::new();
    for y in area.top()..area.bottom() {
        for (x, cell) in seen(buffer, y) {
            let (look, width) = (Look::of(cell), cell.symbol().cell_width().max(1));
            match runs.last_mut() {
                Some(run) if run.y == y && run.look == look => {
                    run.width += width;
                    run.text.push_str(cell.symbol());
                }
                _ => runs.push(Run { x, y, width, text: cell.symbol().to_owned(), look }),
            }
        }
    }
    runs
}

/// The cells of a row with the second halves of wide ones left out.
pub(crate) fn seen(buffer: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut covered = buffer.area.left();
    (buffer.area.left()..buffer.area.right()).filter_map(move |x| {
        let cell = &buffer[(x, y)];
        if x < covered {
            return None;
        }
        covered = x + cell.symbol().cell_width().max(1);
        Some((x, cell))
    })
}

/// Marks of direction are there for the terminal; a snapshot that shows them can't be read.
pub(crate) fn without_marks(text: &str) -> String {
    text.replace('\u{200e}', "")
}
