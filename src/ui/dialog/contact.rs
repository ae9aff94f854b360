//! The form of a contact.

use ratatui::layout::Rect;

use super::{entry, popup};
use crate::{
    app::{dialogs::contact::ContactForm, state::State},
    ui::{
        canvas::{Canvas, width},
        moment::clock,
        place,
        theme::Role,
    },
};

const WIDTH: u16 = 64;

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
    let rows = place::above(inner, 2);
    let catalog = &state.book.catalog;
    let labels =
        form.rows.iter().map(|row| width(catalog.label(&row.field))).max().unwrap_or(0).min(20);
    let mut y = rows.y;
    let first = place::first_visible(0, form.at, rows.height, height);
    for (at, row) in form.rows.iter().enumerate().skip(first) {
        if y >= rows.bottom() {
            break;
        }
        let here = Rect { y, height: height(at).min(rows.bottom() - y), ..rows };
        canvas.row(here, at);
        let active = at == form.at;
        let mut line = canvas.line(here, y);
        line.put(Role::Marked, if active { ">" } else { " " });
        line.put_within(
            if active { Role::Accent } else { Role::Muted },
            catalog.label(&row.field),
            labels,
        );
        let value = place::from(here, labels + 3);
        if active {
            entry::draw(canvas, place::above(value, u16::from(row.fault.is_some())), &row.entry);
        } else {
            entry::closed(canvas, place::row(value, 0), &row.entry);
        }
        if let Some(fault) = &row.fault {
            let mut line = canvas.line(value, here.bottom() - 1);
            line.put(Role::Error, "ERR ").put(Role::Text, fault);
        }
        y = here.bottom();
    }
    let mut line = canvas.line(inner, inner.bottom().saturating_sub(1));
    if let Some(fault) = &form.fault {
        line.put(Role::Error, "ERR ").put(Role::Text, fault);
    } else if let Some(twin) = form.twin {
        let words = format!("{} has the same email or phone", state.book.name(twin));
        line.put(Role::Waiting, "! ").put(Role::Text, &words);
    } else if let Some(at) = form.draft_from {
        line.put(Role::Pending, &format!("draft from {}", clock(at, &state.zoned())));
    }
}
