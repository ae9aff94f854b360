//! A field in conflict: what it was, mine and theirs, each with its time.

use ratatui::layout::Rect;

use super::popup;
use crate::{
    app::{dialogs::conflict::Conflict, state::State},
    model::{change::Change, count, value::Value},
    ui::{canvas::Canvas, moment::clock, place, theme::Role, wrap},
};

const WIDTH: u16 = 64;
const LABELS: u16 = 10;
/// Lines of one value.
const LINES: usize = 4;

struct Side {
    label: &'static str,
    role: Role,
    value: String,
    remark: String,
}

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, conflict: Conflict) {
    let Some(line) = state.book.queue().get(conflict.op) else { return };
    let Change::ContactEdited { contact, field, was, now } = &line.op.change else { return };
    let catalog = &state.book.catalog;
    let title = format!("{} of {}", catalog.label(field), state.book.name(*contact));
    let shown = |value: &Value| match catalog.shown(field, value) {
        text if text.is_empty() => "-".to_owned(),
        text => text.into_owned(),
    };
    let at = |at| clock(at, &state.here());
    let served = state.book.served(*contact).map(|served| &served.contact);
    let theirs = Side {
        label: "2 Theirs",
        role: Role::Text,
        value: match (served, &line.fault) {
            (Some(served), _) => shown(served.value(field)),
            (None, Some(fault)) => fault.cause.clone(),
            (None, None) => "reading".to_owned(),
        },
        remark: served.and_then(|served| served.updated).map(at).unwrap_or_default(),
    };
    let mine =
        Side { label: "1 Mine", role: Role::Pending, value: shown(now), remark: at(line.op.at) };
    let before =
        Side { label: "  Before", role: Role::Muted, value: shown(was), remark: String::new() };
    let width = WIDTH.min(area.width.saturating_sub(4));
    let values = width.saturating_sub(LABELS + 16).max(8);
    let sides = [before, mine, theirs].map(|side| {
        let lines: Vec<String> =
            wrap::text(&side.value, values).take(LINES).map(str::to_owned).collect();
        (side, lines)
    });
    let all = state.book.counts().conflicts;
    let words = if conflict.all {
        format!("The answer is for all {} conflicts.", count::grouped(all))
    } else {
        "Until you decide nothing is sent for this field.".to_owned()
    };
    let foot: Vec<&str> = wrap::text(&words, width).collect();
    let high = sides.iter().map(|(_, lines)| lines.len().max(1)).sum::<usize>() + 2 + foot.len();
    let inner = popup::open(canvas, area, &title, WIDTH, u16::try_from(high).unwrap_or(u16::MAX));
    let mut rest = place::below(inner, u16::from(usize::from(inner.height) >= high));
    for (side, lines) in &sides {
        let mut head = canvas.line(rest, rest.y);
        head.put_right(Role::Muted, &side.remark).gap_right(1);
        head.put(Role::Muted, side.label);
        for text in lines {
            let row = place::from(place::row(rest, 0), LABELS);
            canvas.line(row, row.y).put_within(side.role, text, values);
            rest = place::below(rest, 1);
        }
    }
    let rest = place::below(rest, u16::from(rest.height > u16::try_from(foot.len()).unwrap_or(1)));
    for (at, text) in (0..).zip(&foot) {
        let role = if conflict.all { Role::Conflict } else { Role::Muted };
        canvas.put(place::row(rest, at), role, text);
    }
    canvas.cursor = Some(inner.as_position());
}
