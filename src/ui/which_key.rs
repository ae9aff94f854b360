//! After a prefix such as `g`: the keys that may follow, over the lower edge of the panes.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    pane, place,
    theme::Role,
};
use crate::app::{commands, keys::spell, spot::Spot, state::State};

/// Narrower columns cut what the keys do.
const NARROWEST: u16 = 36;
const GAP: u16 = 2;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if !state.hesitates {
        return;
    }
    let hints = commands::continuations(state);
    let keys = hints.iter().map(|hint| width(&hint.keys)).max().unwrap_or(1).min(8);
    let widest = hints.iter().map(|hint| keys + 1 + width(hint.help) + GAP).max().unwrap_or(1);
    let count = u16::try_from(hints.len()).unwrap_or(u16::MAX);
    let room = area.width.saturating_sub(4);
    let rows_of = |column: u16| count.div_ceil((room / column).max(1));
    // In full where that takes no more than half of the screen, else as much of each as fits.
    let (column, rows) = match rows_of(widest.max(NARROWEST)) {
        rows if rows <= area.height / 2 => (widest.max(NARROWEST), rows),
        _ => (NARROWEST, rows_of(NARROWEST).min(area.height.saturating_sub(2))),
    };
    let columns = (room / column).max(1);
    let height = (rows + 2).min(area.height);
    let outer = Rect { y: area.bottom() - height, height, ..area };
    canvas.clear(outer);
    let title = format!("{} then", spell(&state.prefix));
    let inner = place::narrowed(pane::frame(canvas, outer, &title, true), 1);
    let share = inner.width / columns;
    for (at, hint) in (0..).zip(&hints) {
        let (column, row) = (at / rows.max(1), at % rows.max(1));
        if column >= columns {
            break;
        }
        let cell = Rect {
            x: inner.x + column * share,
            width: share.saturating_sub(GAP),
            ..place::row(inner, row)
        };
        let text = if hint.ready.is_ok() { Role::Text } else { Role::Muted };
        canvas.spot(cell, Spot::Command(hint.name));
        let mut line = canvas.line(cell, cell.y);
        line.put_within(Role::Key, &hint.keys, keys).to(cell.x + keys + 1).put(text, hint.help);
    }
    canvas.cursor = Some(inner.as_position());
}
