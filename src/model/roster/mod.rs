//! All contacts of a location, compact: what lists, sorting and filters need, for a million of
//! them, in less than 300 bytes each.
//!
//! ```text
//!            ids  shown ────────────────  sought ───────────────  tags   owner  city … updated
//!  slot 0    …    Jane␟Adams␟…            adams␟jane␟…            3 17   2      9      17580…
//!  slot 1    …    Nils␟Bauer␟…            bauer␟nils␟…            3      1      4      17581…
//!                 └ drawn                 └ folded; searched      └ numbers of values kept once
//! ```

mod columns;
mod lookup;
mod matching;
mod narrow;
mod needle;
mod order;
mod orders;
mod recent;
mod record;
mod row_ref;
mod scan;
mod similar;
mod sort;
#[cfg(test)]
mod tests;

use self::{columns::Columns, matching::Matching, orders::Orders, recent::Recent};
pub use self::{
    lookup::{Lookup, Nothing},
    row_ref::RowRef,
    sort::{Sort, SortKey},
};
pub use super::compact::slot::Slot;
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
    /// Contacts by number of the tag.
    tag_counts: Vec<usize>,
    orders: Orders,
    recent: Recent,
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
            tag_counts: Vec::new(),
            orders: Orders::default(),
            recent: Recent::default(),
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
        self.columns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a contact, or replaces what is known of it.
    pub fn put(&mut self, row: &Row) -> Slot {
        let slot = self.columns.enter(row.id);
        self.count_tags(slot, |count| *count -= 1);
        self.columns.write(slot, row);
        self.tag_counts.resize(self.columns.tag_names.values().len(), 0);
        self.count_tags(slot, |count| *count += 1);
        self.touch(slot);
        slot
    }

    /// Whether there was such a contact.
    pub fn remove(&mut self, id: ContactId) -> bool {
        let Some(slot) = self.columns.slot(id) else { return false };
        self.count_tags(slot, |count| *count -= 1);
        self.columns.remove(id);
        self.touch(slot);
        true
    }

    pub fn slot(&self, id: ContactId) -> Option<Slot> {
        self.columns.slot(id)
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
        let mut tags: Vec<_> = self.tags_in_use().collect();
        tags.sort_unstable();
        tags
    }

    /// The contacts that a query lets through, in order. Fails only where the query names nobody:
    /// see [`Query::resolve`](super::filter::Tree::resolve).
    pub fn find(
        &mut self,
        query: &Query,
        sort: Sort,
        context: &Context,
        lookup: &dyn Lookup,
    ) -> Result<Vec<Slot>, Error> {
        let filter = query.resolve(context)?;
        let matching = Matching { columns: &self.columns, lookup };
        let hits = match self.recent.start(&filter) {
            Some((remainder, within)) => matching.filter(&remainder, within),
            None => matching.filter(&filter, &self.columns.live),
        };
        let sorted = self.orders.sorted(&hits, sort, &self.columns, context.catalog, lookup);
        self.recent.keep(filter, hits);
        Ok(sorted)
    }

    /// For `no hits for tag:hott; did you mean hot (161)?`: the tag that was meant, with the
    /// number of contacts who have it.
    pub fn similar(&self, word: &str) -> Option<(&Tag, usize)> {
        similar::similar(word, self.tags_in_use())
    }

    /// Bytes on the heap, for benchmarks.
    pub fn heap_bytes(&self) -> usize {
        self.columns.heap_bytes() + self.orders.heap_bytes() + self.recent.heap_bytes()
    }

    fn touch(&mut self, slot: Slot) {
        self.orders.touch(slot);
        self.recent.forget();
    }

    fn count_tags(&mut self, slot: Slot, count: impl Fn(&mut usize)) {
        for number in self.columns.tags.get(slot) {
            count(&mut self.tag_counts[*number as usize]);
        }
    }

    fn tags_in_use(&self) -> impl Iterator<Item = (&Tag, usize)> {
        let counts = self.tag_counts.iter().copied();
        self.columns.tag_names.values().iter().zip(counts).filter(|(_, count)| *count > 0)
    }
}
