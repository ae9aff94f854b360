//! The form of a contact.

use ratatui::layout::Rect;

use super::{
    entry,
    form::{self, Foot},
    popup,
};
use crate::{
    app::{dialogs::contact::ContactForm, state::State},
    ui::{
        canvas::{Canvas, width},
        place,
        theme::Role,
    },
};

const WIDTH: u16 = 76;
const WIDEST_LABEL: u16 = 20;
/// Below this there is no empty line over the foot.
const ROOMY: u16 = 8;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, form: &ContactForm) {
    let title = match form.contact {
        Some(id) => format!("Edit {}", state.book.name(id)),
        None => "New contact".to_owned(),
    };
    let height = |at: usize| match form.rows.get(at) {
        Some(row) if at == form.at => entry::height(&row.entry) + u16::from(row.fault.is_some()),
        Some(row) => 1 + u16::from(row.fault.is_some()),
        None => 0,
    };
    let wanted: u16 = (0..form.rows.len()).map(height).sum();
    let inner = popup::open(canvas, area, &title, WIDTH, wanted.saturating_add(2));
    let rows = place::above(inner, 1 + u16::from(inner.height >= ROOMY));
    let catalog = &state.book.catalog;
    let labels = form.rows.iter().map(|row| width(catalog.label(&row.field))).max();
    let labels = labels.unwrap_or(0).min(WIDEST_LABEL).min(inner.width / 3);
    for (at, here) in form::rows(rows, form.rows.len(), form.at, height) {
        canvas.row(here, at);
        let (row, active) = (&form.rows[at], at == form.at);
        let value = form::label(canvas, here, catalog.label(&row.field), labels, active);
        let value = place::from(value, 1);
        if active {
            entry::draw(canvas, place::above(value, u16::from(row.fault.is_some())), &row.entry);
        } else {
            entry::closed(canvas, place::row(value, 0), &row.entry);
        }
        if let Some(fault) = &row.fault {
            let mut line = canvas.line(value, here.bottom() - 1);
            line.put(Role::Error, "ERR ").put(Role::Text, fault);
        }
    }
    let twin =
        form.twin.map(|twin| format!("{} has the same email or phone", state.book.name(twin)));
    let draft = form::draft(state, form.draft_from);
    let remark = match (&form.fault, &twin) {
        (None, Some(twin)) => Some((Role::Waiting, "! ", twin.as_str())),
        (fault, _) => form::remark(fault.as_deref(), draft.as_ref()),
    };
    form::foot(canvas, inner, Foot { remark, button: Some(form.row().is_none()) });
}
