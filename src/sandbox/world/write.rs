//! One thing to be kept: what handlers return instead of writing, and what the disk stores.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::grant::{Code, Grant, Refresh};
use crate::sandbox::id::Id;
use crate::sandbox::records::appointment::Appointment;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::custom_field::CustomField;
use crate::sandbox::records::note::Note;
use crate::sandbox::records::tag::LocationTag;
use crate::sandbox::records::task::Task;

#[derive(Debug, Clone)]
pub(crate) enum Write {
    /// New or changed.
    Put(Box<Record>),
    Remove(Noun, Id),
}

#[derive(Debug, Clone)]
pub(crate) enum Record {
    Contact(Arc<Contact>),
    Task(Task),
    Note(Note),
    Appointment(Appointment),
    LocationTag(LocationTag),
    CustomField(CustomField),
    Business(Business),
    Grant(Grant),
    Code(Code),
    Refresh(Refresh),
    /// A contact that was deleted, by its id and location: some answers tell it from one that never was.
    Gone(Id, Id),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Contact,
    Task,
    Note,
    Appointment,
    LocationTag,
    CustomField,
    Business,
    Grant,
    Code,
    Refresh,
    Gone,
}

impl Noun {
    const NAMES: [(Self, &str); 11] = [
        (Self::Contact, "contact"),
        (Self::Task, "task"),
        (Self::Note, "note"),
        (Self::Appointment, "appointment"),
        (Self::LocationTag, "location-tag"),
        (Self::CustomField, "custom-field"),
        (Self::Business, "business"),
        (Self::Grant, "token"),
        (Self::Code, "code"),
        (Self::Refresh, "refresh-token"),
        (Self::Gone, "gone"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(noun, _)| *noun == self).map_or("", |(_, name)| name)
    }

    /// Whether writing it is told in the log: tokens and the like are not.
    pub(crate) fn is_logged(self) -> bool {
        !matches!(self, Self::Grant | Self::Code | Self::Refresh | Self::Gone)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(noun, _)| *noun)
    }
}

impl Record {
    pub(crate) fn noun(&self) -> Noun {
        match self {
            Self::Contact(_) => Noun::Contact,
            Self::Task(_) => Noun::Task,
            Self::Note(_) => Noun::Note,
            Self::Appointment(_) => Noun::Appointment,
            Self::LocationTag(_) => Noun::LocationTag,
            Self::CustomField(_) => Noun::CustomField,
            Self::Business(_) => Noun::Business,
            Self::Grant(_) => Noun::Grant,
            Self::Code(_) => Noun::Code,
            Self::Refresh(_) => Noun::Refresh,
            Self::Gone(..) => Noun::Gone,
        }
    }

    pub(crate) fn id(&self) -> &Id {
        match self {
            Self::Contact(contact) => &contact.id,
            Self::Task(task) => &task.id,
            Self::Note(note) => &note.id,
            Self::Appointment(appointment) => &appointment.id,
            Self::LocationTag(tag) => &tag.id,
            Self::CustomField(field) => &field.id,
            Self::Business(business) => &business.id,
            Self::Grant(grant) => &grant.token,
            Self::Code(code) => &code.text,
            Self::Refresh(refresh) => &refresh.token,
            Self::Gone(id, _) => id,
        }
    }

    /// The contact that a task, a note or an appointment hangs on.
    pub(crate) fn contact(&self) -> Option<&Id> {
        match self {
            Self::Task(task) => Some(&task.contact_id),
            Self::Note(note) => Some(&note.contact_id),
            Self::Appointment(appointment) => Some(&appointment.contact_id),
            _ => None,
        }
    }

    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        fn json<T: Serialize>(value: &T) -> serde_json::Result<String> {
            serde_json::to_string(value)
        }
        match self {
            Self::Contact(contact) => json(&**contact),
            Self::Task(task) => json(task),
            Self::Note(note) => json(note),
            Self::Appointment(appointment) => json(appointment),
            Self::LocationTag(tag) => json(tag),
            Self::CustomField(field) => json(field),
            Self::Business(business) => json(business),
            Self::Grant(grant) => json(grant),
            Self::Code(code) => json(code),
            Self::Refresh(refresh) => json(refresh),
            Self::Gone(id, location) => json(&(id, location)),
        }
    }

    pub(crate) fn from_json(noun: Noun, json: &str) -> serde_json::Result<Self> {
        fn read<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
            serde_json::from_str(json)
        }
        Ok(match noun {
            Noun::Contact => Self::Contact(Arc::new(read(json)?)),
            Noun::Task => Self::Task(read(json)?),
            Noun::Note => Self::Note(read(json)?),
            Noun::Appointment => Self::Appointment(read(json)?),
            Noun::LocationTag => Self::LocationTag(read(json)?),
            Noun::CustomField => Self::CustomField(read(json)?),
            Noun::Business => Self::Business(read(json)?),
            Noun::Grant => Self::Grant(read(json)?),
            Noun::Code => Self::Code(read(json)?),
            Noun::Refresh => Self::Refresh(read(json)?),
            Noun::Gone => {
                let (id, location) = read(json)?;
                Self::Gone(id, location)
            }
        })
    }
}

impl From<Record> for Write {
    fn from(record: Record) -> Self {
        Self::Put(Box::new(record))
    }
}

macro_rules! into_write {
    ($($variant:ident($record:ty)),*) => {$(
        impl From<$record> for Write {
            fn from(record: $record) -> Self {
                Self::from(Record::$variant(record))
            }
        }
    )*};
}
into_write!(
    Task(Task),
    Note(Note),
    Appointment(Appointment),
    LocationTag(LocationTag),
    CustomField(CustomField),
    Business(Business),
    Grant(Grant),
    Code(Code),
    Refresh(Refresh)
);

impl From<Contact> for Write {
    fn from(contact: Contact) -> Self {
        Self::from(Record::Contact(Arc::new(contact)))
    }
}
