//! The fields of a person: what each holds, what it held while the new value is unsaved, and what
//! the server said where it refused one.

use jiff::{Zoned, tz::TimeZone};
use ratatui::layout::Rect;

use crate::{
    app::{list::List, state::State},
    model::{
        dossier::Dossier,
        field::{Field, Standard},
    },
    ui::{canvas::Canvas, mark, place, theme::Role},
};

const GUTTER: u16 = 1;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let labels = label_width(state, area.width);
    for Placed { field, y, first_custom } in placed(area, &state.detail.fields) {
        let row = Rect { y, height: 1, ..area };
        if first_custom && y > area.y {
            section(canvas, Rect { y: y - 1, ..row }, "Custom fields");
        }
        let under_cursor = focused && state.detail.fields.cursor() == Some(field);
        draw_field(canvas, row, labels, field, state, dossier, under_cursor);
        if under_cursor {
            canvas.cursor_row(row, true);
        }
    }
}

/// Where the value under the cursor stands, for its editor to open over it.
pub fn value_under_cursor(area: Rect, state: &State) -> Option<Rect> {
    let list = &state.detail.fields;
    let found = placed(area, list).into_iter().find(|it| list.cursor() == Some(it.field))?;
    let row = Rect { y: found.y, height: 1, ..area };
    Some(place::from(row, values_at(label_width(state, area.width))))
}

/// A field with the line of the screen that it stands on.
struct Placed<'f> {
    field: &'f Field,
    y: u16,
    /// Whether a rule stands over it.
    first_custom: bool,
}

fn placed(area: Rect, list: &List<Field>) -> Vec<Placed<'_>> {
    let custom = list.ids().iter().position(|field| matches!(field, Field::Custom(_)));
    let height = |at: usize| if Some(at) == custom { 2 } else { 1 };
    let first = place::first_visible(list.top(), list.at(), area.height, height);
    let mut below = area.y;
    let mut placed = Vec::new();
    for (at, field) in list.ids().iter().enumerate().skip(first) {
        below = below.saturating_add(height(at));
        if below > area.bottom() {
            break;
        }
        placed.push(Placed { field, y: below - 1, first_custom: Some(at) == custom });
    }
    placed
}

/// How far right the values begin.
fn values_at(labels: u16) -> u16 {
    GUTTER + labels + 2
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
    let mut line = canvas.line(row, row.y);
    line.put(Role::Marked, if under_cursor { ">" } else { " " });
    line.put_within(Role::Muted, book.catalog.label(field), labels).to(row.x + values_at(labels));
    let value = dossier.contact.value(field);
    if value.is_empty() {
        line.put(Role::Muted, "-");
    } else {
        line.put(Role::Text, &book.catalog.shown(field, value));
    }
    if *field == Field::Standard(Standard::Timezone)
        && let Some(distance) = distance(&value.shown(), &state.zoned())
    {
        line.gap(2).put_whole(Role::Muted, &distance);
    }
    if let Some(mark) = book.field_mark(id, field) {
        line.gap(2).put(mark::role(mark), &mark.to_string());
    }
    if let Some(fault) = book.refused_field(id, field).and_then(|line| line.fault.as_ref()) {
        line.gap(1).put(Role::Error, &fault.cause);
    } else if let Some(was) = book.was(id, field) {
        let was = if was.is_empty() { "-".into() } else { book.catalog.shown(field, was) };
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
