//! All contacts in one order, kept in step with what changes.

use std::cmp::Ordering;

use super::{
    columns::Columns,
    record::{Sought, name_key, part},
    sort::{Sort, SortKey},
};
use crate::model::compact::{bits::Bits, slot::Slot};

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

    /// By name. Equals stand as they lie.
    pub(super) fn by_name(columns: &Columns, keys: Keys) -> Self {
        Self::of(columns, keys, |slot| slot.0)
    }

    /// By any other key. Equals stand by name, in which `names` are.
    pub(super) fn upon(names: &Self, columns: &Columns, keys: Keys) -> Self {
        let mut places = vec![0; columns.rows()];
        for (place, slot) in names.slots.iter().enumerate() {
            places[slot.at()] = Slot::new(place).0;
        }
        Self::of(columns, keys, |slot| places[slot.at()])
    }

    /// Equals stand by their places. The keys are taken in the order in which records lie, because
    /// to jump from one to another costs more than all the sorting.
    fn of(columns: &Columns, keys: Keys, place: impl Fn(Slot) -> u32) -> Self {
        let mut valued = Vec::with_capacity(columns.len());
        let mut rest = Vec::new();
        for slot in columns.live.iter() {
            match keys.key(columns, slot) {
                Some(key) => valued.push((key.beginning(), place(slot), slot)),
                None => rest.push(slot),
            }
        }
        let whole = |slot| keys.key(columns, slot);
        valued.sort_unstable_by(|(a, a_place, a_slot), (b, b_place, b_slot)| {
            let ascending = a.cmp(b).then_with(|| {
                if a.is_all() { Ordering::Equal } else { whole(*a_slot).cmp(&whole(*b_slot)) }
            });
            let order = if keys.sort.descending { ascending.reverse() } else { ascending };
            order.then_with(|| a_place.cmp(b_place))
        });
        rest.sort_unstable_by_key(|slot| place(*slot));
        let slots = valued.into_iter().map(|(_, _, slot)| slot).chain(rest).collect();
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
            .then(a.cmp(&b))
    }

    fn compare_keys(&self, columns: &Columns, a: Slot, b: Slot) -> Ordering {
        last_if_none(self.key(columns, a), self.key(columns, b), self.sort.descending)
    }

    fn key<'a>(&self, columns: &'a Columns, slot: Slot) -> Option<Key<'a>> {
        let text = |part_of: Sought| {
            let text = part(columns.sought.get(slot), part_of as usize);
            (!text.is_empty()).then_some(Key::Text(text))
        };
        match self.sort.by {
            SortKey::Name | SortKey::NextTask => name_key(columns.sought.get(slot)).map(Key::Text),
            SortKey::Company => text(Sought::Company),
            SortKey::Email => text(Sought::Email),
            SortKey::Phone => text(Sought::Phone),
            SortKey::Added => columns.added.get(slot).map(Key::Number),
            SortKey::Updated => columns.updated.get(slot).map(Key::Number),
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

/// The beginning of a key, which compares like it and lies at hand: most comparisons end here,
/// without a look at the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning([u64; 3]);

impl Key<'_> {
    fn beginning(self) -> Beginning {
        match self {
            // The sign is turned so that the negative ones come first.
            Self::Number(number) => Beginning([number.cast_unsigned() ^ 1 << 63, 0, 0]),
            Self::Text(text) => {
                let mut bytes = [0; 24];
                let length = text.len().min(bytes.len());
                bytes[..length].copy_from_slice(&text[..length]);
                let word = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_be_bytes);
                Beginning([word(0), word(8), word(16)])
            }
        }
    }
}

impl Beginning {
    /// Whether nothing follows: no text holds a nought, with which short ones are filled.
    fn is_all(self) -> bool {
        self.0[2].to_be_bytes()[7] == 0
    }
}
