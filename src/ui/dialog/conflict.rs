//! A change in conflict: what was before, mine and theirs, each with its time.

use ratatui::layout::Rect;

use super::{gone, popup};
use crate::{
    app::{book::line::Line, dialogs::conflict::Conflict, state::State},
    model::{
        change::Change,
        contact::Contact,
        count,
        due::say_fully,
        field::{Field, Standard},
        task::TaskDraft,
        value::Value,
    },
    ui::{canvas::Canvas, moment::clock, place, theme::Role, wrap},
};

const WIDTH: u16 = 64;
const LABELS: u16 = 10;
/// Lines of one value.
const LINES: usize = 4;

const BOTH: &str = "4 keeps both: theirs stays, yours becomes a note of its own.";

struct Side {
    label: &'static str,
    role: Role,
    value: String,
    remark: String,
}

pub fn draw(canvas: &mut Canvas, area: Rect, state: &State, conflict: Conflict) {
    let Some(line) = state.book.queue().get(conflict.op) else { return };
    let title = title(state, &line.op.change);
    let sides = sides(state, line);
    let width = WIDTH.min(area.width.saturating_sub(4));
    let values = width.saturating_sub(LABELS + 16).max(8);
    let sides = sides.into_iter().map(|side| {
        let lines: Vec<String> =
            wrap::text(&side.value, values).take(LINES).map(str::to_owned).collect();
        (side, lines)
    });
    // Before something new there was nothing.
    let sides: Vec<_> = sides.filter(|(_, lines)| !lines.is_empty()).collect();
    let words = foot(state, conflict, line);
    let foot: Vec<&str> = wrap::text(&words, width).collect();
    let high = sides.iter().map(|(_, lines)| lines.len()).sum::<usize>() + 2 + foot.len();
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

fn foot(state: &State, conflict: Conflict, line: &Line) -> String {
    let lost = line.gone().map(|gone| gone::warning(state, line, gone));
    let both = line.is_shared_note().then(|| BOTH.to_owned());
    let rest = if conflict.all {
        let all = count::grouped(state.book.like_conflict(conflict.op).len());
        match lost {
            Some(_) => format!("The answer is for all {all} changes of what is gone."),
            None if line.is_taken() => format!("The answer is for all {all} new contacts."),
            None => format!("The answer is for all {all} conflicts."),
        }
    } else {
        "Until you decide nothing is sent for it.".to_owned()
    };
    let other = gone::other(state, line, conflict);
    [lost, other, both, Some(rest)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn title(state: &State, change: &Change) -> String {
    let name = state.book.name(change.contact());
    match change {
        Change::ContactEdited { field, .. } => {
            format!("{} of {name}", state.book.catalog.label(field))
        }
        Change::ContactAdded { .. } => format!("New contact {name}"),
        Change::ContactDeleted { .. } => format!("Delete {name}"),
        Change::TaskDeleted { .. } => format!("Delete a task of {name}"),
        Change::NoteDeleted { .. } => format!("Delete a note on {name}"),
        change if change.task().is_some() => format!("A task of {name}"),
        _ => format!("A note on {name}"),
    }
}

/// Before, mine, theirs.
fn sides(state: &State, line: &Line) -> [Side; 3] {
    let (before, mine, theirs) = values(state, &line.op.change);
    let at = |at| clock(at, &state.here());
    let contact = line.op.change.contact();
    let served = state.book.served(contact).and_then(|served| served.contact.updated);
    // What is gone has no value any more, whatever was last read of it.
    let theirs = line.gone().map_or(theirs, |gone| Some(gone.words().to_owned()));
    let served = served.filter(|_| line.gone().is_none());
    let told = || line.fault.as_ref().map_or_else(|| "reading".to_owned(), |it| it.cause.clone());
    let side = |label, role, value, remark| Side { label, role, value, remark };
    [
        side("  Before", Role::Muted, before, String::new()),
        side("1 Mine", Role::Pending, mine, at(line.op.at)),
        side(
            "2 Theirs",
            Role::Text,
            theirs.unwrap_or_else(told),
            served.map(at).unwrap_or_default(),
        ),
    ]
}

/// Theirs only where it is known.
fn values(state: &State, change: &Change) -> (String, String, Option<String>) {
    let served = state.book.served(change.contact());
    match change {
        Change::ContactEdited { field, was, now, .. } => {
            let theirs = served.map(|served| shown(state, field, served.contact.value(field)));
            (shown(state, field, was), shown(state, field, now), theirs)
        }
        Change::TaskEdited { task, was, now, .. } => {
            let theirs = served.and_then(|it| it.tasks.items.iter().find(|one| one.id == *task));
            let theirs = theirs.map(|task| draft(state, &task.draft));
            (draft(state, was), draft(state, now), theirs)
        }
        Change::NoteEdited { note, was, now, .. } => {
            let theirs = served.and_then(|it| it.notes.items.iter().find(|one| one.id == *note));
            (was.body.clone(), now.body.clone(), theirs.map(|note| note.draft.body.clone()))
        }
        Change::ContactAdded { contact, values, .. } => {
            let new = Contact { values: values.clone(), ..Contact::new(*contact) };
            let known = [Standard::Email, Standard::Phone].map(|field| new.text(field).to_owned());
            let lines = [vec![new.listed_name()], known.into()].concat();
            (String::new(), lines.join("\n").trim().to_owned(), None)
        }
        Change::ContactDeleted { was, .. } => (was.listed_name(), "deleted".to_owned(), None),
        Change::TaskDeleted { was, .. } => (draft(state, &was.draft), "deleted".to_owned(), None),
        Change::NoteDeleted { was, .. } => (was.draft.body.clone(), "deleted".to_owned(), None),
        Change::TaskAdded { draft: new, .. } => (String::new(), draft(state, new), None),
        Change::NoteAdded { draft, .. } => (String::new(), draft.body.clone(), None),
        other => (String::new(), other.words(), None),
    }
}

fn shown(state: &State, field: &Field, value: &Value) -> String {
    match state.book.catalog.shown(field, value) {
        text if text.is_empty() => "-".to_owned(),
        text => text.into_owned(),
    }
}

/// `Call about the offer, Thu 15:00`, and the text under it.
fn draft(state: &State, draft: &TaskDraft) -> String {
    let due = draft.due.map(|due| format!(", {}", say_fully(due, &state.zoned())));
    format!("{}{}\n{}", draft.title, due.unwrap_or_default(), draft.body).trim_end().to_owned()
}
