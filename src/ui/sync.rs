//! The outbox: one line per change that is not settled. Who, what, when, how often tried, and why
//! it is still here.

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    columns::{self, Column},
    empty, gutter, mark,
    moment::clock,
    pane, place,
    theme::Role,
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
    let rows = place::below(inner, 1);
    let now = state.zoned();
    for (at, id) in list.page(rows.height.into()).iter().enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, list.top() + at);
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
                Kind::State => why(canvas, cell, line),
            }
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

/// The state in words, and what the server or the network said.
fn why(canvas: &mut Canvas, cell: Rect, change: &Change) {
    let (role, words) = mark::words(change);
    let mut line = canvas.line(cell, cell.y);
    line.put(role, words);
    if let Some(fault) = &change.fault {
        line.put(Role::Muted, ": ").put(Role::Text, &fault.to_string());
    }
}
