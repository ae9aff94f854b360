//! After a prefix such as `g`: the keys that may follow, over the lower edge of the panes.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    pane, place,
    theme::Role,
};
use crate::app::{commands, keys::spell, spot::Spot, state::State};

const COLUMN: u16 = 36;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if !state.hesitates {
        return;
    }
    let hints = commands::continuations(state);
    let columns = (area.width.saturating_sub(4) / COLUMN).max(1);
    let rows = u16::try_from(hints.len())
        .unwrap_or(u16::MAX)
        .div_ceil(columns)
        .min(area.height.saturating_sub(2));
    let height = (rows + 2).min(area.height);
    let outer = Rect { y: area.bottom() - height, height, ..area };
    canvas.clear(outer);
    let title = format!("{} then", spell(&state.prefix));
    let inner = place::narrowed(pane::frame(canvas, outer, &title, true), 1);
    let share = inner.width / columns;
    let keys = hints.iter().map(|hint| width(&hint.keys)).max().unwrap_or(1).min(8);
    for (at, hint) in (0..).zip(&hints) {
        let (column, row) = (at / rows.max(1), at % rows.max(1));
        if column >= columns {
            break;
        }
        let cell = Rect {
            x: inner.x + column * share,
            width: share.saturating_sub(1),
            ..place::row(inner, row)
        };
        let text = if hint.ready.is_ok() { Role::Text } else { Role::Muted };
        canvas.spot(cell, Spot::Command(hint.name));
        let mut line = canvas.line(cell, cell.y);
        line.put_within(Role::Key, &hint.keys, keys).to(cell.x + keys + 1).put(text, hint.help);
    }
    canvas.cursor = Some(inner.as_position());
}
