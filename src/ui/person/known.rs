//! A person who is not read yet: what the list knows of her already, where it will stand in a
//! moment. So the pane fills up instead of flickering.

use ratatui::layout::Rect;

use super::fields;
use crate::{
    app::{state::State, view::Tab},
    model::{
        agenda::TaskRef,
        field::{Field, Standard},
        ids::ContactId,
        roster::RowRef,
        task::Task,
        value::Value,
    },
    ui::{canvas::Canvas, empty, place, task_row},
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, id: ContactId, tab: Tab) {
    match (tab, state.book.row(id)) {
        (Tab::Details, Some(row)) => draw_fields(canvas, area, state, row),
        (Tab::Tasks, _) => draw_tasks(canvas, area, state, id),
        _ => empty::say(canvas, area, "reading", ""),
    }
}

fn draw_fields(canvas: &mut Canvas, area: Rect, state: &State, row: RowRef) {
    let labels = fields::label_width(&state.book.catalog, area.width);
    let known = Standard::ALL.iter().filter_map(|field| Some((*field, text(row, *field)?)));
    for (line, (field, text)) in (0..).zip(known) {
        let (field, value) = (Field::from(field), Value::text(text));
        fields::draw_value(canvas, place::row(area, line), labels, state, &field, &value, false);
    }
}

/// What the list holds of a field; `None` where it holds nothing.
fn text(row: RowRef<'_>, field: Standard) -> Option<&str> {
    let text = match field {
        Standard::FirstName => row.first(),
        Standard::LastName => row.last(),
        Standard::Email => row.email(),
        Standard::Phone => row.phone(),
        Standard::Company => row.company(),
        Standard::Owner => row.owner().map_or("", |owner| owner.as_str()),
        Standard::Type => row.kind(),
        Standard::Source => row.source(),
        Standard::City => row.city(),
        Standard::State => row.state(),
        Standard::Country => row.country(),
        Standard::Dnd
        | Standard::DateOfBirth
        | Standard::Address
        | Standard::PostalCode
        | Standard::Website
        | Standard::Timezone => "",
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Open tasks are known of everybody.
fn draw_tasks(canvas: &mut Canvas, area: Rect, state: &State, id: ContactId) {
    let open = state.book.tasks_of(id).filter(|task| !task.is_done());
    let mut tasks: Vec<Task> = open.map(TaskRef::to_task).collect();
    tasks.sort_by_key(|task| (task.draft.due.is_none(), task.draft.due, task.id));
    let now = state.zoned();
    for (line, task) in (0..).zip(tasks).take(area.height.into()) {
        task_row::draw(canvas, place::row(area, line), state, &task, &now, false);
    }
}
