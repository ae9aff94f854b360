//! The outbox: every change that is not settled.

use crate::app::{book::Book, list::List};
use crate::model::ids::OpId;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sync {
    /// In the order in which they were made; look a line up with `book.queue().get(id)`.
    pub list: List<OpId>,
    seen: Option<u64>,
}

impl Sync {
    /// Follows the book.
    pub fn follow(&mut self, book: &Book) {
        if self.seen != Some(book.version()) {
            self.seen = Some(book.version());
            self.list.replace(book.queue().lines().map(|line| line.op.id).collect());
        }
    }
}
