//! All tags with the number of people who have them.

use crate::app::{book::Book, list::List, text::Text};
use crate::model::{folded::folded, tag::Tag};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    pub list: List<Tag>,
    /// How many have each tag, by name; one that nobody has counts 0.
    pub counts: Vec<(Tag, usize)>,
    pub filter: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
    seen: Option<u64>,
}

impl Tags {
    pub fn count(&self, tag: &Tag) -> usize {
        let found = self.counts.binary_search_by(|(other, _)| other.cmp(tag));
        found.map_or(0, |at| self.counts[at].1)
    }

    /// Builds the list anew: most used first.
    pub fn rebuild(&mut self, book: &Book) {
        let wanted = folded(self.filter.trimmed().as_str()).into_owned();
        self.counts = book.tag_counts();
        let mut shown: Vec<&(Tag, usize)> =
            self.counts.iter().filter(|(tag, _)| folded(tag.as_str()).contains(&wanted)).collect();
        shown.sort_by(|(tag, count), (other, more)| more.cmp(count).then_with(|| tag.cmp(other)));
        self.list.replace(shown.into_iter().map(|(tag, _)| tag.clone()).collect());
        self.seen = Some(book.version());
    }

    /// Follows the book.
    pub fn follow(&mut self, book: &Book) {
        if self.seen != Some(book.version()) {
            self.rebuild(book);
        }
    }
}
