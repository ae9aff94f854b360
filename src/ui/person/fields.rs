//! The fields of a person: what each holds, what it held while the new value is unsaved, and what
//! the server said where it refused one.

use jiff::{Zoned, tz::TimeZone};
use ratatui::layout::Rect;

use crate::{
    app::state::State,
    model::{
        dossier::Dossier,
        field::{Field, Standard},
    },
    ui::{canvas::Canvas, mark, moment::clock, place, shown::shown, theme::Role},
};

const GUTTER: u16 = 1;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let list = &state.detail.fields;
    let labels = label_width(state, area.width);
    // The first custom field carries the rule over it.
    let first_custom = list.ids().iter().position(|field| matches!(field, Field::Custom(_)));
    let height = |at: usize| if Some(at) == first_custom { 2 } else { 1 };
    let first = place::first_visible(list.top(), list.at(), area.height, height);
    let mut y = area.y;
    for (at, field) in list.ids().iter().enumerate().skip(first) {
        if Some(at) == first_custom && y < area.bottom() {
            section(canvas, Rect { y, height: 1, ..area }, "Custom fields");
            y += 1;
        }
        if y >= area.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..area };
        let under_cursor = focused && list.cursor() == Some(field);
        draw_field(canvas, row, labels, field, state, dossier, under_cursor);
        if under_cursor {
            canvas.cursor_row(row, focused);
        }
        y += 1;
    }
}

fn draw_field(
    canvas: &mut Canvas,
    row: Rect,
    labels: u16,
    field: &Field,
    state: &State,
    dossier: &Dossier,
    under_cursor: bool,
) {
    let (book, id) = (&state.book, dossier.contact.id);
    let values = row.x + GUTTER + labels + 2;
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if under_cursor { ">" } else { " " });
    line.put_within(Role::Muted, book.catalog.label(field), labels).to(values);
    let value = dossier.contact.value(field);
    if value.is_empty() {
        line.put(Role::Muted, "-");
    } else {
        line.put(Role::Text, &shown(&book.catalog, field, value));
    }
    if *field == Field::Standard(Standard::Timezone)
        && let Some(distance) = distance(&value.shown(), &state.zoned())
    {
        line.gap(2).put(Role::Muted, &distance);
    }
    if let Some(mark) = book.field_mark(id, field) {
        line.gap(2).put(mark::role(mark), &mark.to_string());
    }
    if let Some(fault) = book.refused_field(id, field).and_then(|line| line.fault.as_ref()) {
        line.gap(1).put(Role::Error, &fault.cause);
    } else if let Some(was) = book.was(id, field) {
        let was = if was.is_empty() { "-".into() } else { shown(&book.catalog, field, was) };
        line.gap(1).put(Role::Muted, "(was ").put(Role::Struck, &was).put(Role::Muted, ")");
    }
}

/// How far the clock of a time zone is from the one here: `3 h behind you`.
fn distance(zone: &str, now: &Zoned) -> Option<String> {
    let there = TimeZone::get(zone).ok()?.to_offset(now.timestamp());
    let minutes = (there.seconds() - now.offset().seconds()) / 60;
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let hours = if rest == 0 { format!("{hours} h") } else { format!("{hours} h {rest}") };
    Some(match minutes.signum() {
        0 => "your time".to_owned(),
        1 => format!("{hours} ahead of you"),
        _ => format!("{hours} behind you"),
    })
}

/// As wide as the longest label on show, within a third of the pane.
fn label_width(state: &State, width: u16) -> u16 {
    let labels = state.detail.fields.ids().iter().map(|field| state.book.catalog.label(field));
    let longest = labels.map(crate::ui::canvas::width).max().unwrap_or(0);
    longest.clamp(10, (width / 3).max(10))
}

fn section(canvas: &mut Canvas, row: Rect, title: &str) {
    let rule = canvas.lines().rule();
    let style = canvas.style(Role::Faint);
    canvas.repeat(place::narrowed(row, 1), rule, style);
    let mut line = canvas.line(row, row.y);
    line.gap(3).put(Role::Muted, " ").put(Role::Muted, title).put(Role::Muted, " ");
}

/// What stands under the fields: how many hold nothing, and how fresh the rest is.
pub fn foot(state: &State, dossier: &Dossier) -> (String, String) {
    let hidden = match state.detail.hidden(&state.book) {
        0 => String::new(),
        hidden => format!("{hidden} empty, zh shows"),
    };
    let now = state.zoned();
    let fetched = match dossier.fetched {
        Some(at) => format!("fetched {}", clock(at, &now)),
        None if dossier.contact.remote.is_none() => "not on the server yet".to_owned(),
        None => "not fetched yet".to_owned(),
    };
    (hidden, fetched)
}
