//! The tasks of everybody, or mine: overdue, today, this week, later, without a date.

use std::collections::HashSet;

use jiff::Zoned;

use crate::app::{book::Book, list::List, marks::Marks, session::Session, text::Text};
use crate::model::{due::Bucket, folded::folded, ids::TaskId, task::Task};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tasks {
    pub list: List<TaskId>,
    pub marks: Marks<TaskId>,
    /// Everybody's, though the person has said who she is.
    pub everybody: bool,
    pub filter: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
    seen: Option<u64>,
}

impl Tasks {
    /// Whether only tasks of the person who sits here are shown.
    pub fn only_mine(&self, session: &Session) -> bool {
        session.me.is_some() && !self.everybody
    }

    /// The section that begins at this row.
    pub fn heading(&self, at: usize, book: &Book, now: &Zoned) -> Option<Bucket> {
        let bucket = |at: usize| {
            let task = book.task(*self.list.ids().get(at)?)?;
            Some(Bucket::of(task.draft.due, now))
        };
        let here = bucket(at)?;
        let above = at.checked_sub(1).and_then(bucket);
        (above != Some(here)).then_some(here)
    }

    /// How many rows a section has.
    pub fn count(&self, wanted: Bucket, book: &Book, now: &Zoned) -> usize {
        let tasks = self.list.ids().iter().filter_map(|id| book.task(*id));
        tasks.filter(|task| Bucket::of(task.draft.due, now) == wanted).count()
    }

    /// Builds the list anew: what was done leaves it.
    pub fn rebuild(&mut self, book: &Book, session: &Session) {
        self.fill(book, session, &HashSet::new());
    }

    /// Follows the book: new tasks come in at their place, and what was done stays until the
    /// list is built anew, so that it can be seen and reopened.
    pub fn follow(&mut self, book: &Book, session: &Session) {
        if self.seen != Some(book.version()) {
            let shown = self.list.ids().iter().copied().collect();
            self.fill(book, session, &shown);
        }
    }

    fn fill(&mut self, book: &Book, session: &Session, shown: &HashSet<TaskId>) {
        let wanted = folded(self.filter.trimmed().as_str()).into_owned();
        let mut tasks: Vec<&Task> = book
            .tasks()
            .filter(|task| !task.done || shown.contains(&task.id))
            .filter(|task| !self.only_mine(session) || task.draft.owner == session.me)
            .filter(|task| book.has(task.contact))
            .filter(|task| matches(task, &wanted, book))
            .collect();
        tasks.sort_by_key(|task| (task.draft.due.is_none(), task.draft.due, task.id));
        self.list.replace(tasks.into_iter().map(|task| task.id).collect());
        self.marks.retain(|id| book.task(*id).is_some());
        self.seen = Some(book.version());
    }
}

/// Whether all words stand in the title or in the name.
fn matches(task: &Task, wanted: &str, book: &Book) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let text = format!("{} {}", task.draft.title, book.name(task.contact));
    let text = folded(&text);
    wanted.split_whitespace().all(|word| text.contains(word))
}
