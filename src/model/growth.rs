//! Changes of one record that lie on top of each other and were never sent (reliability d8).
//!
//! A creation takes in edits of what it makes: one request makes the whole record then, and whoever
//! looks for it first looks for what the person wants by now. An edit whose predecessor is taken back
//! lies on what that one lay on.

use super::{
    canonical::{same, same_note, same_task},
    change::Change,
};

impl Change {
    /// Whether this is a creation, and the other an edit of what it makes.
    pub fn takes_in(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::ContactAdded { contact, .. }, Self::ContactEdited { contact: of, .. }) => {
                contact == of
            }
            (Self::TaskAdded { .. }, Self::TaskEdited { .. })
            | (Self::NoteAdded { .. }, Self::NoteEdited { .. }) => self.key() == later.key(),
            _ => false,
        }
    }

    /// This creation with a later edit of what it makes; `None` for anything else.
    #[must_use]
    pub fn grown(&self, later: &Self) -> Option<Self> {
        let mut grown = self.takes_in(later).then(|| self.clone())?;
        match (&mut grown, later) {
            (Self::ContactAdded { values, .. }, Self::ContactEdited { field, now, .. }) => {
                if now.is_empty() {
                    values.remove(field);
                } else {
                    values.insert(field.clone(), now.clone());
                }
            }
            (Self::TaskAdded { draft, .. }, Self::TaskEdited { now, .. }) => draft.clone_from(now),
            (Self::NoteAdded { draft, .. }, Self::NoteEdited { now, .. }) => draft.clone_from(now),
            _ => return None,
        }
        Some(grown)
    }
}

impl Change {
    /// This edit as if the one before it had never been made; `None` if it was not made on top of that.
    #[must_use]
    pub fn without(&self, before: &Self) -> Option<Self> {
        let mut left = self.clone();
        match (&mut left, before) {
            (
                Self::ContactEdited { contact, field, was, .. },
                Self::ContactEdited { contact: of, field: before, was: first, now },
            ) if contact == of && field == before && same(field, was, now) => was.clone_from(first),
            (
                Self::TaskEdited { task, was, .. },
                Self::TaskEdited { task: of, was: first, now, .. },
            ) if task == of && same_task(was, now) => was.clone_from(first),
            (
                Self::NoteEdited { note, was, .. },
                Self::NoteEdited { note: of, was: first, now, .. },
            ) if note == of && same_note(was, now) => was.clone_from(first),
            _ => return None,
        }
        Some(left)
    }

    /// Whether this is an edit that ends where it began.
    pub fn is_vain(&self) -> bool {
        match self {
            Self::ContactEdited { field, was, now, .. } => same(field, was, now),
            Self::TaskEdited { was, now, .. } => same_task(was, now),
            Self::NoteEdited { was, now, .. } => same_note(was, now),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{field::Standard, ids::Ids, note::NoteDraft, task::TaskDraft, value::Value};

    #[test]
    fn only_edits_of_what_it_makes_are_taken_in() {
        let mut ids = Ids::starting_at(Uuid::from_u128(1));
        let contacts = [ids.contact(), ids.contact()];
        let (task, notes) = (ids.task(), [ids.note(), ids.note()]);
        let said = |body: &str| NoteDraft { title: String::new(), body: body.to_owned() };
        let called = |title: &str| TaskDraft { title: title.to_owned(), ..TaskDraft::default() };
        let added = |city: &[&str]| Change::ContactAdded {
            contact: contacts[0],
            values: city.iter().map(|city| (Standard::City.into(), (*city).into())).collect(),
            tags: Vec::new(),
        };
        let moved = |contact, now: &str| Change::ContactEdited {
            contact,
            field: Standard::City.into(),
            was: Value::Empty,
            now: Value::text(now),
        };
        let [contact, stranger] = contacts;
        let said_so = |body| Change::NoteAdded { contact, note: notes[0], draft: said(body) };
        let rewritten = |note| Change::NoteEdited { contact, note, was: said("a"), now: said("b") };
        let planned = |title| Change::TaskAdded { contact, task, draft: called(title) };
        let renamed = Change::TaskEdited { contact, task, was: called("a"), now: called("b") };

        assert_eq!(added(&[]).grown(&moved(contact, "Oslo")), Some(added(&["Oslo"])));
        assert_eq!(added(&["Oslo"]).grown(&moved(contact, "")), Some(added(&[])));
        assert_eq!(added(&[]).grown(&moved(stranger, "Oslo")), None);
        assert_eq!(said_so("a").grown(&rewritten(notes[0])), Some(said_so("b")));
        assert_eq!(said_so("a").grown(&rewritten(notes[1])), None);
        assert_eq!(planned("a").grown(&renamed), Some(planned("b")));
        assert_eq!(planned("a").grown(&Change::TaskDone { contact, task }), None);
        assert_eq!(moved(contact, "Oslo").grown(&moved(contact, "Bergen")), None);
    }

    #[test]
    fn an_edit_whose_predecessor_is_taken_back_lies_on_what_that_one_lay_on() {
        let contact = Ids::starting_at(Uuid::from_u128(1)).contact();
        let city = |was: &str, now: &str| Change::ContactEdited {
            contact,
            field: Standard::City.into(),
            was: Value::text(was),
            now: Value::text(now),
        };
        let last = city("Oslo", "Bergen");
        assert_eq!(last.without(&city("", "Oslo")), Some(city("", "Bergen")));
        assert_eq!(last.without(&city("", "Bonn")), None, "somebody else's is between them");
    }
}
