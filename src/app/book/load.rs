//! The book is filled from the local database: at the start, first with a window and then with
//! everybody, and again when another program on the same data fetched news.
//!
//! What is reported meanwhile may be newer than what is loaded: it is kept and told again.

use super::{
    Book,
    line::{Line, Phase},
    meanwhile::Meanwhile,
    progress::Progresses,
    queue::Queue,
};
use crate::model::{agenda::Agenda, op::Outgoing, roster::Roster, task::Task};

impl Book {
    /// From now on what is in memory counts as old.
    pub fn expect_load(&mut self) {
        self.meanwhile.get_or_insert_default();
    }

    /// What the database held: everybody or the first window, the open tasks of everybody, the
    /// outbox in order. Changes that the disk does not have yet stay.
    pub fn load(&mut self, roster: Roster, whole: bool, tasks: Agenda, queue: Vec<Outgoing>) {
        let uncommitted: Vec<Line> =
            self.queue.lines().filter(|line| line.phase == Phase::Uncommitted).cloned().collect();
        self.queue = Queue::default();
        self.progress = Progresses::default();
        self.tasks = self.tasks.succeeded_by(tasks);
        let looked_at = self.person.id().and_then(|id| self.person.served(id));
        for task in looked_at.into_iter().flat_map(|dossier| &dossier.tasks.items) {
            if self.tasks.get(task.id).is_none() {
                self.tasks.serve(Task { done: true, ..task.clone() }, &self.queue);
            }
        }
        let lines = queue.into_iter().map(Line::from).chain(uncommitted).collect();
        self.enqueue(lines);
        self.fill(roster, whole);
    }

    /// Everybody, or the first window of them.
    pub fn fill(&mut self, roster: Roster, whole: bool) {
        self.roster = roster;
        self.whole = whole;
        self.aside.clear();
        self.touch(self.queue.contacts().map(|id| (id, None)).collect());
        let told = self.meanwhile.take();
        for (base, moved) in told.iter().flat_map(Meanwhile::told) {
            self.change(base.clone(), moved.clone());
        }
        self.meanwhile = told.filter(|_| !whole);
    }
}
