//! The fields of a person: what each holds, what it held while the new value is unsaved, and what
//! the server said where it refused one.

use jiff::Zoned;
use ratatui::layout::Rect;

use crate::{
    app::state::State,
    model::{dossier::Dossier, field::Field},
    ui::{canvas::Canvas, count, mark, moment::clock, place, shown::shown, theme::Role},
};

const GUTTER: u16 = 1;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let foot = foot_height(area);
    foot_lines(canvas, area, foot, state, dossier);
    let area = place::above(area, foot);
    let list = &state.detail.fields;
    if state.detail.finding || !state.detail.finder.is_empty() {
        // The search is drawn in the line that belongs to the foot.
    }
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
        let under_cursor = list.cursor() == Some(field);
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

/// Two lines where there is room: what is hidden, and how fresh this is.
fn foot_height(area: Rect) -> u16 {
    match area.height {
        0..6 => 0,
        6..12 => 1,
        _ => 2,
    }
}

fn foot_lines(canvas: &mut Canvas, area: Rect, height: u16, state: &State, dossier: &Dossier) {
    let now = state.zoned();
    let foot = Rect { y: area.bottom() - height, height, ..area };
    if height > 1 {
        let mut line = canvas.line(foot, foot.y);
        line.gap(GUTTER);
        let hidden = state.detail.hidden(&state.book);
        if hidden > 0 {
            let words = format!("{} hidden, ", count::of(hidden, "empty field"));
            line.put(Role::Muted, &words).put(Role::Key, "zh").put(Role::Muted, " shows   ");
        }
    }
    if height > 0 {
        let y = foot.bottom() - 1;
        let mut line = canvas.line(foot, y);
        line.gap(GUTTER).put(Role::Muted, &freshness(state, dossier, &now));
    }
}

/// `updated 09:14   fetched 09:18   1 local change`
fn freshness(state: &State, dossier: &Dossier, now: &Zoned) -> String {
    let mut words = Vec::new();
    if let Some(at) = dossier.contact.updated {
        words.push(format!("updated {}", clock(at, now)));
    }
    words.push(match dossier.fetched {
        Some(at) => format!("fetched {}", clock(at, now)),
        None if dossier.contact.remote.is_none() => "not on the server yet".to_owned(),
        None => "not fetched yet".to_owned(),
    });
    let local = state.book.queue().of(dossier.contact.id).count();
    if local > 0 {
        words.push(count::of(local, "local change"));
    }
    words.join("   ")
}
