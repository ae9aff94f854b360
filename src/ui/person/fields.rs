//! The fields of a person: what each holds, what it held while the new value is unsaved, and what
//! the server said where it refused one.

use jiff::{Zoned, tz::TimeZone};
use ratatui::layout::Rect;

use crate::{
    app::{
        book::line::Line as Outgoing,
        panes::detail::{self, Entry},
        state::State,
    },
    model::{
        anew::Gone,
        beyond::{HEADING, beyond},
        catalog::Catalog,
        change::Change,
        dossier::Dossier,
        field::{Field, Standard},
        value::Value,
    },
    ui::{canvas::Canvas, gutter, mark, place, theme::Role},
};

const GUTTER: u16 = 1;

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, dossier: &Dossier, focused: bool) {
    let labels = label_width(&state.book.catalog, area.width);
    for placed in placed(area, state) {
        if let Some(heading) = placed.heading
            && placed.row.y > area.y
        {
            section(canvas, Rect { y: placed.row.y - 1, ..placed.row }, heading);
        }
        let lines = 1 + u16::from(placed.under.is_some());
        canvas.row(Rect { height: lines, ..placed.row }, placed.at);
        let under_cursor = focused && state.detail.fields.cursor() == Some(placed.entry);
        match placed.entry {
            Entry::Field(field) => {
                draw_field(canvas, placed.row, labels, state, dossier, field, under_cursor);
            }
            Entry::Beyond(name) => {
                draw_beyond(canvas, placed.row, labels, state, dossier, name, under_cursor);
            }
        }
        if under_cursor {
            canvas.cursor_row(placed.row, true);
        }
        let below = Rect { y: placed.row.y + 1, ..placed.row };
        let below = place::from(below, values_at(labels));
        match placed.under {
            Some(Under::Refused(refused)) => draw_refusal(canvas, below, state, refused),
            Some(Under::Overwritten(back)) => draw_overwritten(canvas, below, state, back),
            None => {}
        }
    }
}

/// Where the value under the cursor stands, for its editor to open over it.
pub fn value_under_cursor(area: Rect, state: &State) -> Option<Rect> {
    let cursor = state.detail.fields.cursor();
    let found = placed(area, state).into_iter().find(|it| cursor == Some(it.entry))?;
    Some(place::from(found.row, values_at(label_width(&state.book.catalog, area.width))))
}

/// A row of the details with its line of the screen.
struct Placed<'s> {
    /// Counted from the first of all.
    at: usize,
    entry: &'s Entry,
    row: Rect,
    /// What the rule over it says, where one stands over it.
    heading: Option<&'static str>,
    /// What is said in the line under it.
    under: Option<Under<'s>>,
}

/// What stands under a field that needs a word.
#[derive(Clone, Copy)]
enum Under<'s> {
    /// The server did not take it.
    Refused(&'s Outgoing),
    /// This would put back what it may have overwritten.
    Overwritten(&'s Change),
}

fn placed(area: Rect, state: &State) -> Vec<Placed<'_>> {
    let list = &state.detail.fields;
    let custom = list.ids().iter().position(|it| matches!(it, Entry::Field(Field::Custom(_))));
    let beyond = list.ids().iter().position(|it| matches!(it, Entry::Beyond(_)));
    let heading = |at: usize| match Some(at) {
        at if at == custom => Some("Custom fields"),
        at if at == beyond => Some(HEADING),
        _ => None,
    };
    let under = |at: usize| match &list.ids()[at] {
        Entry::Field(field) => {
            let (book, person) = (&state.book, state.detail.person()?);
            let refused = book.refused_field(person, field).map(Under::Refused);
            let overwritten = || book.overwritten().of_field(person, field);
            refused.or_else(|| overwritten().map(Under::Overwritten))
        }
        Entry::Beyond(_) => None,
    };
    let height = |at| 1 + u16::from(heading(at).is_some()) + u16::from(under(at).is_some());
    let first = place::first_visible(list.top(), list.at(), area.height, height);
    let mut y = area.y;
    let mut placed = Vec::new();
    for (at, entry) in list.ids().iter().enumerate().skip(first) {
        let heading = heading(at);
        let row = Rect { y: y + u16::from(heading.is_some()), height: 1, ..area };
        if row.y >= area.bottom() {
            break;
        }
        y = y.saturating_add(height(at));
        let under = under(at).filter(|_| y <= area.bottom());
        placed.push(Placed { at, entry, row, heading, under });
    }
    placed
}

