//! One contact of the roster, looked at in place.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{
    columns::Columns,
    record::{self, Shown},
};
use crate::model::{
    compact::slot::Slot,
    ids::{ContactId, UserId},
    name,
    row::Row,
    tag::Tag,
};

/// Texts are clean, trimmed and capped at 512 bytes: fit to be drawn as they are. Tags are exact,
/// because they are sent; clean them to draw them.
#[derive(Clone, Copy)]
pub struct RowRef<'a> {
    columns: &'a Columns,
    slot: Slot,
}

impl<'a> RowRef<'a> {
    pub(super) fn new(columns: &'a Columns, slot: Slot) -> Self {
        Self { columns, slot }
    }

    pub fn id(&self) -> ContactId {
        self.columns.ids[self.slot.at()]
    }

    pub fn slot(&self) -> Slot {
        self.slot
    }

    pub fn first(&self) -> &'a str {
        self.shown(Shown::First)
    }

    pub fn last(&self) -> &'a str {
        self.shown(Shown::Last)
    }

    pub fn company(&self) -> &'a str {
        self.shown(Shown::Company)
    }

    pub fn email(&self) -> &'a str {
        self.shown(Shown::Email)
    }

    pub fn phone(&self) -> &'a str {
        self.shown(Shown::Phone)
    }

    pub fn city(&self) -> &'a str {
        self.columns.city.get(self.slot).map_or("", |text| text)
    }

    pub fn state(&self) -> &'a str {
        self.columns.state.get(self.slot).map_or("", |text| text)
    }

    pub fn country(&self) -> &'a str {
        self.columns.country.get(self.slot).map_or("", |text| text)
    }

    pub fn source(&self) -> &'a str {
        self.columns.source.get(self.slot).map_or("", |text| text)
    }

    pub fn kind(&self) -> &'a str {
        self.columns.kind.get(self.slot).map_or("", |text| text)
    }

    pub fn owner(&self) -> Option<&'a UserId> {
        self.columns.owner.get(self.slot)
    }

    /// In the order of the row that was put in.
    pub fn tags(&self) -> impl Iterator<Item = &'a Tag> + use<'a> {
        let columns = self.columns;
        columns.tags.get(self.slot).iter().filter_map(|number| columns.tag_names.get(*number))
    }

    pub fn has_tag(&self, tag: &Tag) -> bool {
        self.tags().any(|own| own == tag)
    }

    pub fn dnd(&self) -> bool {
        self.columns.dnd.contains(self.slot)
    }

    /// To the second.
    pub fn added(&self) -> Option<Timestamp> {
        time(self.columns.added.get(self.slot))
    }

    /// To the second.
    pub fn updated(&self) -> Option<Timestamp> {
        time(self.columns.updated.get(self.slot))
    }

    /// `Adams, Jane`; whatever identifies the person where she has no name.
    pub fn listed_name(&self) -> Cow<'a, str> {
        name::listed(self.first(), self.last(), [self.company(), self.email(), self.phone()])
    }

    /// A copy that stands alone, with the texts as they are drawn.
    pub fn to_row(&self) -> Row {
        Row {
            id: self.id(),
            first: self.first().to_owned(),
            last: self.last().to_owned(),
            company: self.company().to_owned(),
            email: self.email().to_owned(),
            phone: self.phone().to_owned(),
            city: self.city().to_owned(),
            state: self.state().to_owned(),
            country: self.country().to_owned(),
            source: self.source().to_owned(),
            kind: self.kind().to_owned(),
            owner: self.owner().cloned(),
            tags: self.tags().cloned().collect(),
            dnd: self.dnd(),
            added: self.added(),
            updated: self.updated(),
        }
    }

    fn shown(&self, part: Shown) -> &'a str {
        let record = self.columns.shown.get(self.slot);
        // Whole texts went in, so whole texts come out.
        str::from_utf8(record::part(record, part as usize)).unwrap_or_default()
    }
}

fn time(second: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_second(second?).ok()
}
