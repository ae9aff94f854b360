//! The tasks of everybody, or mine: overdue, today, this week, later, without a date.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;

use crate::app::{book::Book, list::List, marks::Marks, session::Session, text::Text};
use crate::model::{
    agenda::TaskRef,
    folded::folded,
    ids::{TaskId, UserId},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tasks {
    pub list: List<TaskId>,
    pub marks: Marks<TaskId>,
    /// Everybody's, though the person has said who she is.
    pub everybody: bool,
    pub filter: Text,
    /// Whether keys go into the filter.
    pub typing: bool,
    /// How many alterations of tasks the list has followed.
    seen: Option<u64>,
}

impl Tasks {
    /// Whether only tasks of the person who sits here are shown.
    pub fn only_mine(&self, session: &Session) -> bool {
        session.me.is_some() && !self.everybody
    }

    /// Builds the list anew: what was done leaves it.
    pub fn rebuild(&mut self, book: &Book, session: &Session) {
        self.fill(book, session, &HashSet::new());
    }

    /// Follows the book: new tasks come in at their place, and what was done stays until the
    /// list is built anew, so that it can be seen and reopened.
    pub fn follow(&mut self, book: &Book, session: &Session) {
        let altered = self.seen.and_then(|seen| book.tasks_altered_since(seen));
        let Some(altered) = altered.map(BTreeSet::from_iter) else {
            let shown = self.list.ids().iter().copied().collect();
            return self.fill(book, session, &shown);
        };
        if !altered.is_empty() {
            self.move_altered(&altered, book, session);
        }
        self.seen = Some(book.task_alterations());
    }

    fn fill(&mut self, book: &Book, session: &Session, shown: &HashSet<TaskId>) {
        let wanted = self.wanted(session);
        let mut places: Vec<Place> = book
            .tasks()
            .filter(|task| !task.is_done() || shown.contains(&task.id()))
            .filter(|task| wanted.lets_through(*task, book))
            .map(place)
            .collect();
        places.sort_unstable();
        self.list.replace(places.into_iter().map(|(_, _, id)| id).collect());
        self.marks.retain(|id| book.task(*id).is_some());
        self.seen = Some(book.task_alterations());
    }

    /// The same for the few that were altered; all others stand where they belong.
    fn move_altered(&mut self, altered: &BTreeSet<TaskId>, book: &Book, session: &Session) {
        let wanted = self.wanted(session);
        let ids = self.list.ids();
        let shown: BTreeSet<TaskId> =
            ids.iter().copied().filter(|id| altered.contains(id)).collect();
        let mut ids: Vec<TaskId> = ids.iter().copied().filter(|id| !shown.contains(id)).collect();
        for task in altered.iter().filter_map(|id| book.task(*id)) {
            if (!task.is_done() || shown.contains(&task.id())) && wanted.lets_through(task, book) {
                let at = ids.partition_point(|id| book.task(*id).map(place) < Some(place(task)));
                ids.insert(at, task.id());
            }
        }
        self.list.replace(ids);
        self.marks.retain(|id| book.task(*id).is_some());
    }

    fn wanted(&self, session: &Session) -> Wanted {
        let owner = if self.only_mine(session) { session.me.clone() } else { None };
        Wanted { owner, words: folded(self.filter.trimmed().as_str()).into_owned() }
    }
}

/// Where a task stands in the list.
fn place(task: TaskRef<'_>) -> Place {
    (task.due().is_none(), task.due(), task.id())
}

type Place = (bool, Option<Timestamp>, TaskId);

/// Which tasks are listed.
struct Wanted {
    /// Those of this user only.
    owner: Option<UserId>,
    /// Folded; all of them stand in the title or in the name.
    words: String,
}

impl Wanted {
    fn lets_through(&self, task: TaskRef<'_>, book: &Book) -> bool {
        (self.owner.is_none() || task.owner() == self.owner.as_ref())
            && book.has(task.contact())
            && self.has_words(task, book)
    }

    fn has_words(&self, task: TaskRef<'_>, book: &Book) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = format!("{} {}", task.title(), book.name(task.contact()));
        let text = folded(&text);
        self.words.split_whitespace().all(|word| text.contains(word))
    }
}
