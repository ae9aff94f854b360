//! Values of others that edits of ours may have overwritten, each with what would put it back.

use std::collections::BTreeMap;

use crate::model::{
    change::{Change, Key},
    field::Field,
    ids::ContactId,
    talk::Renamed,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overwritten(BTreeMap<Key, Change>);

impl Overwritten {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of_field(&self, contact: ContactId, field: &Field) -> Option<&Change> {
        self.0.get(&Key::Field(contact, field.clone()))
    }

    /// The first of a contact.
    pub fn of(&self, contact: ContactId) -> Option<&Change> {
        self.0.values().find(|back| back.contact() == contact)
    }

    pub(super) fn learn(&mut self, back: Change) {
        self.0.insert(back.key(), back);
    }

    /// Whoever edits it anew has decided.
    pub(super) fn decided(&mut self, change: &Change) {
        self.0.remove(&change.key());
    }

    pub(super) fn forget(&mut self, contact: ContactId) {
        self.0.retain(|_, back| back.contact() != contact);
    }

    pub(super) fn rename(&mut self, Renamed { from, to }: Renamed) {
        for (_, mut back) in std::mem::take(&mut self.0) {
            if back.contact() == from {
                back.set_contact(to);
            }
            self.learn(back);
        }
    }
}
