//! The outbox: every change that is not settled.

use crate::app::list::List;
use crate::model::ids::OpId;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sync {
    /// In the order in which they were made; look a line up with `book.queue().get(id)`.
    pub list: List<OpId>,
}
