//! What waits for one contact, as changes of another: of one who was there before she was made, or who
//! is there in the place of one who is gone.

use std::collections::BTreeMap;

use super::{
    anew::{is_of_the_record, parts},
    canonical::same,
    change::Change,
    contact::Contact,
    dossier::Dossier,
    field::Field,
    ids::Ids,
    tag::Tag,
    value::Value,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Upon {
    pub changes: Vec<Change>,
    /// What the service takes with a new contact and never again: there it stays as it is.
    pub left: Vec<Field>,
}

/// `other` as she is shown. Of one who was to be made her values go over that are filled and differ,
/// to lists what they lack; of one who is gone what was changed. Tasks and notes go along that a person
/// wrote to; `last` is what was known of the one who is gone.
pub fn upon(other: &Contact, last: Option<&Dossier>, waiting: &[&Change], ids: &mut Ids) -> Upon {
    let mut upon = Upon::default();
    let Wish { values, tags, .. } = Wish::of(waiting, other);
    for (field, now) in values {
        let was = other.value(&field).clone();
        if same(&field, &was, &now) {
            continue;
        }
        if field.is_for_known() {
            upon.changes.push(Change::ContactEdited { contact: other.id, field, was, now });
        } else {
            upon.left.push(field);
        }
    }
    for (tag, is_wanted) in tags {
        let contact = other.id;
        upon.changes.extend(match (is_wanted, other.has_tag(&tag)) {
            (true, false) => Some(Change::TagAdded { contact, tag }),
            (false, true) => Some(Change::TagRemoved { contact, tag }),
            _ => None,
        });
    }
    upon.changes.extend(parts(other.id, last, waiting, ids));
    upon
}

/// What all changes of a record come to.
#[derive(Default)]
struct Wish {
    values: BTreeMap<Field, Value>,
    /// Whether it is to be there.
    tags: BTreeMap<Tag, bool>,
    is_new: bool,
}

impl Wish {
    fn of(waiting: &[&Change], other: &Contact) -> Self {
        let mut wish = Self::default();
        for change in waiting.iter().filter(|change| is_of_the_record(change)) {
            wish.take((*change).clone());
        }
        if wish.is_new {
            wish.values.retain(|_, value| !value.is_empty());
            for (field, value) in &mut wish.values {
                join(value, other.value(field));
            }
        }
        wish
    }

    fn take(&mut self, change: Change) {
        match change {
            Change::ContactAdded { values, tags, .. } => {
                self.is_new = true;
                self.values.extend(values);
                self.tags.extend(tags.into_iter().map(|tag| (tag, true)));
            }
            Change::ContactEdited { field, now, .. } => _ = self.values.insert(field, now),
            Change::TagAdded { tag, .. } => _ = self.tags.insert(tag, true),
            Change::TagRemoved { tag, .. } => _ = self.tags.insert(tag, false),
            _ => {}
        }
    }
}

/// Nothing is taken out of a list of theirs.
fn join(mine: &mut Value, theirs: &Value) {
    if let (Value::Many(mine), Value::Many(theirs)) = (mine, theirs) {
        let new = mine.drain(..).filter(|item| !theirs.contains(item));
        *mine = theirs.iter().cloned().chain(new.collect::<Vec<_>>()).collect();
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{
        change::filled,
        field::Standard,
        ids::{ContactId, NoteId},
        note::NoteDraft,
    };

    fn id(number: u128) -> ContactId {
        ContactId::new(Uuid::from_u128(number))
    }

    fn tag(name: &str) -> Tag {
        Tag::new(name).unwrap()
    }

    fn interests() -> Field {
        Field::Custom("interests".into())
    }

    fn list(items: &[&str]) -> Value {
        Value::Many(items.iter().map(|item| (*item).to_owned()).collect())
    }

    /// She was there before.
    fn jane() -> Contact {
        let mut jane = Contact::new(id(1));
        jane.set(Standard::FirstName.into(), "Jane".into());
        jane.set(Standard::Email.into(), "jane@example.com".into());
        jane.set(Standard::City.into(), "Bergen".into());
        jane.set(interests(), list(&["golf", "wine"]));
        jane.add_tag(tag("hot"));
        jane
    }

    fn edit(field: Standard, was: &str, now: &str) -> Change {
        let (was, now) = (Value::text(was), Value::text(now));
        Change::ContactEdited { contact: id(2), field: field.into(), was, now }
    }

    fn upon_jane(waiting: &[Change]) -> Upon {
        let waiting: Vec<&Change> = waiting.iter().collect();
        upon(&jane(), None, &waiting, &mut Ids::starting_at(Uuid::from_u128(1_000)))
    }

    fn words(upon: &Upon) -> Vec<String> {
        upon.changes.iter().map(Change::words).collect()
    }

    #[test]
    fn what_is_filled_and_differs_goes_over() {
        let mut values = filled([
            (Standard::FirstName, "Jane".into()),
            (Standard::Email, "Jane@Example.com".into()),
            (Standard::LastName, "Adams".into()),
            (Standard::City, "Oslo".into()),
            (Standard::Company, "Smile Clinic".into()),
        ]);
        values.insert(interests(), list(&["wine", "art"]));
        let tags = vec![tag("hot"), tag("vip")];
        let added = Change::ContactAdded { contact: id(2), values, tags };
        let upon = upon_jane(&[added, edit(Standard::City, "Oslo", "")]);
        assert_eq!(
            words(&upon),
            ["last name = \"Adams\"", "custom field = \"golf, wine, art\"", "tag +vip"],
            "what was cleared again is not cleared there"
        );
        assert!(upon.changes.iter().all(|change| change.contact() == id(1)));
        assert_eq!(upon.left, [Standard::Company.into()]);
    }

    #[test]
    fn of_one_who_is_gone_the_changes_go_over() {
        let removed = Change::TagRemoved { contact: id(2), tag: tag("hot") };
        let upon = upon_jane(&[edit(Standard::City, "Rome", ""), removed]);
        assert_eq!(words(&upon), ["city = (empty)", "tag -hot"]);
        let Change::ContactEdited { was, .. } = &upon.changes[0] else { panic!() };
        assert_eq!(*was, Value::text("Bergen"), "made from what she has");
    }

    #[test]
    fn tasks_and_notes_go_along_as_hers() {
        let (contact, note) = (id(2), NoteId::new(Uuid::from_u128(3)));
        let draft = |text: &str| NoteDraft { title: "Fair".to_owned(), body: text.to_owned() };
        let added = Change::NoteAdded { contact, note, draft: draft("met") };
        let (was, now) = (draft("met"), draft("met her"));
        let edited = Change::NoteEdited { contact, note, was, now: now.clone() };
        let upon = upon_jane(&[added, edited]);
        let [Change::NoteAdded { contact, note: new, draft }] = &upon.changes[..] else {
            panic!("{upon:?}")
        };
        assert_eq!((*contact, draft), (id(1), &now));
        assert_ne!(*new, note, "the old id is that of the old note");
    }
}
