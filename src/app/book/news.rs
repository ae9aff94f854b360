//! What happened in the book that lists and the strip must know.

use crate::model::ids::OpId;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// How many contacts came that were not there.
    pub added: usize,
    /// Whether some that were there are there no more.
    pub lost: bool,
    /// Changes that were refused.
    pub refused: Vec<OpId>,
}
