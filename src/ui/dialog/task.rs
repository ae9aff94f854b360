//! The form of a task. The due date is read back in words before it is saved.

use ratatui::layout::Rect;

use super::{choice, popup};
use crate::{
    app::{
        dialogs::task::{TaskField, TaskForm},
        state::State,
    },
    model::due,
    ui::{canvas::Canvas, input, moment::clock, place, theme::Role},
};

const WIDTH: u16 = 66;
const LABELS: u16 = 8;
const NOTES: u16 = 3;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, form: &TaskForm) {
    let verb = if form.task.is_some() { "Task of" } else { "New task for" };
    let title = format!("{verb} {}", popup::whose(state, &form.contacts));
    let owners = if form.at == TaskField::Owner { choice::height(&form.owner).min(8) } else { 1 };
    let inner = popup::open(canvas, area, &title, WIDTH, 3 + owners + NOTES + 2);
    let (title_row, rest) = (place::row(inner, 0), place::below(inner, 1));
    let (due_row, rest) = (place::row(rest, 0), place::below(rest, 2));
    let read_row = place::row(inner, 2);

    let at = |field| form.at == field;
    let field = label(canvas, title_row, "Title", at(TaskField::Title));
    input::draw_line(canvas, field, &form.title, at(TaskField::Title));
    let field = label(canvas, due_row, "Due", at(TaskField::Due));
    input::draw_line(canvas, field, &form.due, at(TaskField::Due));
    let read = place::from(read_row, LABELS + 2);
    match &form.due_read {
        Ok(Some(due)) => canvas.put(read, Role::Pending, &due::say_fully(*due, &state.zoned())),
        Ok(None) => canvas.put(read, Role::Muted, "fri 3pm, +2d, 1 dec"),
        Err(fault) => {
            let mut line = canvas.line(read, read.y);
            line.put(Role::Error, "ERR ").put(Role::Text, fault);
        }
    }
    let owner = label(
        canvas,
        Rect { height: owners, ..rest }.intersection(rest),
        "Owner",
        at(TaskField::Owner),
    );
    if at(TaskField::Owner) {
        choice::list(canvas, owner, &form.owner, true);
    } else {
        let shown = form.owner.shown();
        canvas.put(owner, Role::Text, if shown.is_empty() { "nobody" } else { &shown });
    }
    let rest = place::below(rest, owners);
    let body = label(
        canvas,
        Rect { height: NOTES, ..rest }.intersection(rest),
        "Text",
        at(TaskField::Body),
    );
    input::draw_lines(canvas, body, &form.body, at(TaskField::Body));
    foot(canvas, inner, state, form);
}

/// The label of a row; returns the area right of it.
fn label(canvas: &mut Canvas, row: Rect, text: &str, active: bool) -> Rect {
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if active { ">" } else { " " });
    line.put_within(if active { Role::Accent } else { Role::Muted }, text, LABELS);
    place::from(row, LABELS + 2)
}

fn foot(canvas: &mut Canvas, inner: Rect, state: &State, form: &TaskForm) {
    let mut line = canvas.line(inner, inner.bottom().saturating_sub(1));
    let refused = form.refused.and_then(|op| state.book.queue().get(op));
    let refused = refused.and_then(|line| line.fault.as_ref()).map(|fault| &fault.cause);
    if let Some(fault) = form.fault.as_ref().or(refused) {
        line.put(Role::Error, "ERR ").put(Role::Text, fault);
    } else if let Some(at) = form.draft_from {
        line.put(Role::Pending, &format!("draft from {}", clock(at, &state.zoned())));
    }
}
