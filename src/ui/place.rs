//! From the layout's plain numbers to areas that can be drawn in.

use ratatui::layout::Rect;

use crate::app::layout::Area;

impl From<Area> for Rect {
    fn from(Area { x, y, width, height }: Area) -> Self {
        Self { x, y, width, height }
    }
}

/// One row of an area, counted from its top.
pub fn row(area: Rect, at: u16) -> Rect {
    Rect { y: area.y.saturating_add(at), height: u16::from(at < area.height), ..area }
}

/// Without the first `rows`.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// Without the last `rows`.
pub fn above(area: Rect, rows: u16) -> Rect {
    Rect { height: area.height.saturating_sub(rows), ..area }
}

/// Without `cells` on the left and on the right.
pub fn narrowed(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width / 2);
    Rect { x: area.x + cells, width: area.width - 2 * cells, ..area }
}

/// Without the first `cells` of each row.
pub fn from(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width);
    Rect { x: area.x + cells, width: area.width - cells, ..area }
}

/// In the middle of an area, as large as wanted or as there is room.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// Where to begin so that item `at` is wholly visible, given that `top` would be the first and
/// that items differ in height.
pub fn first_visible(top: usize, at: usize, room: u16, height: impl Fn(usize) -> u16) -> usize {
    let mut first = top.min(at);
    let mut used: u32 = (first..=at).map(|item| u32::from(height(item))).sum();
    while used > room.into() && first < at {
        used -= u32::from(height(first));
        first += 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_under_the_cursor_is_wholly_visible() {
        let heights = [1, 3, 2, 2, 5];
        let height = |item: usize| heights[item];
        assert_eq!(first_visible(0, 2, 6, height), 0);
        assert_eq!(first_visible(0, 3, 6, height), 2);
        assert_eq!(first_visible(0, 4, 3, height), 4);
        assert_eq!(first_visible(3, 1, 6, height), 1);
    }

    #[test]
    fn what_is_centered_stays_inside() {
        let area = Rect::new(2, 3, 10, 4);
        assert_eq!(centered(area, 6, 2), Rect::new(4, 4, 6, 2));
        assert_eq!(centered(area, 60, 20), area);
    }
}
