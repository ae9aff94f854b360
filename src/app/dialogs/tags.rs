//! The tag picker: each tag as all, some or none of the selection.

use crate::app::text::Text;
use crate::model::{ids::ContactId, tag::Tag};

/// How many of the selection have a tag, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    All,
    Some,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    pub tag: Tag,
    /// How many of the selection have it now.
    pub have: usize,
    /// What the person chose: everybody or nobody; `None` leaves it as it is.
    pub want: Option<bool>,
    /// Whether the location knows the tag; otherwise Enter or Space creates it.
    pub known: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TagPicker {
    pub contacts: Vec<ContactId>,
    /// Typing filters the tags.
    pub query: Text,
    pub rows: Vec<TagRow>,
    /// Which of `rows` the query finds.
    pub shown: Vec<usize>,
    /// The cursor, among `shown`.
    pub at: usize,
}

impl TagPicker {
    /// The rows on the screen, with the cursor's place among them.
    pub fn visible(&self) -> impl Iterator<Item = &TagRow> {
        self.shown.iter().filter_map(|at| self.rows.get(*at))
    }

    pub fn has(&self, row: &TagRow) -> Has {
        match (row.want, row.have) {
            (Some(true), _) => Has::All,
            (Some(false), _) => Has::None,
            (None, 0) => Has::None,
            (None, have) if have == self.contacts.len() => Has::All,
            (None, _) => Has::Some,
        }
    }

    /// `add q4 to 312 (88 already have it); 2 calls; can be undone`
    pub fn plan(&self) -> String {
        String::new()
    }
}
