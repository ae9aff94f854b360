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
    rows: Numbers,
}

/// Two bytes each, until one needs four.
#[derive(Clone, Debug)]
enum Numbers {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Numbers {
    fn get(&self, slot: Slot) -> Option<u32> {
        match self {
            Self::Narrow(rows) => rows.get(slot.at()).copied().map(u32::from),
            Self::Wide(rows) => rows.get(slot.at()).copied(),
        }
    }

    fn set(&mut self, slot: Slot, number: u32) {
        if let (Self::Narrow(rows), Err(_)) = (&*self, u16::try_from(number)) {
            *self = Self::Wide(rows.iter().copied().map(u32::from).collect());
        }
        match self {
            Self::Narrow(rows) => slot.write(rows, u16::try_from(number).unwrap_or_default()),
            Self::Wide(rows) => slot.write(rows, number),
        }
    }

    fn shrink(&mut self) {
        match self {
            Self::Narrow(rows) => rows.shrink_to_fit(),
            Self::Wide(rows) => rows.shrink_to_fit(),
        }
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Self::Narrow(rows) => rows.capacity() * size_of::<u16>(),
            Self::Wide(rows) => rows.capacity() * size_of::<u32>(),
        }
    }
}

impl<T: Clone + Eq + Hash> Column<T> {
    pub(in crate::model) fn with_capacity(rows: usize) -> Self {
        Self { pool: Pool::new(), rows: Numbers::Narrow(Vec::with_capacity(rows)) }
    }

    pub(in crate::model) fn get(&self, slot: Slot) -> Option<&T> {
        self.pool.get(self.number(slot)?)
    }

    pub(in crate::model) fn number(&self, slot: Slot) -> Option<u32> {
        self.rows.get(slot)?.checked_sub(1)
    }

    pub(in crate::model) fn set(&mut self, slot: Slot, value: Option<&T>) {
        let number = value.map_or(0, |value| self.pool.intern(value) + 1);
        self.rows.set(slot, number);
    }

    pub(in crate::model) fn shrink(&mut self) {
        self.rows.shrink();
    }

    pub(in crate::model) fn heap_bytes(&self, of_one: impl Fn(&T) -> usize) -> usize {
        self.pool.heap_bytes(of_one) + self.rows.heap_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_holds_more_values_than_fit_into_two_bytes() {
        let mut column = Column::with_capacity(0);
        let many = u32::from(u16::MAX) + 10;
        for number in 0..many {
            column.set(Slot::new(number as usize), Some(&number));
        }
        column.set(Slot::new(3), None);
        let found = |number: u32| column.get(Slot::new(number as usize)).copied();
        assert_eq!(found(3), None);
        assert!(
            (0..many).filter(|number| *number != 3).all(|number| found(number) == Some(number))
        );
    }
}
