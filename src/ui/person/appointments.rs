//! The appointments of a person: read only, in the time of the location.

use ratatui::layout::Rect;

use super::part;
use crate::{
    app::state::State,
    model::{appointment::Appointment, beyond::remark, dossier::Dossier, ids::RemoteId},
    ui::{canvas::Canvas, gutter, moment::civil, place, theme::Role},
};

const TIME: u16 = 18;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let area = part::head(canvas, area, state, &dossier.appointments, ("no appointments", ""));
    let list = &state.detail.appointments;
    let found =
        |id: &RemoteId| dossier.appointments.items.iter().find(|appointment| appointment.id == *id);
    let first = place::first_visible(list.top(), list.at(), area.height, |_| 1);
    for (at, id) in list.ids().iter().skip(first).take(area.height.into()).enumerate() {
        let row = place::row(area, u16::try_from(at).unwrap_or(u16::MAX));
        canvas.row(row, first + at);
        let under_cursor = focused && list.cursor() == Some(id);
        if let Some(appointment) = found(id) {
            draw_row(canvas, row, state, appointment, under_cursor);
        }
        if under_cursor {
            canvas.cursor_row(row, true);
        }
    }
}

fn draw_row(canvas: &mut Canvas, row: Rect, state: &State, it: &Appointment, under_cursor: bool) {
    let start = it.start.map_or("no time".to_owned(), |at| civil(at, &state.zoned()));
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    line.put(Role::Accent, &start).to(row.x + TIME).gap(1);
    line.gap_right(1).put_right(Role::Muted, &it.status).gap_right(2);
    line.put(Role::Text, &it.title);
    if !it.address.is_empty() {
        line.gap(2).put(Role::Muted, &it.address);
    }
    if let Some(beyond) = remark(&it.extra) {
        line.gap(2).put(Role::Faint, &beyond);
    }
}
