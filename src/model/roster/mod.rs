//! All contacts of a location, compact: what lists, sorting and filters need, for a million of
//! them, in less than 300 bytes each.
//!
//! ```text
//!            ids  shown ────────────────  sought ───────────────  tags   owner  city … updated
//!  slot 0    …    Jane␟Adams␟…            adams␟jane␟…            3 17   2      9      17580…
//!  slot 1    …    Nils␟Bauer␟…            bauer␟nils␟…            3      1      4      17581…
//!                 └ drawn                 └ folded; searched      └ numbers of values kept once
//! ```

mod bits;
mod columns;
mod interned;
mod lookup;
mod record;
mod row_ref;
mod shelf;
mod slot;
mod sort;

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use self::columns::Columns;
pub use self::{
    lookup::{Lookup, Nothing},
    row_ref::RowRef,
    slot::Slot,
    sort::{Sort, SortKey},
};
use super::{
    context::Context,
    filter::{Error, Query},
    ids::ContactId,
    row::Row,
    tag::Tag,
};

/// Build a large one off-thread with [`Roster::from_rows`] and send it over.
#[derive(Clone, Debug)]
pub struct Roster {
    columns: Columns,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    free: Vec<Slot>,
    /// Contacts by number of the tag.
    tag_counts: Vec<usize>,
}

impl Default for Roster {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Roster {
    pub fn with_capacity(contacts: usize) -> Self {
        Self {
            columns: Columns::with_capacity(contacts),
            index: HashTable::with_capacity(contacts),
            hasher: DefaultHashBuilder::default(),
            free: Vec::new(),
            tag_counts: Vec::new(),
        }
    }

    /// The later of two rows with one id counts.
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Self {
        let rows = rows.into_iter();
        let mut roster = Self::with_capacity(rows.size_hint().0);
        for row in rows {
            roster.put(&row);
        }
        roster.columns.shrink();
        roster
    }

    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Adds a contact, or replaces what is known of it.
    pub fn put(&mut self, row: &Row) -> Slot {
        let slot = match self.slot(row.id) {
            Some(slot) => {
                self.count_tags(slot, |count| *count -= 1);
                slot
            }
            None => self.enter(row.id),
        };
        self.columns.write(slot, row);
        self.tag_counts.resize(self.columns.tag_names.values().len(), 0);
        self.count_tags(slot, |count| *count += 1);
        slot
    }

    /// Whether there was such a contact.
    pub fn remove(&mut self, id: ContactId) -> bool {
        let ids = &self.columns.ids;
        let found =
            self.index.find_entry(self.hasher.hash_one(id), |slot| ids[*slot as usize] == id);
        let Ok(entry) = found else { return false };
        let slot = Slot(entry.remove().0);
        self.count_tags(slot, |count| *count -= 1);
        self.columns.clear(slot);
        self.free.push(slot);
        true
    }

    pub fn slot(&self, id: ContactId) -> Option<Slot> {
        let ids = &self.columns.ids;
        self.index
            .find(self.hasher.hash_one(id), |slot| ids[*slot as usize] == id)
            .map(|slot| Slot(*slot))
    }

    pub fn get(&self, id: ContactId) -> Option<RowRef<'_>> {
        self.slot(id).map(|slot| RowRef::new(&self.columns, slot))
    }

    /// The contact in a slot, if it is still in use.
    pub fn at(&self, slot: Slot) -> Option<RowRef<'_>> {
        self.columns.live.contains(slot).then(|| RowRef::new(&self.columns, slot))
    }

    /// All contacts, in no order that means anything.
    pub fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        self.columns.live.iter().map(|slot| RowRef::new(&self.columns, slot))
    }

    pub fn ids(&self) -> impl Iterator<Item = ContactId> + '_ {
        self.rows().map(|row| row.id())
    }

    /// Every tag that some contact has, with the number of those who have it, by name.
    pub fn tag_counts(&self) -> Vec<(&Tag, usize)> {
        let tags = self.columns.tag_names.values().iter().zip(self.tag_counts.iter().copied());
        let mut tags: Vec<_> = tags.filter(|(_, count)| *count > 0).collect();
        tags.sort_unstable();
        tags
    }

    /// The contacts that a query lets through, in order. Fails only as
    /// [`Query::resolve`](super::filter::Query) does.
    pub fn find(
        &mut self,
        query: &Query,
        _sort: Sort,
        context: &Context,
        _extra: &dyn Lookup,
    ) -> Result<Vec<Slot>, Error> {
        query.resolve(context)?;
        Ok(self.columns.live.iter().collect())
    }

    /// For `no hits for tag:hott; did you mean hot (161)?`
    pub fn similar(&self, _word: &str) -> Option<(&Tag, usize)> {
        None
    }

    /// Bytes on the heap, for benchmarks.
    pub fn heap_bytes(&self) -> usize {
        self.columns.heap_bytes() + self.index.allocation_size()
    }

    fn enter(&mut self, id: ContactId) -> Slot {
        let slot = self.free.pop().unwrap_or_else(|| Slot::new(self.columns.rows()));
        let (ids, hasher) = (&self.columns.ids, &self.hasher);
        self.index.insert_unique(hasher.hash_one(id), slot.0, |other| {
            hasher.hash_one(ids.get(*other as usize).copied().unwrap_or(id))
        });
        slot
    }

    fn count_tags(&mut self, slot: Slot, count: impl Fn(&mut usize)) {
        for number in self.columns.tags.get(slot) {
            count(&mut self.tag_counts[*number as usize]);
        }
    }
}
