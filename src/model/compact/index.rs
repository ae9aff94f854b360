//! From an id to its slot, or to those of several rows, at five bytes and a bit each.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::slot::Slot;

/// Holds slots only; the ids are those of the column, which is handed in.
#[derive(Clone, Debug)]
pub(in crate::model) struct Index {
    slots: HashTable<Slot>,
    hasher: DefaultHashBuilder,
}

impl Index {
    pub(in crate::model) fn with_capacity(rows: usize) -> Self {
        Self { slots: HashTable::with_capacity(rows), hasher: DefaultHashBuilder::default() }
    }

    pub(in crate::model) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(in crate::model) fn get<I: Copy + Eq + Hash>(&self, id: I, ids: &[I]) -> Option<Slot> {
        self.slots.find(self.hasher.hash_one(id), |slot| ids[slot.at()] == id).copied()
    }

    /// All slots with this id, where it is one that several rows have.
    pub(in crate::model) fn all<I: Copy + Eq + Hash>(
        &self,
        id: I,
        ids: &[I],
    ) -> impl Iterator<Item = Slot> {
        let hashed = self.slots.iter_hash(self.hasher.hash_one(id)).copied();
        hashed.filter(move |slot| ids[slot.at()] == id)
    }

    /// The row has another id from now on, or none.
    pub(in crate::model) fn remove_slot<I: Copy + Eq + Hash>(&mut self, slot: Slot, ids: &[I]) {
        let hash = self.hasher.hash_one(ids[slot.at()]);
        if let Ok(entry) = self.slots.find_entry(hash, |other| *other == slot) {
            entry.remove();
        }
    }

    /// For an id that is not in yet, whose column is already written.
    pub(in crate::model) fn insert<I: Copy + Eq + Hash>(&mut self, id: I, slot: Slot, ids: &[I]) {
        let hasher = &self.hasher;
        self.slots
            .insert_unique(hasher.hash_one(id), slot, |other| hasher.hash_one(ids[other.at()]));
    }

    pub(in crate::model) fn remove<I: Copy + Eq + Hash>(
        &mut self,
        id: I,
        ids: &[I],
    ) -> Option<Slot> {
        let found = self.slots.find_entry(self.hasher.hash_one(id), |slot| ids[slot.at()] == id);
        found.ok().map(|entry| entry.remove().0)
    }

    pub(in crate::model) fn heap_bytes(&self) -> usize {
        self.slots.allocation_size()
    }
}
