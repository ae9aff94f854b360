//! Records that hang on a contact (tasks, notes, appointments), in the order they came.

use std::collections::{BTreeMap, HashMap};

use crate::sandbox::id::Id;
use crate::sandbox::records::appointment::Appointment;
use crate::sandbox::records::note::Note;
use crate::sandbox::records::task::Task;

pub(crate) trait Hangs {
    fn id(&self) -> &Id;
    fn contact(&self) -> &Id;
}

macro_rules! hangs {
    ($($record:ty),*) => {$(
        impl Hangs for $record {
            fn id(&self) -> &Id {
                &self.id
            }

            fn contact(&self) -> &Id {
                &self.contact_id
            }
        }
    )*};
}
hangs!(Task, Note, Appointment);

#[derive(Debug)]
pub(crate) struct Shelf<T> {
    records: BTreeMap<u64, T>,
    places: HashMap<Id, u64>,
    of_contact: HashMap<Id, Vec<u64>>,
    next: u64,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            records: BTreeMap::new(),
            places: HashMap::new(),
            of_contact: HashMap::new(),
            next: 0,
        }
    }
}

impl<T: Hangs> Shelf<T> {
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.records.get(self.places.get(id)?)
    }

    /// The record, if it hangs on that contact.
    pub(crate) fn get_of(&self, contact: &str, id: &str) -> Option<&T> {
        self.get(id).filter(|record| *record.contact() == *contact)
    }

    /// Those of one contact, newest first, as the service lists them.
    pub(crate) fn of<'a>(&'a self, contact: &str) -> impl Iterator<Item = &'a T> {
        let places = self.of_contact.get(contact).map_or(&[][..], Vec::as_slice);
        places.iter().rev().filter_map(|place| self.records.get(place))
    }

    /// All of them, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.records.values()
    }

    /// Adds the record, or replaces the one of that id in its place.
    pub(crate) fn put(&mut self, record: T) {
        if let Some(place) = self.places.get(record.id()) {
            self.records.insert(*place, record);
            return;
        }
        let place = self.next;
        self.next += 1;
        self.places.insert(record.id().clone(), place);
        self.of_contact.entry(record.contact().clone()).or_default().push(place);
        self.records.insert(place, record);
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let place = self.places.remove(id)?;
        let record = self.records.remove(&place)?;
        if let Some(places) = self.of_contact.get_mut(record.contact()) {
            places.retain(|other| *other != place);
        }
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(id: &str, contact: &str) -> Note {
        Note {
            id: id.into(),
            contact_id: contact.into(),
            body: String::new(),
            title: None,
            color: None,
            pinned: false,
            user_id: None,
            date_added: 0,
        }
    }

    #[test]
    fn records_keep_their_place_whatever_is_done_to_others() {
        let mut shelf = Shelf::default();
        for (id, contact) in [("a", "anna"), ("b", "bert"), ("c", "anna")] {
            shelf.put(note(id, contact));
        }
        shelf.put(Note { pinned: true, ..note("a", "anna") });
        let ids = |shelf: &Shelf<Note>, contact: &str| -> Vec<String> {
            shelf.of(contact).map(|note| note.id.to_string()).collect()
        };
        assert_eq!(ids(&shelf, "anna"), ["c", "a"]);
        assert!(shelf.get_of("anna", "a").unwrap().pinned);
        assert!(shelf.get_of("bert", "a").is_none());
        shelf.remove("c");
        assert_eq!(ids(&shelf, "anna"), ["a"]);
        assert_eq!(shelf.iter().count(), 2);
        assert!(shelf.get("c").is_none());
    }
}
