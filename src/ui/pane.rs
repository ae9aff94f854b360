//! The box around a part of the screen: border, title, and what stands in the border beside it.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    theme::Role,
};

/// What a border says. Empty texts are left out; so is whatever has no room.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'t> {
    pub title: &'t str,
    /// At the right end of the upper border.
    pub remark: (Role, &'t str),
    /// At the left and the right end of the lower border.
    pub foot: (&'t str, &'t str),
    pub focused: bool,
}

/// Draws a border with a title and returns the area inside it.
pub fn frame(canvas: &mut Canvas, area: Rect, title: &str, focused: bool) -> Rect {
    draw(canvas, area, Frame { title, focused, ..Frame::default() })
}

/// Draws a border and returns the area inside it.
pub fn draw(canvas: &mut Canvas, area: Rect, frame: Frame) -> Rect {
    let area = area.intersection(canvas.area());
    if area.width < 2 || area.height < 2 {
        return Rect::new(area.x, area.y, 0, 0);
    }
    outline(canvas, area, frame.focused);
    edge(canvas, area, area.y, (Role::Heading, frame.title), frame.remark);
    let (left, right) = frame.foot;
    edge(canvas, area, area.bottom() - 1, (Role::Muted, left), (Role::Muted, right));
    inside(area)
}

/// What a border leaves of an area.
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// The texts in one horizontal border, each with a space on both sides. The left one comes first.
fn edge(canvas: &mut Canvas, area: Rect, y: u16, left: (Role, &str), right: (Role, &str)) {
    const SPACES: u16 = 2;
    let ends = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let mut line = canvas.line(ends, y);
    let (role, text) = left;
    if !text.is_empty() && line.room() > SPACES {
        let room = line.room() - SPACES;
        line.put(role, " ").put_within(role, text, room).put(role, " ");
    }
    let (role, text) = right;
    if !text.is_empty() && line.room() > width(text) + SPACES {
        line.put_right(role, " ").put_right(role, text).put_right(role, " ");
    }
}

fn outline(canvas: &mut Canvas, area: Rect, focused: bool) {
    let border = canvas.lines().border(focused);
    let style = canvas.style(if focused { Role::Accent } else { Role::Faint });
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
