//! The data that the screen shows: everybody, everybody's tasks, the person looked at, the queue,
//! and what this session did.
//!
//! What is shown is always the server's last word with the queue on top (reliability, I3): the
//! server's word is kept aside for whatever has changes in the queue, and folded anew after each
//! step. Reports alter the base and the queue, edits alter the queue only.

mod alter;
pub mod fold;
pub mod history;
pub mod line;
mod load;
pub mod mark;
mod marks;
pub mod meanwhile;
pub mod news;
pub mod overwritten;
pub mod person;
pub mod progress;
pub mod queue;
pub mod tasks;

use std::collections::HashMap;

use jiff::Timestamp;

use self::{
    history::History,
    meanwhile::Meanwhile,
    news::News,
    overwritten::Overwritten,
    person::Person,
    progress::{Progress, Progresses},
    queue::{Counts, Queue},
    tasks::Tasks,
};
use super::session::Session;
use crate::model::{
    agenda::TaskRef,
    catalog::Catalog,
    change::Change,
    context::Context,
    dossier::Dossier,
    filter::{Error, Query},
    ids::{ContactId, OpId, TaskId},
    op::OpState,
    roster::{Lookup, Roster, RowRef, Sort},
    row::Row,
    tag::Tag,
    talk::{Budget, Link},
};

#[derive(Clone, Debug)]
pub struct Book {
    pub catalog: Catalog,
    pub link: Link,
    pub budget: Option<Budget>,
    /// When the local copy last agreed with the server.
    pub synced: Option<Timestamp>,
    /// A full pull on its way: how many of how many.
    pub pulling: Option<(u64, u64)>,
    /// Everybody as shown.
    roster: Roster,
    /// Whether `roster` is everybody, not just the first window.
    whole: bool,
    /// The server's last word on contacts that have changes in the queue.
    aside: HashMap<ContactId, Option<Row>>,
    tasks: Tasks,
    person: Person,
    queue: Queue,
    history: History,
    overwritten: Overwritten,
    progress: Progresses,
    version: u64,
    news: News,
    /// What was reported while everybody was being loaded.
    meanwhile: Option<Meanwhile>,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            catalog: Catalog::default(),
            link: Link::Untried,
            budget: None,
            synced: None,
            pulling: None,
            roster: Roster::default(),
            whole: false,
            aside: HashMap::new(),
            tasks: Tasks::default(),
            person: Person::default(),
            queue: Queue::default(),
            history: History::default(),
            overwritten: Overwritten::default(),
            progress: Progresses::default(),
            version: 0,
            news: News::default(),
            meanwhile: Some(Meanwhile::default()),
        }
    }
}

impl Book {
    /// Another number after each change of rows, tasks or queue.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// What happened since this was last asked.
    pub fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }

    /// The last change that was refused since the news were taken.
    pub fn newest_refused(&self) -> Option<OpId> {
        self.news.refused.last().copied()
    }

    /// What was overwritten since the news were taken, as what would put it back.
    pub fn newly_overwritten(&self) -> Option<&Change> {
        self.news.overwritten.as_ref()
    }

    /// How many contacts there are.
    pub fn total(&self) -> usize {
        self.roster.len()
    }

    /// Whether everybody is loaded, not just the first window.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    pub fn row(&self, id: ContactId) -> Option<RowRef<'_>> {
        self.roster.get(id)
    }

    pub fn has(&self, id: ContactId) -> bool {
        self.roster.slot(id).is_some()
    }

    /// `Adams, Jane`; whatever identifies the person where she has no name.
    pub fn name(&self, id: ContactId) -> String {
        match self.roster.get(id) {
            Some(row) => row.listed_name().into_owned(),
            None => self
                .queue
                .of(id)
                .find_map(|line| line.op.change.own_name())
                .unwrap_or_else(|| "(gone)".to_owned()),
        }
    }

    /// The contacts that a query lets through, in order.
    pub fn find(
        &mut self,
        query: &Query,
        sort: Sort,
        now: Timestamp,
        session: &Session,
    ) -> Result<Vec<ContactId>, Error> {
        let Self { roster, catalog, tasks, queue, .. } = self;
        let context = Context { now, zone: session.zone.clone(), me: session.me.clone(), catalog };
        let slots = roster.find(query, sort, &context, &Facts { tasks, queue })?;
        let mut ids = Vec::with_capacity(slots.len());
        ids.extend(slots.into_iter().filter_map(|slot| roster.at(slot)).map(|row| row.id()));
        Ok(ids)
    }

    /// The tag that comes nearest to a word, and how many have it.
    pub fn similar_tag(&self, word: &str) -> Option<(&Tag, usize)> {
        self.roster.similar(word)
    }

    /// Every tag that somebody has or that the location defines, by name, with the number of
    /// people who have it.
    pub fn tag_counts(&self) -> Vec<(Tag, usize)> {
        let mut counts: Vec<(Tag, usize)> =
            self.roster.tag_counts().into_iter().map(|(tag, count)| (tag.clone(), count)).collect();
        for tag in &self.catalog.tags {
            if let Err(at) = counts.binary_search_by(|(other, _)| other.cmp(tag)) {
                counts.insert(at, (tag.clone(), 0));
            }
        }
        counts
    }

    pub fn task(&self, id: TaskId) -> Option<TaskRef<'_>> {
        self.tasks.get(id)
    }

    /// How many times any task was altered.
    pub fn task_alterations(&self) -> u64 {
        self.tasks.alterations()
    }

    /// Which tasks were altered since then; `None` if that is too long ago to tell.
    pub fn tasks_altered_since(&self, seen: u64) -> Option<impl Iterator<Item = TaskId>> {
        self.tasks.altered_since(seen)
    }

    /// All tasks that are known, open or closed.
    pub fn tasks(&self) -> impl Iterator<Item = TaskRef<'_>> {
        self.tasks.all()
    }

    /// The tasks of a contact that are known, in no order.
    pub fn tasks_of(&self, contact: ContactId) -> impl Iterator<Item = TaskRef<'_>> {
        self.tasks.of(contact)
    }

    /// The open task of a contact that is due first.
    pub fn next_task(&self, contact: ContactId) -> Option<TaskRef<'_>> {
        self.tasks.next(contact)
    }

    /// Everything about a person, if she is the one looked at and was read already.
    pub fn dossier(&self, id: ContactId) -> Option<&Dossier> {
        self.person.view(id)
    }

    /// The server's last word on the person looked at, without the queue on top.
    pub fn served(&self, id: ContactId) -> Option<&Dossier> {
        self.person.served(id)
    }

    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    pub fn counts(&self) -> Counts {
        self.queue.counts()
    }

    /// What edits of ours may have overwritten.
    pub fn overwritten(&self) -> &Overwritten {
        &self.overwritten
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Deeds of several changes, newest first: those on their way, and those with refusals.
    pub fn progress(&self) -> impl Iterator<Item = &Progress> {
        self.progress.iter()
    }
}

/// What filters and orders need beside the roster.
struct Facts<'a> {
    tasks: &'a Tasks,
    queue: &'a Queue,
}

impl Lookup for Facts<'_> {
    fn open_tasks(&self) -> Box<dyn Iterator<Item = (ContactId, Option<Timestamp>)> + '_> {
        let open = self.tasks.all().filter(|task| !task.is_done());
        Box::new(open.map(|task| (task.contact(), task.due())))
    }

    fn outgoing(&self) -> Box<dyn Iterator<Item = (ContactId, OpState)> + '_> {
        Box::new(self.queue.lines().map(|line| (line.op.change.contact(), line.state)))
    }
}
