//! The list of contacts: filter, sort, cursor and marks.

use crate::app::{book::Book, list::List, marks::Marks, text::Text};
use crate::model::ids::ContactId;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contacts {
    pub list: List<ContactId>,
    pub marks: Marks<ContactId>,
    pub filter: Filter,
    pub sort: Sort,
    /// Contacts that came or changed while something was marked or open: they wait for `R`.
    pub news: usize,
}

/// The filter as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub input: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
    /// Why the text is no filter. The list shows what the last good one found.
    pub fault: Option<String>,
    /// What finds something, where this finds nothing.
    pub hint: Option<Suggestion>,
    /// Where the cursor stood before.
    pub(super) back: Option<ContactId>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.input.is_empty()
    }
}

/// "did you mean `tag:hot` (161)?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub text: String,
    pub hits: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    Name,
    Company,
    Updated,
    Added,
    NextTask,
}

impl SortBy {
    pub const ALL: &[(Self, &str)] = &[
        (Self::Name, "name"),
        (Self::Company, "company"),
        (Self::Updated, "updated"),
        (Self::Added, "added"),
        (Self::NextTask, "next task"),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(by, _)| *by == self).map_or("", |(_, name)| name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: SortBy::Name, descending: false }
    }
}

impl Contacts {
    /// The contact under the cursor.
    pub fn cursor(&self) -> Option<ContactId> {
        self.list.cursor().copied()
    }

    /// How many marked contacts the filter hides.
    pub fn hidden_marks(&self) -> usize {
        self.marks.hidden_from(self.list.ids())
    }

    /// Finds anew who is shown.
    pub fn rebuild(&mut self, book: &Book) {
        let text = self.filter.input.text().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut rows: Vec<_> = book
            .roster()
            .rows()
            .filter(|row| {
                let all = format!("{} {} {} {}", row.first, row.last, row.email, row.phone);
                let all = all.to_lowercase();
                words.iter().all(|word| {
                    all.contains(word)
                        || word
                            .strip_prefix("tag:")
                            .is_some_and(|tag| row.tags.iter().any(|other| other.as_str() == tag))
                })
            })
            .collect();
        rows.sort_by_key(|row| (row.last.to_lowercase(), row.first.to_lowercase(), row.id));
        if self.sort.descending {
            rows.reverse();
        }
        self.list.replace(rows.into_iter().map(|row| row.id).collect());
        self.news = 0;
    }
}
