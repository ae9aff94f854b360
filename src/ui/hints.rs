//! The last line: the keys that matter here, read off the command table. A key that can't act now
//! is left out here; the help says why. While a prefix waits, its next keys stand here instead.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Role};
use crate::app::{command::Hint, commands, state::State};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let hints = commands::hints(state);
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    let (fixed, free): (Vec<&Hint>, Vec<&Hint>) = hints
        .iter()
        .filter(|hint| !hint.hint.is_empty() && !hint.keys.is_empty() && hint.ready.is_ok())
        .partition(|hint| ALWAYS_SEEN.contains(&hint.name));
    for hint in fixed.iter().rev() {
        line.put_right(Role::Text, hint.hint).put_right(Role::Text, " ");
        line.put_right(Role::Key, main_key(hint)).gap_right(2);
    }
    for hint in free {
        let width = main_key(hint).chars().count() + hint.hint.len() + 3;
        if usize::from(line.room()) < width {
            break;
        }
        line.put(Role::Key, main_key(hint)).gap(1).put(Role::Text, hint.hint).gap(2);
    }
}

/// These have a place at the right end that nothing takes from them.
const ALWAYS_SEEN: &[&str] = &["app.help", "app.palette"];

/// The first of several.
pub fn main_key(hint: &Hint) -> &str {
    hint.keys.split(' ').next().unwrap_or_default()
}
