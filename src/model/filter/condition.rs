//! A query made ready for one moment and one person: what whoever holds the contacts evaluates.

use std::ops::Range;

use super::{
    field::{Present, TextField, TimeField},
    term::Term,
    test::Mark,
    tree::Tree,
};
use crate::model::ids::UserId;

pub type Filter = Tree<Condition>;

/// Seconds since the epoch, the end excluded. A time that is not known is in no range.
pub type Times = Range<i64>;

/// A test with nothing left to look up. Texts are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Within one of name (in either order), company, email, phone and tags.
    Words(Term),
    Text(TextField, Term),
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

impl Condition {
    /// Whether it asks about open tasks or outgoing changes, not about the contact itself.
    pub fn is_of_tasks_or_changes(&self) -> bool {
        matches!(self, Self::Due(_) | Self::Dated | Self::Is(_) | Self::Has(Present::Task))
    }
}
