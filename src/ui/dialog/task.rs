//! The form of a task. The due date is read back in words before it is saved.

use ratatui::layout::Rect;

use super::{
    choice,
    form::{self, Foot},
    popup,
};
use crate::{
    app::{
        dialogs::task::{TaskField, TaskForm},
        state::State,
    },
    model::{beyond::remark, due},
    ui::{canvas::Canvas, input, place, theme::Role},
};

const WIDTH: u16 = 66;
const LABELS: u16 = 8;
const TEXT_LINES: u16 = 3;
const MOST_OWNERS: u16 = 8;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, form: &TaskForm) {
    let verb = if form.task.is_some() { "Task of" } else { "New task for" };
    let title = format!("{verb} {}", popup::whose(state, &form.contacts));
    let owners = match form.at {
        TaskField::Owner => choice::height(&form.owner).min(MOST_OWNERS),
        _ => 1,
    };
    let height = |at: usize| match TaskField::TYPED[at] {
        TaskField::Due => 2,
        TaskField::Owner => owners,
        TaskField::Body => TEXT_LINES,
        TaskField::Title | TaskField::Save => 1,
    };
    let count = TaskField::TYPED.len();
    let wanted: u16 = (0..count).map(height).sum();
    let beyond = beyond(state, form);
    let height_of_all = wanted + 2 + u16::from(beyond.is_some());
    let inner = popup::open(canvas, area, &title, WIDTH, height_of_all);
    if let Some(beyond) = beyond.filter(|_| inner.height >= height_of_all) {
        canvas.put(place::row(inner, wanted), Role::Muted, &beyond);
    }
    let at = TaskField::TYPED.iter().position(|field| *field == form.at).unwrap_or(count);
    for (at, here) in form::rows(place::above(inner, 1), count, at, height) {
        canvas.row(here, at);
        draw_row(canvas, here, state, form, TaskField::TYPED[at]);
    }
    let fault = form.fault.as_deref().or(form::refusal(state, form.refused));
    let draft = form::draft(state, form.draft_from);
    let remark = form::remark(fault, draft.as_ref());
    form::foot(canvas, inner, Foot { remark, button: Some(form.at == TaskField::Save) });
}

/// What the service says of the task beyond its fields, if its person was read.
fn beyond(state: &State, form: &TaskForm) -> Option<String> {
    let dossier = state.book.dossier(*form.contacts.first()?)?;
    let task = dossier.tasks.items.iter().find(|task| Some(task.id) == form.task)?;
    remark(&task.extra)
}

fn draw_row(canvas: &mut Canvas, row: Rect, state: &State, form: &TaskForm, field: TaskField) {
    let active = form.at == field;
    let value = form::label(canvas, row, field.label(), LABELS, active);
    match field {
        TaskField::Title => input::draw_line(canvas, value, &form.title, active),
        TaskField::Due => {
            input::draw_line(canvas, place::row(value, 0), &form.due, active);
            draw_read(canvas, place::row(value, 1), state, form);
        }
        TaskField::Owner if active => choice::list(canvas, value, &form.owner, true),
        TaskField::Owner => {
            let shown = form.owner.shown();
            canvas.put(value, Role::Text, if shown.is_empty() { "nobody" } else { &shown });
        }
        TaskField::Body => input::draw_lines(canvas, value, &form.body, active),
        TaskField::Save => {}
    }
}

/// The due date as it was understood.
fn draw_read(canvas: &mut Canvas, row: Rect, state: &State, form: &TaskForm) {
    match &form.due_read {
        Ok(Some(due)) => canvas.put(row, Role::Pending, &due::say_fully(*due, &state.zoned())),
        Ok(None) => canvas.put(row, Role::Muted, "fri 3pm, +2d, 1 dec"),
        Err(fault) => {
            canvas.line(row, row.y).put(Role::Error, "ERR ").put(Role::Text, fault);
        }
    }
}
