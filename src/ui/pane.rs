//! The box around a part of the screen: border, title, what stands at the right of the title.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Role};

/// Draws the border of a pane and returns the area inside it, with a cell of air on both sides
/// where it is wide enough.
pub fn frame(canvas: &mut Canvas, area: Rect, title: &str, focused: bool) -> Rect {
    framed(canvas, area, title, "", focused)
}

/// The same with a remark at the right end of the upper border.
pub fn framed(canvas: &mut Canvas, area: Rect, title: &str, remark: &str, focused: bool) -> Rect {
    let area = area.intersection(canvas.area());
    if area.width < 2 || area.height < 2 {
        return Rect::new(area.x, area.y, 0, 0);
    }
    outline(canvas, area, focused);
    let mut line =
        canvas.line(Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area }, area.y);
    if !title.is_empty() && line.room() > 2 {
        line.put(Role::Heading, " ").put(Role::Heading, title).put(Role::Heading, " ");
    }
    if !remark.is_empty() && line.room() > 6 {
        line.gap(2)
            .put_right(Role::Muted, " ")
            .put_right(Role::Muted, remark)
            .put_right(Role::Muted, " ");
    }
    inside(area)
}

/// What a border leaves free.
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

fn outline(canvas: &mut Canvas, area: Rect, focused: bool) {
    let border = canvas.lines().border(focused);
    let style = border_style(canvas, focused);
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    let across = Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area };
    let down = Rect { y: area.y + 1, height: area.height - 2, width: 1, ..area };
    let corner = |x, y| Rect { x, y, width: 1, height: 1 };
    canvas.repeat(across, border.across, style);
    canvas.repeat(Rect { y: bottom, ..across }, border.across, style);
    canvas.repeat(down, border.down, style);
    canvas.repeat(Rect { x: right, ..down }, border.down, style);
    canvas.repeat(corner(area.x, area.y), border.top_left, style);
    canvas.repeat(corner(right, area.y), border.top_right, style);
    canvas.repeat(corner(area.x, bottom), border.bottom_left, style);
    canvas.repeat(corner(right, bottom), border.bottom_right, style);
}

fn border_style(canvas: &Canvas, focused: bool) -> ratatui::style::Style {
    canvas.style(if focused { Role::Accent } else { Role::Muted })
}
