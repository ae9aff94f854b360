//! The tasks of a person.

use ratatui::layout::Rect;

use super::part;
use crate::{
    app::state::State,
    model::{dossier::Dossier, ids::TaskId},
    ui::{canvas::Canvas, place, task_row},
};

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let area = part::head(canvas, area, state, &dossier.tasks, ("no tasks", "T adds one"));
    let list = &state.detail.tasks;
    let task = |id: &TaskId| dossier.tasks.items.iter().find(|task| task.id == *id);
    let first = place::first_visible(list.top(), list.at(), area.height, |_| 1);
    let now = state.zoned();
    for (at, id) in list.ids().iter().skip(first).take(area.height.into()).enumerate() {
        let row = place::row(area, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, first + at);
        let under_cursor = focused && list.cursor() == Some(id);
        if let Some(task) = task(id) {
            task_row::draw(canvas, row, state, task, &now, under_cursor);
        }
        if under_cursor {
            canvas.cursor_row(row, true);
        }
    }
}
