//! One edit as one value. The same [`Change`] alters the local copy, lies in the outbox, becomes
//! the request, is the line in the history and yields its own inverse for undo. Nothing is
//! written beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    contact::Contact,
    field::{Field, Standard},
    ids::{ContactId, Ids, NoteId, TaskId},
    note::{Note, NoteDraft},
    tag::Tag,
    task::{Task, TaskDraft},
    value::Value,
};

/// One field, tag, task, note, creation or deletion, holding what was and what shall be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    ContactAdded {
        contact: ContactId,
        values: BTreeMap<Field, Value>,
        tags: Vec<Tag>,
    },
    ContactEdited {
        contact: ContactId,
        field: Field,
        was: Value,
        now: Value,
    },
    /// Carries the whole record: it is what undo would make anew.
    ContactDeleted {
        contact: ContactId,
        was: Box<Contact>,
    },
    TagAdded {
        contact: ContactId,
        tag: Tag,
    },
    TagRemoved {
        contact: ContactId,
        tag: Tag,
    },
    TaskAdded {
        contact: ContactId,
        task: TaskId,
        draft: TaskDraft,
    },
    TaskEdited {
        contact: ContactId,
        task: TaskId,
        was: TaskDraft,
        now: TaskDraft,
    },
    TaskDone {
        contact: ContactId,
        task: TaskId,
    },
    TaskReopened {
        contact: ContactId,
        task: TaskId,
    },
    TaskDeleted {
        contact: ContactId,
        was: Box<Task>,
    },
    NoteAdded {
        contact: ContactId,
        note: NoteId,
        draft: NoteDraft,
    },
    NoteEdited {
        contact: ContactId,
        note: NoteId,
        was: NoteDraft,
        now: NoteDraft,
    },
    NoteDeleted {
        contact: ContactId,
        was: Box<Note>,
    },
}

/// What must keep its order: changes with one key are sent one after the other, others may
/// overtake (reliability d8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Contact(ContactId),
    Field(ContactId, Field),
    Tag(ContactId, Tag),
    Task(TaskId),
    Note(NoteId),
}

impl Change {
    pub fn contact(&self) -> ContactId {
        match self {
            Self::ContactAdded { contact, .. }
            | Self::ContactEdited { contact, .. }
            | Self::ContactDeleted { contact, .. }
            | Self::TagAdded { contact, .. }
            | Self::TagRemoved { contact, .. }
            | Self::TaskAdded { contact, .. }
            | Self::TaskEdited { contact, .. }
            | Self::TaskDone { contact, .. }
            | Self::TaskReopened { contact, .. }
            | Self::TaskDeleted { contact, .. }
            | Self::NoteAdded { contact, .. }
            | Self::NoteEdited { contact, .. }
            | Self::NoteDeleted { contact, .. } => *contact,
        }
    }

    /// The same change of the same contact, which is known by another id now.
    pub fn set_contact(&mut self, id: ContactId) {
        match self {
            Self::ContactAdded { contact, .. }
            | Self::ContactEdited { contact, .. }
            | Self::TagAdded { contact, .. }
            | Self::TagRemoved { contact, .. }
            | Self::TaskAdded { contact, .. }
            | Self::TaskEdited { contact, .. }
            | Self::TaskDone { contact, .. }
            | Self::TaskReopened { contact, .. }
            | Self::NoteAdded { contact, .. }
            | Self::NoteEdited { contact, .. } => *contact = id,
            Self::ContactDeleted { contact, was } => (*contact, was.id) = (id, id),
            Self::TaskDeleted { contact, was } => (*contact, was.contact) = (id, id),
            Self::NoteDeleted { contact, was } => (*contact, was.contact) = (id, id),
        }
    }

    pub fn task(&self) -> Option<TaskId> {
        match self {
            Self::TaskAdded { task, .. }
            | Self::TaskEdited { task, .. }
            | Self::TaskDone { task, .. }
            | Self::TaskReopened { task, .. } => Some(*task),
            Self::TaskDeleted { was, .. } => Some(was.id),
            _ => None,
        }
    }

