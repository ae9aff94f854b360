//! What searches and lists see: a copy of the contacts that runs behind the writes by the index lag.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::Contact;

/// Contacts in the order of a date, ties by id.
pub(crate) type ByDate = BTreeMap<(Millis, Id), Arc<Contact>>;

/// For one location. The contacts themselves are shared with the store.
#[derive(Debug, Default)]
pub(crate) struct Index {
    rows: HashMap<Id, Arc<Contact>>,
    added: ByDate,
    updated: ByDate,
    /// Writes not yet visible, soonest first. `None` removes.
    pending: VecDeque<(Duration, Id, Option<Arc<Contact>>)>,
}

impl Index {
    pub(crate) fn by_added(&self) -> &ByDate {
        &self.added
    }

    pub(crate) fn by_updated(&self) -> &ByDate {
        &self.updated
    }

    /// A write that will show at `due` (time since the start), or after all those before it.
    pub(crate) fn queue(&mut self, due: Duration, id: Id, contact: Option<Arc<Contact>>) {
        let last = self.pending.back().map_or(due, |(last, ..)| *last);
        self.pending.push_back((due.max(last), id, contact));
    }

    /// Lets every write show whose time has come.
    pub(crate) fn catch_up(&mut self, now: Duration) {
        while self.pending.front().is_some_and(|(due, ..)| *due <= now) {
            if let Some((_, id, contact)) = self.pending.pop_front() {
                self.show(id, contact);
            }
        }
    }

    fn show(&mut self, id: Id, contact: Option<Arc<Contact>>) {
        if let Some(old) = self.rows.remove(&id) {
            self.added.remove(&(old.date_added, id.clone()));
            self.updated.remove(&(old.date_updated, id.clone()));
        }
        if let Some(new) = contact {
            self.added.insert((new.date_added, id.clone()), new.clone());
            self.updated.insert((new.date_updated, id.clone()), new.clone());
            self.rows.insert(id, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: &str, updated: Millis) -> Arc<Contact> {
        Arc::new(Contact { id: id.into(), date_updated: updated, ..Contact::default() })
    }

    #[test]
    fn writes_show_after_the_lag_and_in_order() {
        let at = Duration::from_secs;
        let mut index = Index::default();
        index.queue(at(2), "a".into(), Some(contact("a", 1)));
        index.queue(at(1), "a".into(), None);
        index.queue(at(3), "b".into(), Some(contact("b", 2)));
        index.catch_up(at(1));
        assert!(index.by_added().is_empty());
        index.catch_up(at(2));
        assert!(index.by_added().is_empty(), "created and removed again");
        index.catch_up(at(3));
        assert_eq!(index.by_updated().keys().next(), Some(&(2, Id::from("b"))));
    }

    #[test]
    fn a_changed_contact_moves_in_the_order_of_its_date() {
        let mut index = Index::default();
        index.queue(Duration::ZERO, "a".into(), Some(contact("a", 1)));
        index.queue(Duration::ZERO, "a".into(), Some(contact("a", 5)));
        index.catch_up(Duration::ZERO);
        assert_eq!(index.by_updated().len(), 1);
        assert_eq!(index.by_updated().keys().next(), Some(&(5, Id::from("a"))));
    }
}
