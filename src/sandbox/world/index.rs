//! What searches and lists see: a copy of the contacts that runs behind the writes by the index lag.

use std::collections::{BTreeMap, VecDeque};
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
    added: ByDate,
    updated: ByDate,
    /// Writes not yet visible, soonest first.
    pending: VecDeque<Pending>,
}

/// A contact as it was and as it is now: both for a change, one for a creation or a deletion.
#[derive(Debug)]
struct Pending {
    /// Time since the start.
    due: Duration,
    was: Option<Arc<Contact>>,
    is: Option<Arc<Contact>>,
}

impl Index {
    pub(crate) fn by_added(&self) -> &ByDate {
        &self.added
    }

    pub(crate) fn by_updated(&self) -> &ByDate {
        &self.updated
    }

    /// A write that will show at `due` (time since the start), or after all those before it.
    pub(crate) fn queue(
        &mut self,
        due: Duration,
        was: Option<Arc<Contact>>,
        is: Option<Arc<Contact>>,
    ) {
        let last = self.pending.back().map_or(due, |pending| pending.due);
        self.pending.push_back(Pending { due: due.max(last), was, is });
    }

    /// Lets every write show whose time has come.
    pub(crate) fn catch_up(&mut self, now: Duration) {
        while let Some(Pending { was, is, .. }) = self.pending.pop_front_if(|it| it.due <= now) {
            if let Some(was) = was {
                self.added.remove(&(was.date_added, was.id.clone()));
                self.updated.remove(&(was.date_updated, was.id.clone()));
            }
            if let Some(is) = is {
                self.added.insert((is.date_added, is.id.clone()), is.clone());
                self.updated.insert((is.date_updated, is.id.clone()), is);
            }
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
        index.queue(at(2), None, Some(contact("a", 1)));
        index.queue(at(1), Some(contact("a", 1)), None);
        index.queue(at(3), None, Some(contact("b", 2)));
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
        index.queue(Duration::ZERO, None, Some(contact("a", 1)));
        index.queue(Duration::ZERO, Some(contact("a", 1)), Some(contact("a", 5)));
        index.catch_up(Duration::ZERO);
        assert_eq!(index.by_updated().len(), 1);
        assert_eq!(index.by_updated().keys().next(), Some(&(5, Id::from("a"))));
    }
}
