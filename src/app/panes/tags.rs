//! All tags with the number of people who have them.

use crate::app::{list::List, text::Text};
use crate::model::tag::Tag;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    pub list: List<Tag>,
    /// How many have each tag, most first; one that nobody has counts 0.
    pub counts: Vec<(Tag, usize)>,
    pub filter: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
}

impl Tags {
    pub fn count(&self, tag: &Tag) -> usize {
        self.counts.iter().find(|(other, _)| other == tag).map_or(0, |(_, count)| *count)
    }
}