    pub fn note(&self) -> Option<NoteId> {
        match self {
            Self::NoteAdded { note, .. } | Self::NoteEdited { note, .. } => Some(*note),
            Self::NoteDeleted { was, .. } => Some(was.id),
            _ => None,
        }
    }

    pub fn key(&self) -> Key {
        let contact = self.contact();
        if let Some(task) = self.task() {
            return Key::Task(task);
        }
        if let Some(note) = self.note() {
            return Key::Note(note);
        }
        match self {
            Self::ContactEdited { field, .. } => Key::Field(contact, field.clone()),
            Self::TagAdded { tag, .. } | Self::TagRemoved { tag, .. } => {
                Key::Tag(contact, tag.clone())
            }
            _ => Key::Contact(contact),
        }
    }

    /// Whether it makes something new, so that sending it twice would make two (contract 6).
    pub fn is_create(&self) -> bool {
        matches!(self, Self::ContactAdded { .. } | Self::TaskAdded { .. } | Self::NoteAdded { .. })
    }

    pub fn is_delete(&self) -> bool {
        matches!(
            self,
            Self::ContactDeleted { .. } | Self::TaskDeleted { .. } | Self::NoteDeleted { .. }
        )
    }

    /// Whether a newer change says anew what this one, refused, was to say.
    pub fn is_remade_by(&self, newer: &Self) -> bool {
        use std::mem::discriminant;
        let is_tag =
            |change: &Self| matches!(change, Self::TagAdded { .. } | Self::TagRemoved { .. });
        let alike = discriminant(self) == discriminant(newer) || (is_tag(self) && is_tag(newer));
        alike && !self.is_create() && self.key() == newer.key()
    }

    /// The change that takes this one back, given that it is on the server. What was deleted is
    /// made anew, under a new id, since the service restores nothing.
    #[must_use]
    pub fn inverse(&self, ids: &mut Ids) -> Self {
        match self.clone() {
            Self::ContactAdded { contact, values, tags } => Self::ContactDeleted {
                contact,
                was: Box::new(Contact { values, tags, ..Contact::new(contact) }),
            },
            Self::ContactEdited { contact, field, was, now } => {
                Self::ContactEdited { contact, field, was: now, now: was }
            }
            Self::ContactDeleted { was, .. } => Self::added_anew(*was, ids),
            Self::TagAdded { contact, tag } => Self::TagRemoved { contact, tag },
            Self::TagRemoved { contact, tag } => Self::TagAdded { contact, tag },
            Self::TaskAdded { contact, task, draft } => {
                Self::TaskDeleted { contact, was: Box::new(Task::new(task, contact, draft)) }
            }
            Self::TaskEdited { contact, task, was, now } => {
                Self::TaskEdited { contact, task, was: now, now: was }
            }
            Self::TaskDone { contact, task } => Self::TaskReopened { contact, task },
            Self::TaskReopened { contact, task } => Self::TaskDone { contact, task },
            Self::TaskDeleted { contact, was } => {
                Self::TaskAdded { contact, task: ids.task(), draft: was.draft }
            }
            Self::NoteAdded { contact, note, draft } => {
                Self::NoteDeleted { contact, was: Box::new(Note::new(note, contact, draft)) }
            }
            Self::NoteEdited { contact, note, was, now } => {
                Self::NoteEdited { contact, note, was: now, now: was }
            }
            Self::NoteDeleted { contact, was } => {
                Self::NoteAdded { contact, note: ids.note(), draft: was.draft }
            }
        }
    }

    /// Makes a contact anew with all of this one that a new contact can have.
    #[must_use]
    pub fn added_anew(last: Contact, ids: &mut Ids) -> Self {
        let mut values = last.values;
        values.retain(|field, _| field.is_for_new());
        Self::ContactAdded { contact: ids.contact(), values, tags: last.tags }
    }

