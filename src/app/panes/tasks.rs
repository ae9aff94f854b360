//! The tasks of everybody, or mine: overdue, today, this week, later.

use crate::app::{list::List, marks::Marks, text::Text};
use crate::model::ids::TaskId;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tasks {
    pub list: List<TaskId>,
    pub marks: Marks<TaskId>,
    /// Everybody's, though the person has said who she is.
    pub everybody: bool,
    pub filter: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
}
