//! All contacts in one order, kept in step with what changes.

use std::cmp::Ordering;

use super::{
    bits::Bits,
    columns::{Columns, NEVER},
    record::{Sought, name_key, part},
    slot::Slot,
    sort::{Sort, SortKey},
};

/// The slots of all contacts, sorted.
#[derive(Clone, Debug)]
pub(super) struct Order {
    keys: Keys,
    pub(super) slots: Vec<Slot>,
}

/// What to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) sort: Sort,
    /// For an order by owner: by the owner's number, where her name stands among all names.
    pub(super) owners: Vec<u32>,
}

/// What a contact is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(i64),
    Text(&'a [u8]),
}

impl Order {
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// By name. Everything else is sorted upon this, so that equals stand by name.
    pub(super) fn by_name(columns: &Columns, keys: Keys) -> Self {
        let mut named = Vec::with_capacity(columns.len());
        let mut unnamed = Vec::new();
        for slot in columns.live.iter() {
            match name_key(columns.sought.get(slot)) {
                Some(name) => named.push((prefix(name), slot)),
                None => unnamed.push(slot),
            }
        }
        let compare = |a: Slot, b: Slot| keys.compare(columns, a, b);
        if keys.sort.descending {
            named.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| compare(a.1, b.1)));
        } else {
            named.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| compare(a.1, b.1)));
        }
        unnamed.sort_unstable_by(|a, b| compare(*a, *b));
        let slots = named.into_iter().map(|(_, slot)| slot).chain(unnamed).collect();
        Self { keys, slots }
    }

    /// By any other key, from the order by name.
    pub(super) fn upon(names: &Self, columns: &Columns, keys: Keys) -> Self {
        let mut valued = Vec::with_capacity(names.slots.len());
        let mut rest = Vec::new();
        for slot in names.slots.iter().copied() {
            match keys.key(columns, slot) {
                Some(Key::Number(number)) => valued.push((number.cast_unsigned() ^ 1 << 63, slot)),
                Some(Key::Text(text)) => valued.push((prefix(text), slot)),
                None => rest.push(slot),
            }
        }
        let compare = |a: Slot, b: Slot| keys.compare_keys(columns, a, b);
        if keys.sort.descending {
            valued.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| compare(a.1, b.1)));
        } else {
            valued.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| compare(a.1, b.1)));
        }
        let slots = valued.into_iter().map(|(_, slot)| slot).chain(rest).collect();
        Self { keys, slots }
    }

    /// Takes `changed` rows out and puts those that still hold a contact where they belong now.
    pub(super) fn mend(&mut self, columns: &Columns, changed: &Bits) {
        let Self { keys, slots } = self;
        slots.retain(|slot| !changed.contains(*slot));
        let mut moved: Vec<Slot> =
            changed.iter().filter(|slot| columns.live.contains(*slot)).collect();
        moved.sort_unstable_by(|a, b| keys.compare(columns, *a, *b));
        // From the back, so that each row that stays is moved once.
        let mut end = slots.len();
        slots.resize(end + moved.len(), Slot(0));
        for (before, slot) in moved.into_iter().enumerate().rev() {
            let at =
                slots[..end].partition_point(|other| keys.compare(columns, *other, slot).is_lt());
            slots.copy_within(at..end, at + before + 1);
            slots[at + before] = slot;
            end = at;
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

impl Keys {
    /// The order itself: no two contacts are equal.
    fn compare(&self, columns: &Columns, a: Slot, b: Slot) -> Ordering {
        let name = |slot| name_key(columns.sought.get(slot));
        self.compare_keys(columns, a, b)
            .then_with(|| last_if_none(name(a), name(b), false))
            .then_with(|| columns.sought.get(a).cmp(columns.sought.get(b)))
            .then_with(|| columns.ids[a.at()].cmp(&columns.ids[b.at()]))
    }

    fn compare_keys(&self, columns: &Columns, a: Slot, b: Slot) -> Ordering {
        last_if_none(self.key(columns, a), self.key(columns, b), self.sort.descending)
    }

    fn key<'a>(&self, columns: &'a Columns, slot: Slot) -> Option<Key<'a>> {
        let text = |part_of: Sought| {
            let text = part(columns.sought.get(slot), part_of as usize);
            (!text.is_empty()).then_some(Key::Text(text))
        };
        let number = |number: i64| (number != NEVER).then_some(Key::Number(number));
        match self.sort.by {
            SortKey::Name | SortKey::NextTask => name_key(columns.sought.get(slot)).map(Key::Text),
            SortKey::Company => text(Sought::Company),
            SortKey::Email => text(Sought::Email),
            SortKey::Phone => text(Sought::Phone),
            SortKey::Added => number(columns.added[slot.at()]),
            SortKey::Updated => number(columns.updated[slot.at()]),
            SortKey::Owner => {
                let rank = self.owners.get(columns.owner.number(slot)? as usize)?;
                Some(Key::Number(i64::from(*rank)))
            }
        }
    }
}

fn last_if_none<T: Ord>(a: Option<T>, b: Option<T>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// The first eight bytes as a number that compares like them.
fn prefix(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text[..length]);
    u64::from_be_bytes(bytes)
}
