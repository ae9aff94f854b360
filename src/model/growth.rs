//! Creations that take in edits of what they make, before they are ever sent (reliability d8).
//!
//! One request makes the whole record then, and whoever looks for it first looks for what the person
//! wants by now: a contact that got her email a minute later is found by it.

use super::{change::Change, op::Op};

impl Change {
    /// This creation with a later edit of what it makes; `None` for anything else.
    #[must_use]
    pub fn grown(&self, later: &Self) -> Option<Self> {
        let mut grown = self.clone();
        match (&mut grown, later) {
            (
                Self::ContactAdded { contact, values, .. },
                Self::ContactEdited { contact: of, field, now, .. },
            ) if contact == of => {
                if now.is_empty() {
                    values.remove(field);
                } else {
                    values.insert(field.clone(), now.clone());
                }
            }
            (Self::TaskAdded { task, draft, .. }, Self::TaskEdited { task: of, now, .. })
                if task == of =>
            {
                draft.clone_from(now);
            }
            (Self::NoteAdded { note, draft, .. }, Self::NoteEdited { note: of, now, .. })
                if note == of =>
            {
                draft.clone_from(now);
            }
            _ => return None,
        }
        Some(grown)
    }
}

impl Op {
    /// Whether this is an edit that the creation could take in.
    pub fn grows_from(&self, creation: &Self) -> bool {
        creation.change.grown(&self.change).is_some()
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
        let noted = |body| Change::NoteAdded { contact, note: notes[0], draft: said(body) };
        let rewritten = |note| Change::NoteEdited { contact, note, was: said("a"), now: said("b") };
        let planned = |title| Change::TaskAdded { contact, task, draft: called(title) };
        let renamed = Change::TaskEdited { contact, task, was: called("a"), now: called("b") };

        assert_eq!(added(&[]).grown(&moved(contact, "Oslo")), Some(added(&["Oslo"])));
        assert_eq!(added(&["Oslo"]).grown(&moved(contact, "")), Some(added(&[])));
        assert_eq!(added(&[]).grown(&moved(stranger, "Oslo")), None);
        assert_eq!(noted("a").grown(&rewritten(notes[0])), Some(noted("b")));
        assert_eq!(noted("a").grown(&rewritten(notes[1])), None);
        assert_eq!(planned("a").grown(&renamed), Some(planned("b")));
        assert_eq!(planned("a").grown(&Change::TaskDone { contact, task }), None);
        assert_eq!(moved(contact, "Oslo").grown(&moved(contact, "Bergen")), None);
    }
}
