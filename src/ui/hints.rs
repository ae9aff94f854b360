//! The last line: the keys that matter here, read off the command table. A key that can't act now
//! is left out here; the help says why. While a prefix waits, its next keys stand here instead.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, width},
    theme::Role,
};
use crate::app::{command::Hint, commands, keys::spell, spot::Spot, state::State};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let hints = commands::hints(state);
    let always_seen = if area.width < ROOM_FOR_BOTH { &ALWAYS_SEEN[..1] } else { ALWAYS_SEEN };
    let mut line = canvas.line(area, area.y);
    line.gap(1).gap_right(1);
    let (fixed, free): (Vec<&Hint>, Vec<&Hint>) =
        shown(&hints).into_iter().partition(|hint| always_seen.contains(&hint.name));

    for hint in fixed.iter().rev() {
        line.put_right(Role::Text, hint.hint).put_right(Role::Text, " ");
        line.put_right(Role::Key, main_key(hint));
        let cells = width(main_key(hint)) + 1 + width(hint.hint);
        line.spot_right(cells, Spot::Command(hint.name)).gap_right(2);
    }
    if !state.prefix.is_empty() {
        line.put(Role::Key, &spell(&state.prefix)).put(Role::Muted, " and then?  Esc leaves it");
        return;
    }
    for hint in fitting(free, line.room()) {
        let start = line.x();
        line.put(Role::Key, main_key(hint)).gap(1).put(Role::Text, hint.hint);
        line.spot(start, Spot::Command(hint.name)).gap(2);
    }
}

/// Those that have a word and a key and can act now; of two with one word, the inner one.
fn shown(hints: &[Hint]) -> Vec<&Hint> {
    let mut shown: Vec<&Hint> = Vec::new();
    for hint in hints {
        let useful = !hint.hint.is_empty() && !hint.keys.is_empty() && hint.ready.is_ok();
        if useful && shown.iter().all(|other| other.hint != hint.hint) {
            shown.push(hint);
        }
    }
    shown
}

/// These have a place at the right end that nothing takes from them, where it is narrow the first.
const ALWAYS_SEEN: &[&str] = &["app.help", "app.palette"];
const ROOM_FOR_BOTH: u16 = 60;

/// Where they don't all fit, these go before the others, first one first.
const FIRST_TO_GO: &[&str] = &[
    "app.palette",
    "contact.open",
    "list.mark-all",
    "contact.add",
    "list.sort",
    "task.open",
    "person.repeat",
];

/// As many as there is room for, in their order.
fn fitting(mut hints: Vec<&Hint>, room: u16) -> Vec<&Hint> {
    let wanted = |hints: &[&Hint]| -> usize { hints.iter().map(|hint| cells(hint)).sum() };
    for name in FIRST_TO_GO {
        if wanted(&hints) > usize::from(room) {
            hints.retain(|hint| hint.name != *name);
        }
    }
    while wanted(&hints) > usize::from(room) {
        hints.pop();
    }
    hints
}

/// Key, word, and the space around them.
fn cells(hint: &Hint) -> usize {
    main_key(hint).chars().count() + hint.hint.len() + 3
}

/// The first of several.
pub fn main_key(hint: &Hint) -> &str {
    hint.keys.split(' ').next().unwrap_or_default()
}
