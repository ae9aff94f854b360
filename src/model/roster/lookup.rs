//! What a filter or an order needs to know beside the contacts themselves.

use jiff::Timestamp;

use crate::model::{ids::ContactId, op::OpState};

/// Asked only when a filter or an order depends on it.
pub trait Lookup {
    /// Every open task: whose it is, and when it is due. In any order.
    fn open_tasks(&self) -> Box<dyn Iterator<Item = (ContactId, Option<Timestamp>)> + '_>;

    /// Every outgoing change that is not done or withdrawn. In any order.
    fn outgoing(&self) -> Box<dyn Iterator<Item = (ContactId, OpState)> + '_>;
}

/// There are no tasks and no changes.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Lookup for Nothing {
    fn open_tasks(&self) -> Box<dyn Iterator<Item = (ContactId, Option<Timestamp>)> + '_> {
        Box::new(std::iter::empty())
    }

    fn outgoing(&self) -> Box<dyn Iterator<Item = (ContactId, OpState)> + '_> {
        Box::new(std::iter::empty())
    }
}
