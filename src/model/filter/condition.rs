//! A query made ready for one moment and one person: what whoever holds the contacts evaluates.

use std::ops::Range;

use super::{
    field::{Present, TextField, TimeField},
    test::Mark,
    tree::Tree,
    word::Words,
};
use crate::model::ids::UserId;

pub type Filter = Tree<Condition>;

/// Seconds since the epoch, the end excluded. A time that is not known is in no range.
pub type Times = Range<i64>;

/// A test with nothing left to look up. Texts are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    Words(Words),
    Text(TextField, String),
    Tag(String),
    TagBeginning(String),
    Owner(Vec<UserId>),
    Dnd(bool),
    Time(TimeField, Times),
    /// An open task is due in this range.
    Due(Times),
    /// An open task has a due date.
    Dated,
    Has(Present),
    Is(Mark),
}