    /// This change upon a record; `None` is a contact that does not exist (yet, or any more).
    /// Changes of tasks and notes leave a contact as it is.
    #[must_use]
    pub fn upon_contact(&self, contact: Option<Contact>) -> Option<Contact> {
        match (self, contact) {
            (Self::ContactAdded { contact: id, values, tags }, None) => {
                Some(Contact { values: values.clone(), tags: tags.clone(), ..Contact::new(*id) })
            }
            (Self::ContactDeleted { .. }, _) => None,
            (Self::ContactEdited { field, now, .. }, Some(mut contact)) => {
                contact.set(field.clone(), now.clone());
                Some(contact)
            }
            (Self::TagAdded { tag, .. }, Some(mut contact)) => {
                contact.add_tag(tag.clone());
                Some(contact)
            }
            (Self::TagRemoved { tag, .. }, Some(mut contact)) => {
                contact.remove_tag(tag);
                Some(contact)
            }
            (_, contact) => contact,
        }
    }

    /// This change upon the tasks of its contact.
    pub fn upon_tasks(&self, tasks: &mut Vec<Task>) {
        let id = self.task();
        let found = tasks.iter().position(|task| Some(task.id) == id);
        match (self, found) {
            (Self::TaskAdded { contact, task, draft }, None) => {
                tasks.push(Task::new(*task, *contact, draft.clone()));
            }
            (Self::TaskEdited { now, .. }, Some(at)) => tasks[at].draft = now.clone(),
            (Self::TaskDone { .. }, Some(at)) => tasks[at].done = true,
            (Self::TaskReopened { .. }, Some(at)) => tasks[at].done = false,
            (Self::TaskDeleted { .. }, Some(at)) => {
                tasks.remove(at);
            }
            (Self::ContactDeleted { contact, .. }, _) => {
                tasks.retain(|task| task.contact != *contact);
            }
            _ => {}
        }
    }

    /// This change upon the notes of its contact; a new note stands first.
    pub fn upon_notes(&self, notes: &mut Vec<Note>) {
        let id = self.note();
        let found = notes.iter().position(|note| Some(note.id) == id);
        match (self, found) {
            (Self::NoteAdded { contact, note, draft }, None) => {
                notes.insert(0, Note::new(*note, *contact, draft.clone()));
            }
            (Self::NoteEdited { now, .. }, Some(at)) => notes[at].draft = now.clone(),
            (Self::NoteDeleted { .. }, Some(at)) => {
                notes.remove(at);
            }
            _ => {}
        }
    }

    /// What it does, in words for the strip and the outbox: `tag +hot`, `task done`.
    pub fn words(&self) -> String {
        match self {
            Self::ContactAdded { .. } => "new contact".to_owned(),
            Self::ContactEdited { field: Field::Standard(field), now, .. } => {
                format!("{} = {}", field.spec().label.to_lowercase(), quoted(now))
            }
            Self::ContactEdited { now, .. } => format!("custom field = {}", quoted(now)),
            Self::ContactDeleted { .. } => "contact deleted".to_owned(),
            Self::TagAdded { tag, .. } => format!("tag +{tag}"),
            Self::TagRemoved { tag, .. } => format!("tag -{tag}"),
            Self::TaskAdded { draft, .. } => format!("new task: {}", draft.title),
            Self::TaskEdited { now, .. } => format!("task edited: {}", now.title),
            Self::TaskDone { .. } => "task done".to_owned(),
            Self::TaskReopened { .. } => "task reopened".to_owned(),
            Self::TaskDeleted { was, .. } => format!("task deleted: {}", was.draft.title),
            Self::NoteAdded { .. } => "new note".to_owned(),
            Self::NoteEdited { .. } => "note edited".to_owned(),
            Self::NoteDeleted { .. } => "note deleted".to_owned(),
        }
    }

