//! A field that somebody else changed as well: which value is to be.

use crate::model::ids::OpId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub op: OpId,
    /// The answer is that for all fields in conflict.
    pub all: bool,
}
