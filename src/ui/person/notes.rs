//! The notes of a person: who wrote when, and the text under it.

use ratatui::layout::Rect;

use super::part;
use crate::{
    app::state::State,
    model::{beyond::remark, dossier::Dossier, note::Note},
    ui::{canvas::Canvas, gutter, mark, moment::day, place, plain, theme::Role, wrap},
};

/// A note may be 65,535 characters long; its pane shows so many lines of it, the editor all.
const MOST_LINES: usize = 12;
const INDENT: u16 = 3;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let area = part::head(canvas, area, state, &dossier.notes, ("no notes", "N writes one"));
    let list = &state.detail.notes;
    let notes: Vec<&Note> = list
        .ids()
        .iter()
        .filter_map(|id| dossier.notes.items.iter().find(|note| note.id == *id))
        .collect();
    let text = place::from(place::narrowed(area, 1), INDENT - 1);
    let height = |at: usize| {
        let lines = notes.get(at).map_or(0, |note| lines(note, text.width).len());
        u16::try_from(lines + 2).unwrap_or(u16::MAX)
    };
    let first = place::first_visible(list.top(), list.at(), area.height, height);
    let mut y = area.y;
    for (at, note) in notes.iter().enumerate().skip(first) {
        if y >= area.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..area };
        let under_cursor = focused && list.cursor() == Some(&note.id);
        head(canvas, row, state, note, under_cursor);
        if under_cursor {
            canvas.cursor_row(row, true);
        }
        y += 1;
        let leaving = state.book.is_note_leaving(note.contact, note.id);
        for (role, line) in lines(note, text.width) {
            if y >= area.bottom() {
                break;
            }
            let role = if leaving { Role::Struck } else { role };
            canvas.put(Rect { y, height: 1, ..text }, role, &line);
            y += 1;
        }
        canvas.row(Rect { y: row.y, height: y - row.y, ..area }, at);
        y += 1;
    }
}

fn head(canvas: &mut Canvas, row: Rect, state: &State, note: &Note, under_cursor: bool) {
    let now = state.zoned();
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    if let Some(mark) = state.book.note_mark(note.contact, note.id) {
        line.put_right(mark::role(mark), &format!("{mark:<3}")).gap_right(1);
    }
    line.put(Role::Accent, &note.added.map_or("new".to_owned(), |at| day(at, &now))).gap(2);
    if let Some(author) = &note.author {
        line.put(Role::Muted, &state.book.catalog.user_name(author)).gap(2);
    }
    if note.pinned {
        line.put(Role::Muted, "pinned").gap(2);
    }
    let refused = state.book.refused_note(note.contact, note.id);
    if let Some(fault) = refused.and_then(|line| line.fault.as_ref()) {
        line.put(Role::Error, &fault.cause);
    } else {
        line.put(Role::Heading, &note.draft.title);
    }
}

/// The text, and what the service says of the note beyond it.
fn lines(note: &Note, width: u16) -> Vec<(Role, String)> {
    let text = body(note, width).into_iter().map(|line| (Role::Text, line));
    text.chain(remark(&note.extra).map(|line| (Role::Muted, line))).collect()
}

fn body(note: &Note, width: u16) -> Vec<String> {
    let text = plain::plain(&note.draft.body);
    let mut lines: Vec<String> =
        wrap::text(&text, width).take(MOST_LINES + 1).map(str::to_owned).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("… Enter shows all of it".to_owned());
    }
    lines
}
