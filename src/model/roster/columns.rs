//! The contacts as columns: one list for each thing known of them, all in the same order.

use super::record;
use crate::model::{
    compact::{
        bits::Bits,
        index::Index,
        interned::{Column, Pool},
        moments::Moments,
        shelf::Shelf,
        slot::Slot,
    },
    ids::{ContactId, UserId},
    row::Row,
    tag::Tag,
};

#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) ids: Vec<ContactId>,
    index: Index,
    /// Rows that hold a contact; the others wait to be used again.
    pub(super) live: Bits,
    free: Vec<Slot>,
    /// Records of [`record::shown`].
    pub(super) shown: Shelf<u8>,
    /// Records of [`record::sought`].
    pub(super) sought: Shelf<u8>,
    pub(super) tags: Shelf<u32>,
    pub(super) tag_names: Pool<Tag>,
    pub(super) owner: Column<UserId>,
    pub(super) city: Column<Box<str>>,
    pub(super) state: Column<Box<str>>,
    pub(super) country: Column<Box<str>>,
    pub(super) source: Column<Box<str>>,
    pub(super) kind: Column<Box<str>>,
    pub(super) dnd: Bits,
    pub(super) added: Moments,
    pub(super) updated: Moments,
    scratch: Scratch,
}

/// Buffers used again for every contact that is put in.
#[derive(Clone, Debug, Default)]
struct Scratch {
    shown: Vec<u8>,
    sought: String,
    tags: Vec<u32>,
}

impl Columns {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            ids: Vec::with_capacity(rows),
            index: Index::with_capacity(rows),
            live: Bits::default(),
            free: Vec::new(),
            shown: Shelf::new(),
            sought: Shelf::new(),
            tags: Shelf::new(),
            tag_names: Pool::new(),
            owner: Column::with_capacity(rows),
            city: Column::with_capacity(rows),
            state: Column::with_capacity(rows),
            country: Column::with_capacity(rows),
            source: Column::with_capacity(rows),
            kind: Column::with_capacity(rows),
            dnd: Bits::default(),
            added: Moments::with_capacity(rows),
            updated: Moments::with_capacity(rows),
            scratch: Scratch::default(),
        }
    }

    /// Rows in use or not.
    pub(super) fn rows(&self) -> usize {
        self.ids.len()
    }

    /// Contacts.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn slot(&self, id: ContactId) -> Option<Slot> {
        self.index.get(id, &self.ids)
    }

    /// The slot of a contact, which becomes that of a new one if there is none. It must be
    /// written next.
    pub(super) fn enter(&mut self, id: ContactId) -> Slot {
        if let Some(slot) = self.slot(id) {
            return slot;
        }
        let slot = self.free.pop().unwrap_or_else(|| Slot::new(self.rows()));
        slot.write(&mut self.ids, id);
        self.index.insert(id, slot, &self.ids);
        slot
    }

    /// Empties the row of a contact; its number is free for another.
    pub(super) fn remove(&mut self, id: ContactId) {
        let Some(slot) = self.index.remove(id, &self.ids) else { return };
        self.live.set(slot, false);
        self.shown.set(slot, &[]);
        self.sought.set(slot, &[]);
        self.tags.set(slot, &[]);
        self.free.push(slot);
    }

    /// Writes what is known of a contact into its row.
    pub(super) fn write(&mut self, slot: Slot, row: &Row) {
        let mut scratch = std::mem::take(&mut self.scratch);
        record::shown(row, &mut scratch.shown);
        record::sought(row, &mut scratch.sought);
        scratch.tags.clear();
        for tag in &row.tags {
            let number = self.tag_names.intern(tag);
            if !scratch.tags.contains(&number) {
                scratch.tags.push(number);
            }
        }

        self.live.insert(slot);
        self.shown.set(slot, &scratch.shown);
        self.sought.set(slot, scratch.sought.as_bytes());
        self.tags.set(slot, &scratch.tags);
        self.owner.set(slot, row.owner.as_ref());
        for (column, text) in [
            (&mut self.city, &row.city),
            (&mut self.state, &row.state),
            (&mut self.country, &row.country),
            (&mut self.source, &row.source),
            (&mut self.kind, &row.kind),
        ] {
            let value: Box<str> = record::value(text).into();
            column.set(slot, Some(&value).filter(|value| !value.is_empty()));
        }
        self.dnd.set(slot, row.dnd);
        self.added.set(slot, row.added);
        self.updated.set(slot, row.updated);
        self.scratch = scratch;
    }

    pub(super) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.shown.shrink();
        self.sought.shrink();
        self.tags.shrink();
        self.owner.shrink();
        for column in
            [&mut self.city, &mut self.state, &mut self.country, &mut self.source, &mut self.kind]
        {
            column.shrink();
        }
        self.added.shrink();
        self.updated.shrink();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let texts = [&self.city, &self.state, &self.country, &self.source, &self.kind];
        self.ids.capacity() * size_of::<ContactId>()
            + self.index.heap_bytes()
            + self.live.heap_bytes()
            + self.shown.heap_bytes()
            + self.sought.heap_bytes()
            + self.tags.heap_bytes()
            + self.tag_names.heap_bytes(|tag| tag.as_str().len())
            + self.owner.heap_bytes(|owner| owner.as_str().len())
            + texts.iter().map(|column| column.heap_bytes(|text| text.len())).sum::<usize>()
            + self.dnd.heap_bytes()
            + self.added.heap_bytes()
            + self.updated.heap_bytes()
    }
}
