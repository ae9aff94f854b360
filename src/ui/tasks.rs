//! The tasks of everybody, grouped by how soon they are due. The group is a column of its own that
//! speaks up where a group begins, so that every row of the screen is a task.

use jiff::Zoned;
use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    columns::{self, Column, Span},
    empty, gutter, mark,
    moment::day,
    pane, place,
    theme::Role,
};
use crate::{
    app::{state::State, view::Pane},
    model::{
        agenda::TaskRef,
        due::{self, Bucket},
    },
};

#[derive(Clone, Copy)]
enum Kind {
    Group,
    Task,
    Contact,
    Due,
    Owner,
    Mark,
}

const TABLE: &[Column<Kind>] = &[
    Column { kind: Kind::Group, head: "WHEN", least: 9, grow: 0, rank: 2 },
    Column { kind: Kind::Task, head: "TASK", least: 30, grow: 5, rank: 0 },
    Column { kind: Kind::Contact, head: "CONTACT", least: 16, grow: 3, rank: 0 },
    Column { kind: Kind::Due, head: "DUE", least: 14, grow: 1, rank: 0 },
    Column { kind: Kind::Owner, head: "OWNER", least: 12, grow: 1, rank: 1 },
    Column { kind: Kind::Mark, head: "SYN", least: mark::WIDTH, grow: 0, rank: 0 },
];

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let focused = state.focus == Pane::List && state.dialogs.is_empty();
    let inner = pane::frame(canvas, area, "Tasks", focused);
    let list = &state.tasks.list;
    if list.is_empty() {
        let filtered = !state.tasks.filter.is_empty();
        let help = if filtered { "Esc shows all" } else { "T on a contact adds one" };
        return empty::say(
            canvas,
            inner,
            if filtered { "no hits" } else { "nothing is due" },
            help,
        );
    }
    let table = gutter::beside(inner);
    let spans = columns::lay(TABLE, table);
    columns::heads(canvas, &spans, inner.y);
    let rows = place::below(inner, 1);
    let now = state.zoned();
    let mut group = None;
    for (at, id) in list.page(rows.height.into()).iter().enumerate() {
        let row = place::row(rows, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, list.top() + at);
        let under_cursor = list.cursor() == Some(id);
        gutter::draw(canvas, row, state.tasks.marks.has(id), under_cursor);
        if let Some(task) = state.book.task(*id) {
            let bucket = Bucket::of(task.due(), &now);
            let begins = group.replace(bucket) != Some(bucket);
            draw_row(canvas, row.y, &spans, state, task, &now, begins.then_some(bucket));
        }
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
    }
}

fn draw_row(
    canvas: &mut Canvas,
    y: u16,
    spans: &[Span<Kind>],
    state: &State,
    task: TaskRef<'_>,
    now: &Zoned,
    group: Option<Bucket>,
) {
    let (id, contact, done) = (task.id(), task.contact(), task.is_done());
    let leaving = state.book.is_task_leaving(contact, id);
    let text = if done || leaving { Role::Muted } else { Role::Text };
    let title = if leaving { Role::Struck } else { text };
    let overdue = !done && Bucket::of(task.due(), now) == Bucket::Overdue;
    let fault = state.book.refused_task(contact, id).and_then(|line| line.fault.as_ref());
    for span in spans {
        let cell = span.cell(y);
        match span.kind {
            Kind::Group => {
                if let Some(bucket) = group {
                    canvas.put(cell, Role::Heading, bucket.title());
                }
            }
            Kind::Task => {
                let mut line = canvas.line(cell, y);
                line.put(text, if done { "[x] " } else { "[ ] " }).put(title, task.title());
                if let Some(fault) = fault {
                    line.gap(1).put(Role::Error, &fault.cause);
                }
            }
            Kind::Contact => canvas.put(cell, text, &state.book.name(contact)),
            Kind::Due => {
                let mut line = canvas.line(cell, y);
                match task.due() {
                    Some(at) if done => line.put(text, &day(at, now)),
                    Some(at) if overdue => line.put(Role::Error, &due::say(at, now)),
                    Some(at) => line.put(text, &due::say(at, now)),
                    None => line.put(Role::Muted, "-"),
                };
                if overdue {
                    line.put(Role::Error, " !");
                }
            }
            Kind::Owner => match task.owner() {
                Some(owner) => canvas.put(cell, Role::Muted, &state.book.catalog.user_name(owner)),
                None => canvas.put(cell, Role::Muted, "-"),
            },
            Kind::Mark => {
                if let Some(mark) = state.book.task_mark(contact, id) {
                    canvas.put(cell, mark::role(mark), &mark.to_string());
                }
            }
        }
    }
}