    /// The name of the person concerned, where the change itself knows it.
    pub fn own_name(&self) -> Option<String> {
        match self {
            Self::ContactAdded { contact, values, .. } => {
                Some(Contact { values: values.clone(), ..Contact::new(*contact) }.listed_name())
            }
            Self::ContactDeleted { was, .. } => Some(was.listed_name()),
            _ => None,
        }
    }
}

fn quoted(value: &Value) -> String {
    if value.is_empty() { "(empty)".to_owned() } else { format!("\"{}\"", value.shown()) }
}

/// A whole-record edit as changes, one a field, leaving out the fields that stay as they are.
pub fn edits(before: &Contact, after: &BTreeMap<Field, Value>) -> Vec<Change> {
    after
        .iter()
        .filter(|(field, now)| before.value(field) != *now)
        .map(|(field, now)| Change::ContactEdited {
            contact: before.id,
            field: field.clone(),
            was: before.value(field).clone(),
            now: now.clone(),
        })
        .collect()
}

/// The values of a new contact, without the empty ones.
pub fn filled(values: impl IntoIterator<Item = (Standard, Value)>) -> BTreeMap<Field, Value> {
    values
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| (field.into(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn jane() -> Contact {
        let mut jane = Contact::new(ContactId::new(Uuid::from_u128(1)));
        jane.set(Standard::FirstName.into(), "Jane".into());
        jane.set(Standard::LastName.into(), "Adams".into());
        jane.add_tag(Tag::new("hot").unwrap());
        jane
    }

    fn ids() -> Ids {
        Ids::starting_at(Uuid::from_u128(1000))
    }

    #[test]
    fn an_edit_and_its_inverse_leave_the_record_as_it_was() {
        let change = Change::ContactEdited {
            contact: jane().id,
            field: Standard::FirstName.into(),
            was: "Jane".into(),
            now: "Joan".into(),
        };
        let edited = change.upon_contact(Some(jane())).unwrap();
        assert_eq!(edited.text(Standard::FirstName), "Joan");
        assert_eq!(change.inverse(&mut ids()).upon_contact(Some(edited)), Some(jane()));
    }

    #[test]
    fn a_tag_and_its_inverse_leave_the_others_alone() {
        let change = Change::TagAdded { contact: jane().id, tag: Tag::new("vip").unwrap() };
        let tagged = change.upon_contact(Some(jane())).unwrap();
        assert_eq!(tagged.tags.len(), 2);
        assert_eq!(change.inverse(&mut ids()).upon_contact(Some(tagged)), Some(jane()));
    }

    #[test]
    fn a_deleted_contact_comes_back_under_a_new_id() {
        let deleted = Change::ContactDeleted { contact: jane().id, was: Box::new(jane()) };
        assert_eq!(deleted.upon_contact(Some(jane())), None);
        let again = deleted.inverse(&mut ids()).upon_contact(None).unwrap();
        assert_ne!(again.id, jane().id);
        assert_eq!((again.values, again.tags), (jane().values, jane().tags));
    }

    #[test]
    fn what_the_service_alone_writes_is_not_asked_for() {
        let mut was = jane();
        was.set(Standard::Type.into(), "customer".into());
        let deleted = Change::ContactDeleted { contact: was.id, was: Box::new(was) };
        let Change::ContactAdded { values, .. } = deleted.inverse(&mut ids()) else { panic!() };
        assert_eq!(values, jane().values);
    }

    #[test]
    fn a_form_yields_only_the_fields_that_changed() {
        let mut after = jane().values;
        after.insert(Standard::LastName.into(), "Baker".into());
        let changes = edits(&jane(), &after);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].words(), "last name = \"Baker\"");
    }

    #[test]
    fn the_stored_form_reads_back_as_it_was() {
        let change =
            Change::ContactAdded { contact: jane().id, values: jane().values, tags: jane().tags };
        let stored = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&stored).unwrap(), change);
    }
}
