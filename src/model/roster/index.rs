//! From a contact's id to its slot, at five bytes and a bit each.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::slot::Slot;
use crate::model::ids::ContactId;

/// Holds slots only; the ids are those of the column, which is handed in.
#[derive(Clone, Debug)]
pub(super) struct Index {
    slots: HashTable<Slot>,
    hasher: DefaultHashBuilder,
}

impl Index {
    pub(super) fn with_capacity(contacts: usize) -> Self {
        Self { slots: HashTable::with_capacity(contacts), hasher: DefaultHashBuilder::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn get(&self, id: ContactId, ids: &[ContactId]) -> Option<Slot> {
        self.slots.find(self.hasher.hash_one(id), |slot| ids[slot.at()] == id).copied()
    }

    /// For an id that is not in yet, whose column is already written.
    pub(super) fn insert(&mut self, id: ContactId, slot: Slot, ids: &[ContactId]) {
        let hasher = &self.hasher;
        self.slots
            .insert_unique(hasher.hash_one(id), slot, |other| hasher.hash_one(ids[other.at()]));
    }

    pub(super) fn remove(&mut self, id: ContactId, ids: &[ContactId]) -> Option<Slot> {
        let found = self.slots.find_entry(self.hasher.hash_one(id), |slot| ids[slot.at()] == id);
        found.ok().map(|entry| entry.remove().0)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.allocation_size()
    }
}
