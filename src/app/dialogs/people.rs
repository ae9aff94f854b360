//! The contact picker: somebody is found by typing.

use crate::app::{book::Book, session::Session, text::Text};
use crate::model::{
    filter::Query,
    ids::{ContactId, OpId},
    roster::Sort,
};

use jiff::Timestamp;

/// More are not listed: a longer word finds fewer.
const MOST: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// Changes in conflict that go to whoever is chosen.
    pub ops: Vec<OpId>,
    pub query: Text,
    pub found: Vec<ContactId>,
    /// The cursor, among them.
    pub at: usize,
}

impl People {
    pub fn new(ops: Vec<OpId>) -> Self {
        Self { ops, query: Text::default(), found: Vec::new(), at: 0 }
    }

    /// Finds anew whom the query means, as the filter of the contacts would; `but` are no choice. A
    /// query that is none yet leaves all as it is.
    pub fn retype(
        &mut self,
        but: &[ContactId],
        book: &mut Book,
        now: Timestamp,
        session: &Session,
    ) {
        let Ok(query) = self.query.text().parse::<Query>() else { return };
        let Ok(found) = book.find(&query, Sort::default(), now, session) else { return };
        self.found = found.into_iter().filter(|id| !but.contains(id)).take(MOST).collect();
        self.at = 0;
    }

    pub fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    pub fn chosen(&self) -> Option<ContactId> {
        self.found.get(self.at).copied()
    }
}
