//! Every kind of change, done to somebody who was there before.

use rolodeck::model::{
    change::Change,
    field::{Field, Standard},
    ids::Ids,
    note::NoteDraft,
    tag::Tag,
    task::TaskDraft,
    value::Value,
};
use uuid::Uuid;

use crate::ward::{HERE, Patient};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    ContactAdded,
    ContactEdited,
    ContactDeleted,
    Tagged,
    Untagged,
    /// Three contacts in one call.
    BulkTagged,
    BulkUntagged,
    TaskAdded,
    TaskDone,
    TaskReopened,
    TaskEdited,
    TaskDeleted,
    NoteAdded,
    NoteEdited,
    NoteDeleted,
}

impl Kind {
    pub(crate) const fn is_creation(self) -> bool {
        matches!(self, Self::ContactAdded | Self::TaskAdded | Self::NoteAdded)
    }

    pub(crate) const fn is_deletion(self) -> bool {
        matches!(self, Self::ContactDeleted | Self::TaskDeleted | Self::NoteDeleted)
    }

    /// How many contacts it is about.
    pub(crate) const fn width(self) -> usize {
        if matches!(self, Self::BulkTagged | Self::BulkUntagged) { 3 } else { 1 }
    }

    /// As the interface makes it of what it shows.
    pub(crate) fn change(self, patient: &Patient, value: &str) -> Change {
        let Patient { record, task, note, .. } = patient;
        let contact = record.id;
        let mut ids = Ids::starting_at(Uuid::now_v7());
        match self {
            Self::ContactAdded => {
                let email = format!("{value}@example.com");
                let values = [(Standard::FirstName, value), (Standard::Email, &email)];
                let values = values.map(|(field, text)| (Field::from(field), Value::text(text)));
                let (contact, tags) = (ids.contact(), Vec::new());
                Change::ContactAdded { contact, values: values.into(), tags }
            }
            Self::ContactEdited => Change::ContactEdited {
                contact,
                field: Standard::City.into(),
                was: record.value(&Standard::City.into()).clone(),
                now: Value::text(value),
            },
            Self::ContactDeleted => Change::ContactDeleted { contact, was: record.clone().into() },
            Self::Tagged | Self::BulkTagged => {
                Change::TagAdded { contact, tag: Tag::new(value).unwrap() }
            }
            Self::Untagged | Self::BulkUntagged => {
                Change::TagRemoved { contact, tag: Tag::new(HERE).unwrap() }
            }
            Self::TaskAdded => {
                let draft = TaskDraft { title: value.into(), ..task.draft.clone() };
                Change::TaskAdded { contact, task: ids.task(), draft }
            }
            Self::TaskDone => Change::TaskDone { contact, task: task.id },
            Self::TaskReopened => Change::TaskReopened { contact, task: task.id },
            Self::TaskEdited => {
                let now = TaskDraft { title: value.into(), ..task.draft.clone() };
                Change::TaskEdited { contact, task: task.id, was: task.draft.clone(), now }
            }
            Self::TaskDeleted => Change::TaskDeleted { contact, was: Box::new(task.clone()) },
            Self::NoteAdded => {
                let draft = NoteDraft { title: String::new(), body: value.into() };
                Change::NoteAdded { contact, note: ids.note(), draft }
            }
            Self::NoteEdited => {
                let now = NoteDraft { body: value.into(), ..note.draft.clone() };
                Change::NoteEdited { contact, note: note.id, was: note.draft.clone(), now }
            }
            Self::NoteDeleted => Change::NoteDeleted { contact, was: Box::new(note.clone()) },
        }
    }

    /// The request that carries it (contract 3 to 5).
    pub(crate) const fn request(self) -> &'static str {
        match self {
            Self::ContactAdded => "POST/contacts",
            Self::ContactEdited => "PUT/contacts/*",
            Self::ContactDeleted => "DELETE/contacts/*",
            Self::Tagged => "POST/contacts/*/tags",
            Self::BulkTagged => "POST/contacts/bulk/tags/update/add",
            Self::TaskAdded => "POST/contacts/*/tasks",
            Self::Untagged => "DELETE/contacts/*/tags",
            Self::BulkUntagged => "POST/contacts/bulk/tags/update/remove",
            Self::TaskDone | Self::TaskReopened => "PUT/contacts/*/tasks/*/completed",
            Self::TaskEdited => "PUT/contacts/*/tasks/*",
            Self::TaskDeleted => "DELETE/contacts/*/tasks/*",
            Self::NoteAdded => "POST/contacts/*/notes",
            Self::NoteEdited => "PUT/contacts/*/notes/*",
            Self::NoteDeleted => "DELETE/contacts/*/notes/*",
        }
    }
}
