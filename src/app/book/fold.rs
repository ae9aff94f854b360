//! What the screen shows of a record: the server's last word with the queue on top.

use crate::model::{
    change::Change,
    dossier::Dossier,
    field::{Field, Standard},
    ids::UserId,
    note::Note,
    row::Row,
    task::Task,
    value::Value,
};

use super::line::Line;

/// One contact as lists see it; `None` is a contact that does not exist (yet, or any more).
pub fn row<'a>(base: Option<Row>, lines: impl Iterator<Item = &'a Line>) -> Option<Row> {
    shown(lines).fold(base, |row, change| upon_row(change, row))
}

/// One task.
pub fn task<'a>(base: Option<Task>, lines: impl Iterator<Item = &'a Line>) -> Option<Task> {
    let mut tasks: Vec<Task> = base.into_iter().collect();
    for change in shown(lines) {
        change.upon_tasks(&mut tasks);
    }
    tasks.pop()
}

/// One note.
pub fn note<'a>(base: Option<Note>, lines: impl Iterator<Item = &'a Line>) -> Option<Note> {
    let mut notes: Vec<Note> = base.into_iter().collect();
    for change in shown(lines) {
        change.upon_notes(&mut notes);
    }
    notes.pop()
}

/// Everything about one contact; `None` is a contact that does not exist (yet, or any more).
pub fn dossier<'a>(
    base: Option<&Dossier>,
    lines: impl Iterator<Item = &'a Line>,
) -> Option<Dossier> {
    let mut view = base.cloned();
    for change in shown(lines) {
        let contact = change.upon_contact(view.as_ref().map(|view| view.contact.clone()));
        view = match (view, contact) {
            (Some(view), Some(contact)) => Some(Dossier { contact, ..view }),
            (None, Some(contact)) => Some(Dossier::of(contact)),
            (_, None) => None,
        };
        if let Some(view) = &mut view {
            change.upon_tasks(&mut view.tasks.items);
            change.upon_notes(&mut view.notes.items);
        }
    }
    view
}

fn shown<'a>(lines: impl Iterator<Item = &'a Line>) -> impl Iterator<Item = &'a Change> {
    lines.filter(|line| line.shows()).map(|line| &line.op.change)
}

/// The change upon a row: what [`Change::upon_contact`] does to the whole record.
fn upon_row(change: &Change, row: Option<Row>) -> Option<Row> {
    match (change, row) {
        (Change::ContactAdded { contact, .. }, None) => {
            change.upon_contact(None).map(|made| Row { id: *contact, ..Row::from(&made) })
        }
        (Change::ContactDeleted { .. }, _) => None,
        (Change::ContactEdited { field: Field::Standard(field), now, .. }, Some(mut row)) => {
            set(&mut row, *field, now);
            Some(row)
        }
        (Change::TagAdded { tag, .. }, Some(mut row)) => {
            if let Err(at) = row.tags.binary_search(tag) {
                row.tags.insert(at, tag.clone());
            }
            Some(row)
        }
        (Change::TagRemoved { tag, .. }, Some(mut row)) => {
            row.tags.retain(|other| other != tag);
            Some(row)
        }
        (_, row) => row,
    }
}

fn set(row: &mut Row, field: Standard, value: &Value) {
    let text = match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    match field {
        Standard::FirstName => row.first = text,
        Standard::LastName => row.last = text,
        Standard::Email => row.email = text,
        Standard::Phone => row.phone = text,
        Standard::Company => row.company = text,
        Standard::Owner => row.owner = (!text.is_empty()).then(|| UserId::from(text)),
        Standard::Type => row.kind = text,
        Standard::Source => row.source = text,
        Standard::Dnd => row.dnd = *value == Value::Flag(true),
        Standard::City => row.city = text,
        Standard::State => row.state = text,
        Standard::Country => row.country = text,
        Standard::DateOfBirth
        | Standard::Address
        | Standard::PostalCode
        | Standard::Website
        | Standard::Timezone => {}
    }
}
