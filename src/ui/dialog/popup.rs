//! The box of a dialog.

use ratatui::layout::Rect;

use crate::{
    app::{spot::Region, state::State},
    model::{count, ids::ContactId},
    ui::{canvas::Canvas, pane, place},
};

/// Border and air on both sides.
const SIDES: u16 = 4;
const ENDS: u16 = 2;

/// A box in the middle of `area` with room for `width` times `height` cells; returns that room.
pub fn open(canvas: &mut Canvas, area: Rect, title: &str, width: u16, height: u16) -> Rect {
    let outer = place::centered(area, width.saturating_add(SIDES), height.saturating_add(ENDS));
    boxed(canvas, outer, title)
}

/// A box over one place of the screen, so that what is typed stands where it will be read; as wide
/// as that place and never narrower than `least`.
pub fn open_over(
    canvas: &mut Canvas,
    area: Rect,
    spot: Rect,
    title: &str,
    least: u16,
    height: u16,
) -> Rect {
    let right = spot.right().min(area.right());
    let width = (right.saturating_sub(spot.x) + 3).max(least + SIDES).min(area.width);
    let height = height.saturating_add(ENDS).min(area.height);
    let outer = Rect {
        x: (spot.x.saturating_sub(2)).min(area.right() - width).max(area.x),
        y: (spot.y.saturating_sub(1)).min(area.bottom() - height).max(area.y),
        width,
        height,
    };
    boxed(canvas, outer, title)
}

fn boxed(canvas: &mut Canvas, outer: Rect, title: &str) -> Rect {
    canvas.clear(outer);
    canvas.region(outer, Region::Dialog);
    place::narrowed(pane::frame(canvas, outer, title, true), 1)
}

/// `Adams, Jane`, or `3 contacts`.
pub fn whose(state: &State, contacts: &[ContactId]) -> String {
    match contacts {
        [one] => state.book.name(*one),
        many => count::of(many.len(), "contact"),
    }
}
