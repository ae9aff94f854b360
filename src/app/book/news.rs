//! What happened in the book that lists and the strip must know.

use crate::model::{change::Change, ids::OpId};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// How many contacts came that were not there.
    pub added: usize,
    /// Whether some that were there are there no more.
    pub lost: bool,
    /// Changes that were refused.
    pub refused: Vec<OpId>,
    /// What would put back what one of ours may have overwritten, if it was.
    pub overwritten: Option<Change>,
}
