//! Notes of everybody, as far as they were ever fetched: one line each, whole in the detail pane.

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    columns::{self, Column},
    empty, gutter, mark,
    moment::day,
    pane, place, plain,
    theme::Role,
};
use crate::app::{state::State, view::Pane};

#[derive(Clone, Copy)]
enum Kind {
    Day,
    Contact,
    Author,
    Text,
    Mark,
}

const TABLE: &[Column<Kind>] = &[
    Column { kind: Kind::Day, head: "ADDED", least: 11, grow: 0, rank: 0 },
    Column { kind: Kind::Contact, head: "CONTACT", least: 16, grow: 1, rank: 0 },
    Column { kind: Kind::Author, head: "AUTHOR", least: 12, grow: 0, rank: 1 },
    Column { kind: Kind::Text, head: "NOTE", least: 34, grow: 5, rank: 0 },
    Column { kind: Kind::Mark, head: "SYN", least: mark::WIDTH, grow: 0, rank: 0 },
];

/// So much of a note is looked at for its line.
const BEGINNING: usize = 600;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = state.focus == Pane::List && state.dialogs.is_empty();
    let inner = pane::frame(canvas, area, "Notes", focused);
    let notes = &state.notes;
    if notes.list.is_empty() {
        let sentence = match (&notes.answered, notes.query.is_empty()) {
            (None, _) => "searching",
            (Some(_), true) => "no note was fetched yet",
            (Some(_), false) => "no hits",
        };
        return empty::say(
            canvas,
            inner,
            sentence,
            "the notes of a contact come when she is looked at",
        );
    }
    let spans = columns::lay(TABLE, gutter::beside(inner));
    columns::heads(canvas, &spans, inner.y);
    let rows = place::below(inner, 1);
    let now = state.zoned();
    for (at, id) in notes.list.page(rows.height.into()).iter().enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, notes.list.top() + at);
        let under_cursor = notes.list.cursor() == Some(id);
        gutter::draw(canvas, row, false, under_cursor);
        let Some(note) = notes.note(*id) else { continue };
        for span in &spans {
            let cell = span.cell(row.y);
            match span.kind {
                Kind::Day => {
                    let added = note.added.map_or("new".to_owned(), |at| day(at, &now));
                    canvas.put(cell, Role::Muted, &added);
                }
                Kind::Contact => canvas.put(cell, Role::Text, &state.book.name(note.contact)),
                Kind::Author => {
                    let author = note.author.as_ref().map(|id| state.book.catalog.user_name(id));
                    canvas.put(cell, Role::Muted, author.as_deref().unwrap_or("-"));
                }
                Kind::Text => {
                    let mut line = canvas.line(cell, row.y);
                    if !note.draft.title.is_empty() {
                        line.put(Role::Heading, &note.draft.title).gap(1);
                    }
                    let leaving = state.book.is_note_leaving(note.contact, note.id);
                    let role = if leaving { Role::Struck } else { Role::Text };
                    line.put(role, &beginning(&note.draft.body));
                }
                Kind::Mark => {
                    if let Some(mark) = state.book.note_mark(note.contact, note.id) {
                        canvas.put(cell, mark::role(mark), &mark.to_string());
                    }
                }
            }
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

/// The first words of a note in one line.
fn beginning(body: &str) -> String {
    let end = body.char_indices().nth(BEGINNING).map_or(body.len(), |(at, _)| at);
    plain::plain(&body[..end]).split_whitespace().collect::<Vec<_>>().join(" ")
}
