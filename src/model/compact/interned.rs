//! Values that many contacts share, each kept once.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::slot::Slot;

/// Each distinct value by its number, in order of arrival. Values nobody has any more stay: there
/// are few of them.
#[derive(Clone, Debug)]
pub(in crate::model) struct Pool<T> {
    values: Vec<T>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T: Clone + Eq + Hash> Pool<T> {
    pub(in crate::model) fn new() -> Self {
        Self { values: Vec::new(), index: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }

    pub(in crate::model) fn intern(&mut self, value: &T) -> u32 {
        let hash = self.hasher.hash_one(value);
        let Self { values, index, hasher } = self;
        let found = index.entry(
            hash,
            |number| values[*number as usize] == *value,
            |number| hasher.hash_one(&values[*number as usize]),
        );
        match found {
            hashbrown::hash_table::Entry::Occupied(entry) => *entry.get(),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                let number = Slot::new(values.len()).0;
                entry.insert(number);
                values.push(value.clone());
                number
            }
        }
    }

    pub(in crate::model) fn get(&self, number: u32) -> Option<&T> {
        self.values.get(number as usize)
    }

    pub(in crate::model) fn values(&self) -> &[T] {
        &self.values
    }

    pub(in crate::model) fn heap_bytes(&self, of_one: impl Fn(&T) -> usize) -> usize {
        self.values.iter().map(of_one).sum::<usize>()
            + self.values.capacity() * size_of::<T>()
            + self.index.allocation_size()
    }
}

/// A column of such values, one or none a row.
#[derive(Clone, Debug)]
pub(in crate::model) struct Column<T> {
    pub(in crate::model) pool: Pool<T>,
    /// By row: nought for none, else one more than the value's number.
    rows: Vec<u32>,
}

impl<T: Clone + Eq + Hash> Column<T> {
    pub(in crate::model) fn with_capacity(rows: usize) -> Self {
        Self { pool: Pool::new(), rows: Vec::with_capacity(rows) }
    }

    pub(in crate::model) fn get(&self, slot: Slot) -> Option<&T> {
        self.pool.get(self.number(slot)?)
    }

    pub(in crate::model) fn number(&self, slot: Slot) -> Option<u32> {
        self.rows.get(slot.at())?.checked_sub(1)
    }

    pub(in crate::model) fn set(&mut self, slot: Slot, value: Option<&T>) {
        let number = value.map_or(0, |value| self.pool.intern(value) + 1);
        if slot.at() == self.rows.len() {
            self.rows.push(number);
        } else {
            self.rows[slot.at()] = number;
        }
    }

    pub(in crate::model) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
    }

    pub(in crate::model) fn heap_bytes(&self, of_one: impl Fn(&T) -> usize) -> usize {
        self.pool.heap_bytes(of_one) + self.rows.capacity() * size_of::<u32>()
    }
}