/// How far right the values begin.
fn values_at(labels: u16) -> u16 {
    GUTTER + labels + 2
}

/// Label, value, and, while a new one is on its way, how far it is and what was there before.
fn draw_field(
    canvas: &mut Canvas,
    row: Rect,
    labels: u16,
    state: &State,
    dossier: &Dossier,
    field: &Field,
    under_cursor: bool,
) {
    let (book, id) = (&state.book, dossier.contact.id);
    let value = dossier.contact.value(field);
    let x = draw_value(canvas, row, labels, state, field, value, under_cursor);
    let mut line = canvas.line(row, row.y);
    line.to(x);
    if let Some(mark) = book.field_mark(id, field) {
        line.gap(2).put(mark::role(mark), &mark.to_string());
    }
    if let Some(was) = book.was(id, field) {
        let was = if was.is_empty() { "-".into() } else { book.catalog.shown(field, was) };
        line.gap(1).put(Role::Muted, "(was ").put(Role::Struck, &was).put(Role::Muted, ")");
    }
}

/// What the server says under a name of its own.
fn draw_beyond(
    canvas: &mut Canvas,
    row: Rect,
    labels: u16,
    state: &State,
    dossier: &Dossier,
    name: &str,
    under_cursor: bool,
) {
    let mut all = beyond(&dossier.contact, &state.book.catalog);
    let Some(found) = all.find(|it| it.name == name) else { return };
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    line.put_within(Role::Muted, &found.label(), labels).to(row.x + values_at(labels));
    line.put(Role::Text, &found.line());
}

/// Label and value; returns where the value ends.
pub fn draw_value(
    canvas: &mut Canvas,
    row: Rect,
    labels: u16,
    state: &State,
    field: &Field,
    value: &Value,
    under_cursor: bool,
) -> u16 {
    let catalog = &state.book.catalog;
    let mut line = canvas.line(row, row.y);
    gutter::cursor(&mut line, under_cursor);
    line.put_within(Role::Muted, catalog.label(field), labels).to(row.x + values_at(labels));
    if value.is_empty() {
        line.put(Role::Muted, "-");
    } else {
        line.put(Role::Text, &catalog.shown(field, value));
    }
    if *field == Field::Standard(Standard::Timezone)
        && let Some(distance) = distance(&value.shown(), &state.here())
    {
        line.gap(2).put_whole(Role::Muted, &distance);
    }
    line.x()
}

/// What the server said, and what was typed, which is kept.
fn draw_refusal(canvas: &mut Canvas, area: Rect, state: &State, refused: &Outgoing) {
    let mut line = canvas.line(area, area.y);
    let label = if refused.is_conflict() {
        let what = refused.gone().map_or("somebody else changed it", Gone::words);
        line.put(Role::Conflict, what).gap(2);
        "mine "
    } else {
        if let Some(fault) = &refused.fault {
            line.put(Role::Error, &fault.cause).gap(2);
        }
        "typed "
    };
    if let Change::ContactEdited { field, now, .. } = &refused.op.change {
        let typed = state.book.catalog.shown(field, now);
        line.put(Role::Muted, label);
        line.put(Role::Text, if typed.is_empty() { "-" } else { &typed });
    }
}

/// What somebody else wrote at the same time.
fn draw_overwritten(canvas: &mut Canvas, area: Rect, state: &State, back: &Change) {
    if let Change::ContactEdited { field, now, .. } = back {
        let mut line = canvas.line(area, area.y);
        line.put(Role::Conflict, "may have overwritten").gap(1);
        line.put(Role::Text, &state.book.catalog.quoted(field, now));
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

/// As wide as the longest label of the location, within a third of the pane: the same for
/// everybody, so that values don't jump from person to person.
pub fn label_width(catalog: &Catalog, width: u16) -> u16 {
    let labels =
        detail::fields(catalog).map(|field| crate::ui::canvas::width(catalog.label(&field)));
    labels.max().unwrap_or(0).clamp(10, (width / 3).max(10))
}

/// `── Custom fields ──`
fn section(canvas: &mut Canvas, row: Rect, title: &str) {
    let rule = canvas.lines().rule().repeat(2);
    let mut line = canvas.line(row, row.y);
    line.gap(GUTTER).put(Role::Faint, &rule).put(Role::Muted, " ").put(Role::Muted, title);
    line.put(Role::Muted, " ").put(Role::Faint, &rule);
}
