//! The outbox: one line per change that is not settled. Who, what, when, how often tried, and why
//! it is still here.

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    columns::{self, Column},
    empty, gutter, mark,
    moment::{clock, second},
    pane, place,
    theme::Role,
    wrap,
};
use crate::app::{
    book::{line::Line as Change, mark::Mark},
    state::State,
    view::Pane,
};

#[derive(Clone, Copy)]
enum Kind {
    Mark,
    Contact,
    Change,
    State,
    At,
    Tries,
}

/// Lines under the list that say why the change under the cursor is still here, and the height from
/// which on there is room for them.
const REASON_LINES: u16 = 2;
const ROOM_FOR_REASON: u16 = 10;

const TABLE: &[Column<Kind>] = &[
    Column { kind: Kind::Mark, head: "SYN", least: mark::WIDTH, grow: 0, rank: 0 },
    Column { kind: Kind::Contact, head: "CONTACT", least: 16, grow: 2, rank: 0 },
    Column { kind: Kind::Change, head: "CHANGE", least: 24, grow: 3, rank: 0 },
    Column { kind: Kind::At, head: "MADE", least: 6, grow: 0, rank: 1 },
    Column { kind: Kind::Tries, head: "TRIES", least: 5, grow: 0, rank: 2 },
    Column { kind: Kind::State, head: "STATE", least: 26, grow: 4, rank: 0 },
];

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = state.focus == Pane::List && state.dialogs.is_empty();
    let inner = pane::frame(canvas, area, "Outbox", focused);
    let list = &state.sync.list;
    if list.is_empty() {
        return empty::say(canvas, inner, "all changes are on the server", "");
    }
    let spans = columns::lay(TABLE, gutter::beside(inner));
    columns::heads(canvas, &spans, inner.y);
    let foot = if inner.height >= ROOM_FOR_REASON { REASON_LINES + 1 } else { 0 };
    let rows = place::above(place::below(inner, 1), foot);
    reason(canvas, Rect { y: rows.bottom(), height: foot, ..inner }, state);
    let now = state.here();
    let first = place::first_visible(list.top(), list.at(), rows.height, |_| 1);
    for (at, id) in list.ids().iter().skip(first).take(rows.height.into()).enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, first + at);
        let under_cursor = list.cursor() == Some(id);
        gutter::draw(canvas, row, false, under_cursor);
        let Some(line) = state.book.queue().get(*id) else { continue };
        for span in &spans {
            let cell = span.cell(row.y);
            let change = &line.op.change;
            match span.kind {
                Kind::Mark => {
                    if let Some(mark) = Mark::of(line) {
                        canvas.put(cell, mark::role(mark), &mark.to_string());
                    }
                }
                Kind::Contact => canvas.put(cell, Role::Text, &state.book.name(change.contact())),
                Kind::Change => canvas.put(cell, Role::Text, &state.book.catalog.words(change)),
                Kind::At => canvas.put(cell, Role::Muted, &clock(line.op.at, &now)),
                Kind::Tries => canvas.put(cell, Role::Muted, &line.tries.to_string()),
                Kind::State => why(canvas, cell, line, state),
            }
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

/// When the change under the cursor was made, how often it was sent, and all of what the network or
/// the server said, which seldom fits into a column.
fn reason(canvas: &mut Canvas, area: Rect, state: &State) {
    let line = state.sync.list.cursor().and_then(|id| state.book.queue().get(*id));
    let Some(line) = line else { return };
    let made = clock(line.op.at, &state.here());
    let why = match &line.fault {
        Some(fault) if line.is_conflict() => format!(": {}; Enter decides", fault.cause),
        Some(fault) => format!(": {fault}"),
        None => match state.book.queue().blocker(line) {
            Some(blocker) => format!(
                ": goes when this is through: {}",
                state.book.catalog.words(&blocker.op.change)
            ),
            None => line.until.map_or_else(String::new, |until| {
                format!(": goes out at {} by itself", second(until, &state.here()))
            }),
        },
    };
    let text = format!("made {made}, {}{why}", mark::tries(line.tries));
    let rule = Rect { height: 1, ..area }.intersection(area);
    canvas.repeat(rule, canvas.lines().rule(), canvas.style(Role::Faint));
    let lines = place::narrowed(place::below(area, 1), 1);
    for (at, words) in (0..REASON_LINES).zip(wrap::text(&text, lines.width)) {
        canvas.put(place::row(lines, at), Role::Text, words);
    }
}

/// The state in words, and what the server or the network said.
fn why(canvas: &mut Canvas, cell: Rect, change: &Change, state: &State) {
    let (role, words) = mark::words(change);
    let mut line = canvas.line(cell, cell.y);
    line.put(role, words);
    if let Some(until) = change.until {
        line.put(role, " until ").put(role, &second(until, &state.here()));
    } else if let Some(blocker) = state.book.queue().blocker(change) {
        line.put(Role::Muted, " for: ")
            .put(Role::Text, &state.book.catalog.words(&blocker.op.change));
    } else if let Some(fault) = &change.fault {
        line.put(Role::Muted, ": ").put(Role::Text, &fault.to_string());
    }
}
