//! The orders that are at hand, and how hits are put into them.

use std::cmp::Reverse;

use super::{
    columns::Columns,
    lookup::Lookup,
    order::{Keys, Order},
    sort::{Sort, SortKey},
};
use crate::model::{
    catalog::Catalog,
    compact::{bits::Bits, slot::Slot},
    folded::folded,
};

/// Where more rows have changed than one in so many, sorting anew is faster than mending.
const MENDED: usize = 4;

/// The order by name, and the one that was asked for last. Both are made when first needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    names: Option<Order>,
    other: Option<Order>,
    /// Rows written since.
    changed: Bits,
    changes: usize,
}

impl Orders {
    /// A row is about to change, or just did.
    pub(super) fn touch(&mut self, slot: Slot) {
        if self.names.is_some() {
            self.changed.insert(slot);
            self.changes += 1;
        }
    }

    /// The `hits`, sorted.
    pub(super) fn sorted(
        &mut self,
        hits: &Bits,
        sort: Sort,
        columns: &Columns,
        catalog: &Catalog,
        lookup: &dyn Lookup,
    ) -> Vec<Slot> {
        self.mend(columns);
        if sort.by == SortKey::NextTask {
            let names = self.names(columns);
            return by_next_task(only(&names.slots, hits), sort, columns, lookup);
        }
        let owners = if sort.by == SortKey::Owner { ranks(columns, catalog) } else { Vec::new() };
        only(&self.order(Keys { sort, owners }, columns).slots, hits)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let orders = [&self.names, &self.other].into_iter().flatten();
        orders.map(Order::heap_bytes).sum::<usize>() + self.changed.heap_bytes()
    }

    fn mend(&mut self, columns: &Columns) {
        if self.changes * MENDED > columns.len() {
            (self.names, self.other) = (None, None);
        }
        if self.changes > 0 {
            for order in [&mut self.names, &mut self.other].into_iter().flatten() {
                order.mend(columns, &self.changed);
            }
            (self.changed, self.changes) = (Bits::default(), 0);
        }
    }

    fn names(&mut self, columns: &Columns) -> &Order {
        self.names.get_or_insert_with(|| {
            Order::by_name(columns, Keys { sort: Sort::default(), owners: Vec::new() })
        })
    }

    fn order(&mut self, keys: Keys, columns: &Columns) -> &Order {
        if keys.sort == Sort::default() {
            return self.names(columns);
        }
        let kept = self.other.take().filter(|order| *order.keys() == keys);
        let order = kept.unwrap_or_else(|| match keys.sort.by {
            SortKey::Name => Order::by_name(columns, keys),
            _ => Order::upon(self.names(columns), columns, keys),
        });
        self.other.insert(order)
    }
}

fn only(slots: &[Slot], hits: &Bits) -> Vec<Slot> {
    let count = hits.count();
    if count == slots.len() {
        return slots.to_vec();
    }
    let mut found = Vec::with_capacity(count);
    found.extend(slots.iter().copied().filter(|slot| hits.contains(*slot)));
    found
}

/// Contacts whose next task has a date, then those whose tasks have none, then those without.
/// `hits` stand by name.
fn by_next_task(hits: Vec<Slot>, sort: Sort, columns: &Columns, lookup: &dyn Lookup) -> Vec<Slot> {
    const NO_TASK: i64 = i64::MAX;
    const NO_DATE: i64 = i64::MAX - 1;
    let mut next = vec![NO_TASK; columns.rows()];
    for (contact, due) in lookup.open_tasks() {
        if let Some(slot) = columns.slot(contact) {
            let due = due.map_or(NO_DATE, jiff::Timestamp::as_second);
            next[slot.at()] = next[slot.at()].min(due);
        }
    }
    let (mut dated, rest): (Vec<_>, Vec<_>) =
        hits.into_iter().partition(|slot| next[slot.at()] < NO_DATE);
    if sort.descending {
        dated.sort_by_key(|slot| Reverse(next[slot.at()]));
    } else {
        dated.sort_by_key(|slot| next[slot.at()]);
    }
    let (undated, without): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|slot| next[slot.at()] == NO_DATE);
    [dated, undated, without].concat()
}

/// By the number of each owner, where her name stands among the names of all. Users who are not
/// known stand behind, by their ids.
fn ranks(columns: &Columns, catalog: &Catalog) -> Vec<u32> {
    let owners = columns.owner.pool.values();
    let name = |number: &usize| {
        let owner = &owners[*number];
        let user = catalog.user(owner);
        (user.is_none(), user.map(|user| folded(&user.name).into_owned()), owner)
    };
    let mut sorted: Vec<usize> = (0..owners.len()).collect();
    sorted.sort_by_cached_key(name);
    let mut ranks = vec![0; owners.len()];
    for (rank, number) in sorted.into_iter().enumerate() {
        ranks[number] = Slot::new(rank).0;
    }
    ranks
}
