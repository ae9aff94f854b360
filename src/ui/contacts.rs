//! The list of contacts. Only the rows on the screen are looked at.

use jiff::Zoned;
use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    columns::{self, Column, Span},
    empty, gutter, header, mark,
    pane::{self, Frame},
    place,
    theme::Role,
};
use crate::{
    app::{spot::Spot, state::State, view::Pane},
    model::{
        agenda::TaskRef,
        due::{self, Bucket},
        phone::grouped,
        roster::{RowRef, SortKey},
    },
};

#[derive(Clone, Copy)]
enum Kind {
    Name,
    Company,
    Email,
    Phone,
    Tags,
    NextTask,
    Mark,
}

/// Email goes first, then company, phone, next task and tags; name and mark stay.
const TABLE: &[Column<Kind>] = &[
    Column { kind: Kind::Name, head: "NAME", least: 16, grow: 3, rank: 0 },
    Column { kind: Kind::Company, head: "COMPANY", least: 13, grow: 2, rank: 4 },
    Column { kind: Kind::Email, head: "EMAIL", least: 19, grow: 2, rank: 5 },
    Column { kind: Kind::Phone, head: "PHONE", least: 17, grow: 0, rank: 3 },
    Column { kind: Kind::Tags, head: "TAGS", least: 12, grow: 3, rank: 1 },
    Column { kind: Kind::NextTask, head: "NEXT TASK", least: 14, grow: 2, rank: 2 },
    Column { kind: Kind::Mark, head: "SYN", least: mark::WIDTH, grow: 0, rank: 0 },
];

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = state.focus == Pane::List && state.dialogs.is_empty();
    let list = &state.contacts.list;
    let counts = header::counts_without_header(state);
    let frame =
        Frame { title: "Contacts", remark: (Role::Muted, &counts), focused, ..Frame::default() };
    let inner = pane::draw(canvas, area, frame);
    if list.is_empty() {
        return empty::contacts(canvas, inner, state);
    }
    let spans = columns::lay(TABLE, gutter::beside(inner));
    columns::heads(canvas, &spans, inner.y);
    for span in &spans {
        if let Some(by) = sort_key(span.kind) {
            canvas.spot(span.cell(inner.y), Spot::Sort(by));
        }
    }
    let rows = place::below(inner, 1);
    let now = state.zoned();
    let mut tags = String::new();
    for (at, id) in list.page(rows.height.into()).iter().enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, list.top() + at);
        let under_cursor = list.cursor() == Some(id);
        gutter::draw(canvas, row, state.contacts.marks.has(id), under_cursor);
        if let Some(contact) = state.book.row(*id) {
            draw_row(canvas, row.y, &spans, contact, state, &now, &mut tags);
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

const fn sort_key(kind: Kind) -> Option<SortKey> {
    match kind {
        Kind::Name => Some(SortKey::Name),
        Kind::Company => Some(SortKey::Company),
        Kind::Email => Some(SortKey::Email),
        Kind::Phone => Some(SortKey::Phone),
        Kind::NextTask => Some(SortKey::NextTask),
        Kind::Tags | Kind::Mark => None,
    }
}

fn draw_row(
    canvas: &mut Canvas,
    y: u16,
    spans: &[Span<Kind>],
    contact: RowRef,
    state: &State,
    now: &Zoned,
    tags: &mut String,
) {
    for span in spans {
        let cell = span.cell(y);
        match span.kind {
            Kind::Name => {
                let id = contact.id();
                let role = match state.contacts.marks.has(&id) {
                    _ if state.book.is_leaving(id) => Role::Struck,
                    true => Role::Marked,
                    false => Role::Text,
                };
                canvas.put(cell, role, &contact.listed_name());
            }
            Kind::Company => or_dash(canvas, cell, contact.company()),
            Kind::Email => or_dash(canvas, cell, contact.email()),
            Kind::Phone => or_dash(canvas, cell, &grouped(contact.phone())),
            Kind::Tags => {
                tags.clear();
                for tag in contact.tags() {
                    tags.push_str(if tags.is_empty() { "" } else { ", " });
                    tags.push_str(tag.as_str());
                }
                or_dash(canvas, cell, tags);
            }
            Kind::NextTask => match state.book.next_task(contact.id()) {
                Some(task) => next_task(canvas, cell, task, now),
                None => or_dash(canvas, cell, ""),
            },
            Kind::Mark => {
                if let Some(mark) = state.book.mark(contact.id()) {
                    canvas.put(cell, mark::role(mark), &mark.to_string());
                }
            }
        }
    }
}

fn or_dash(canvas: &mut Canvas, cell: Rect, text: &str) {
    if text.is_empty() {
        canvas.put(cell, Role::Muted, "-");
    } else {
        canvas.put(cell, Role::Text, text);
    }
}

/// When it is due, then what it is about where there is room for a few letters of it.
fn next_task(canvas: &mut Canvas, cell: Rect, task: TaskRef<'_>, now: &Zoned) {
    const WORTH_IT: u16 = 5;
    let mut line = canvas.line(cell, cell.y);
    if let Some(due) = task.due() {
        let words = due::say_briefly(due, now);
        if Bucket::of(Some(due), now) == Bucket::Overdue {
            line.put(Role::Error, &words).put(Role::Error, " !");
        } else {
            line.put(Role::Text, &words);
        }
        line.gap(1);
    }
    if line.room() >= WORTH_IT || task.due().is_none() {
        line.put(Role::Muted, task.title());
    }
}
