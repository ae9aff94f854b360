//! The data that the screen shows: everybody, everybody's tasks, the person looked at, the queue,
//! and what this session did.
//!
//! What is shown is always the server's last word with the queue on top (reliability, I3): the
//! server's word is kept aside for whatever has changes in the queue, and folded anew after each
//! step. Reports alter the base and the queue, edits alter the queue only.

pub mod fold;
pub mod history;
pub mod line;
pub mod mark;
pub mod queue;
pub mod roster;
pub mod tasks;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::model::{
    catalog::Catalog,
    change::Change,
    dossier::Dossier,
    field::Field,
    ids::{ContactId, DeedId, Ids, NoteId, OpId, TaskId},
    op::{Moved, Op, OpState, Outgoing},
    row::Row,
    tag::Tag,
    talk::{Base, Budget, Link},
    task::Task,
    value::Value,
};

pub use self::roster::Roster;
use self::{
    history::{Deed, History, Progress},
    line::{Line, Phase},
    mark::Mark,
    queue::{Counts, Queue},
    tasks::Tasks,
};

#[derive(Clone, Debug, PartialEq)]
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
    /// What the server said about rows before everybody was loaded.
    fresh: HashMap<ContactId, Option<Row>>,
    /// The server's last word on contacts that have changes in the queue.
    aside: HashMap<ContactId, Option<Row>>,
    tasks: Tasks,
    /// The person looked at: the server's word, and the view.
    person: Option<(Box<Dossier>, Box<Dossier>)>,
    queue: Queue,
    history: History,
    /// Deeds of several changes that are on their way, or that ended with refusals.
    progress: BTreeMap<DeedId, Progress>,
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
            fresh: HashMap::new(),
            aside: HashMap::new(),
            tasks: Tasks::default(),
            person: None,
            queue: Queue::default(),
            history: History::default(),
            progress: BTreeMap::new(),
        }
    }
}

/// What is shown.
impl Book {
    /// How many contacts there are.
    pub fn total(&self) -> usize {
        self.roster.len()
    }

    /// Whether everybody is loaded, not just the first window.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    pub fn row(&self, id: ContactId) -> Option<Row> {
        self.roster.get(id).cloned()
    }

    pub fn has(&self, id: ContactId) -> bool {
        self.roster.get(id).is_some()
    }

    /// `Adams, Jane`; whatever identifies the person where she has no name.
    pub fn name(&self, id: ContactId) -> String {
        match self.roster.get(id) {
            Some(row) => listed_name(row),
            None => self
                .queue
                .of(id)
                .find_map(|line| line.op.change.own_name())
                .unwrap_or_else(|| "(gone)".to_owned()),
        }
    }

    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.get(id)
    }

    /// All tasks that are known, open or closed.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.all()
    }

    /// The open task of a contact that is due first.
    pub fn next_task(&self, contact: ContactId) -> Option<&Task> {
        self.tasks.next(contact)
    }

    /// Everything about a person, if she is the one looked at and was read already.
    pub fn dossier(&self, id: ContactId) -> Option<&Dossier> {
        self.person.as_ref().map(|(_, view)| &**view).filter(|view| view.contact.id == id)
    }

    /// The server's last word on a person, without the queue on top.
    pub fn served(&self, id: ContactId) -> Option<&Dossier> {
        self.person.as_ref().map(|(base, _)| &**base).filter(|base| base.contact.id == id)
    }

    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    pub fn counts(&self) -> Counts {
        self.queue.counts()
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Deeds of several changes, newest first: those on their way, and those with refusals.
    pub fn progress(&self) -> impl Iterator<Item = &Progress> {
        self.progress.values().rev()
    }
}

/// Marks and failures.
impl Book {
    /// Of a contact with all that is hers.
    pub fn mark(&self, contact: ContactId) -> Option<Mark> {
        Mark::worst(self.queue.of(contact))
    }

    pub fn field_mark(&self, contact: ContactId, field: &Field) -> Option<Mark> {
        Mark::worst(self.field_lines(contact, field))
    }

    pub fn tag_mark(&self, contact: ContactId, tag: &Tag) -> Option<Mark> {
        Mark::worst(self.queue.of(contact).filter(|line| {
            matches!(&line.op.change, Change::TagAdded { tag: other, .. }
                | Change::TagRemoved { tag: other, .. } if other == tag)
        }))
    }

    pub fn task_mark(&self, contact: ContactId, task: TaskId) -> Option<Mark> {
        Mark::worst(self.task_lines(contact, task))
    }

    pub fn note_mark(&self, contact: ContactId, note: NoteId) -> Option<Mark> {
        Mark::worst(self.note_lines(contact, note))
    }

    /// The newest refused change of a contact.
    pub fn refused(&self, contact: ContactId) -> Option<&Line> {
        self.queue.of(contact).rev().find(|line| line.is_refused())
    }

    pub fn refused_field(&self, contact: ContactId, field: &Field) -> Option<&Line> {
        self.field_lines(contact, field).rev().find(|line| line.is_refused())
    }

    pub fn refused_task(&self, contact: ContactId, task: TaskId) -> Option<&Line> {
        self.task_lines(contact, task).rev().find(|line| line.is_refused())
    }

    pub fn refused_note(&self, contact: ContactId, note: NoteId) -> Option<&Line> {
        self.note_lines(contact, note).rev().find(|line| line.is_refused())
    }

    /// All refused changes, oldest first.
    pub fn refusals(&self) -> impl DoubleEndedIterator<Item = &Line> {
        let any = self.counts().failed > 0;
        self.queue.lines().filter(move |line| any && line.is_refused())
    }

    /// The server's value of a field that has an unsaved one.
    pub fn was(&self, contact: ContactId, field: &Field) -> Option<&Value> {
        self.field_lines(contact, field).find(|line| line.shows())?;
        Some(self.served(contact)?.contact.value(field))
    }

    fn field_lines(
        &self,
        contact: ContactId,
        field: &Field,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| {
            matches!(&line.op.change, Change::ContactEdited { field: other, .. } if other == field)
        })
    }

    fn task_lines(
        &self,
        contact: ContactId,
        task: TaskId,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| line.op.change.task() == Some(task))
    }

    fn note_lines(
        &self,
        contact: ContactId,
        note: NoteId,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.queue.of(contact).filter(move |line| line.op.change.note() == Some(note))
    }
}

/// What changes it.
impl Book {
    /// Everybody, or the first window of them, as the local database holds them.
    pub fn load(&mut self, roster: Roster, whole: bool) {
        self.roster = roster;
        self.whole = whole;
        for (id, row) in &self.fresh {
            match row {
                Some(row) => self.roster.put(row.clone()),
                None => self.roster.remove(*id),
            }
        }
        if whole {
            self.fresh.clear();
        }
        let changed: Vec<ContactId> = self.aside.drain().map(|(id, _)| id).collect();
        changed.into_iter().for_each(|id| self.refold(id));
    }

    /// Changes that other hands put into the queue, or that lay there when the program started.
    pub fn join(&mut self, outgoing: Vec<Outgoing>) {
        let lines = outgoing.into_iter().map(Line::from).collect();
        self.enqueue(lines);
    }

    /// A deed of this session: shown at once, promised once the disk has it.
    pub fn commit(&mut self, changes: Vec<Change>, at: Timestamp, ids: &mut Ids) -> Vec<Op> {
        let (deed, ops) = self.deed(changes, at, ids);
        self.history.push(deed);
        ops
    }

    /// The last undone deed once more.
    pub fn commit_again(&mut self, at: Timestamp, ids: &mut Ids) -> Option<Vec<Op>> {
        let undone = self.history.last_undone()?;
        let changes = undone.ops.iter().map(|op| op.change.clone()).collect();
        let (deed, ops) = self.deed(changes, at, ids);
        self.history.push_redone(deed);
        Some(ops)
    }

    fn deed(&mut self, changes: Vec<Change>, at: Timestamp, ids: &mut Ids) -> (Deed, Vec<Op>) {
        let id = ids.deed();
        let name = changes.first().map(|change| self.name(change.contact()));
        let words = history::words(&changes, name.as_deref());
        let ops: Vec<Op> =
            changes.into_iter().map(|change| Op { id: ids.op(), deed: id, at, change }).collect();
        self.enqueue(ops.iter().cloned().map(Line::uncommitted).collect());
        (Deed { id, at, words, ops: ops.clone() }, ops)
    }

    /// The disk has these.
    pub fn accept(&mut self, ops: &[OpId]) {
        for op in ops {
            self.queue.accept(*op);
        }
    }

    /// The disk did not take these: they did not happen. Returns them.
    pub fn withdraw(&mut self, ops: &[OpId]) -> Vec<Line> {
        self.history.forget(ops);
        self.take(ops)
    }

    /// Base and queue in one step.
    pub fn change(&mut self, base: Base, moved: Vec<Moved>) {
        let mut touched = BTreeSet::new();
        for step in moved {
            if let Some(line) = self.queue.get(step.op) {
                touched.insert((line.op.change.contact(), line.op.change.task()));
                count(&mut self.progress, line, step.state);
            }
            self.queue.step(step);
        }
        for row in base.rows {
            touched.insert((row.id, None));
            self.serve_row(row.id, Some(row));
        }
        for id in base.gone {
            touched.insert((id, None));
            self.tasks.forget(id);
            self.serve_row(id, None);
        }
        base.tasks.into_iter().for_each(|task| self.tasks.serve(task, &self.queue));
        base.closed.into_iter().for_each(|id| self.tasks.close(id, &self.queue));
        if let Some(dossier) = base.dossier {
            self.open(dossier);
        }
        self.touch(touched);
    }

    /// The person looked at was read, or read anew.
    pub fn open(&mut self, dossier: Box<Dossier>) {
        for task in &dossier.tasks.items {
            self.tasks.serve(task.clone(), &self.queue);
        }
        let view = fold::dossier(&dossier, self.queue.of(dossier.contact.id));
        self.person = Some((dossier, Box::new(view)));
    }

    /// A deed was taken back. Returns what it did.
    pub fn undone(
        &mut self,
        deed: DeedId,
        withdrawn: &[OpId],
        inverse: Vec<Op>,
        ids: Ids,
    ) -> Option<String> {
        let words = self.history.undo(deed, withdrawn, &inverse, ids);
        self.take(withdrawn);
        let lines = inverse
            .into_iter()
            .map(|op| Line { phase: Phase::Committed, ..Line::uncommitted(op) })
            .collect();
        self.enqueue(lines);
        words
    }

    fn enqueue(&mut self, lines: Vec<Line>) {
        let mut touched = BTreeSet::new();
        let mut deeds: BTreeMap<DeedId, Vec<Change>> = BTreeMap::new();
        for line in lines {
            deeds.entry(line.op.deed).or_default().push(line.op.change.clone());
            touched.insert((line.op.change.contact(), line.op.change.task()));
            self.queue.push(line);
        }
        for (deed, changes) in deeds {
            if changes.len() > 1 {
                let words = history::words(&changes, None);
                let total = changes.len();
                let progress = Progress { deed, words, total, done: 0, failed: 0 };
                self.progress.insert(deed, progress);
            }
        }
        self.touch(touched);
    }

    /// Takes changes out of the queue, as if they had never been.
    fn take(&mut self, ops: &[OpId]) -> Vec<Line> {
        let mut touched = BTreeSet::new();
        let mut taken = Vec::new();
        for op in ops {
            if let Some(line) = self.queue.remove(*op) {
                touched.insert((line.op.change.contact(), line.op.change.task()));
                count(&mut self.progress, &line, OpState::Cancelled);
                taken.push(line);
            }
        }
        self.touch(touched);
        taken
    }

    fn serve_row(&mut self, id: ContactId, row: Option<Row>) {
        if !self.whole {
            self.fresh.insert(id, row.clone());
        }
        self.aside.insert(id, row);
    }

    /// Folds anew what is shown of these contacts and tasks.
    fn touch(&mut self, touched: BTreeSet<(ContactId, Option<TaskId>)>) {
        for (contact, task) in touched {
            if let Some(task) = task {
                self.tasks.refold(task, contact, &self.queue);
            }
            self.refold(contact);
        }
    }

    fn refold(&mut self, id: ContactId) {
        let base = match self.aside.remove(&id) {
            Some(base) => base,
            None => self.roster.get(id).cloned(),
        };
        match fold::row(base.clone(), self.queue.of(id)) {
            Some(row) => self.roster.put(row),
            None => self.roster.remove(id),
        }
        if self.queue.has(id) {
            self.aside.insert(id, base);
        }
        if let Some((served, view)) = &mut self.person
            && served.contact.id == id
        {
            **view = fold::dossier(served, self.queue.of(id));
        }
    }
}

/// Counts a step towards the end of its deed; a deed that went through leaves the list.
fn count(progress: &mut BTreeMap<DeedId, Progress>, line: &Line, next: OpState) {
    let Some(entry) = progress.get_mut(&line.op.deed) else { return };
    if line.state == OpState::Rejected && next != OpState::Rejected {
        entry.failed -= 1;
    }
    match next {
        OpState::Done => entry.done += 1,
        OpState::Cancelled => entry.total -= 1,
        OpState::Rejected if line.state != OpState::Rejected => entry.failed += 1,
        _ => {}
    }
    if entry.done == entry.total {
        progress.remove(&line.op.deed);
    }
}

/// `Adams, Jane`, as the whole record would say it.
pub fn listed_name(row: &Row) -> String {
    match (row.first.is_empty(), row.last.is_empty()) {
        (false, false) => format!("{}, {}", row.last, row.first),
        (true, false) => row.last.clone(),
        (false, true) => row.first.clone(),
        (true, true) => [&row.company, &row.email, &row.phone]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or_else(|| "(no name)".to_owned(), Clone::clone),
    }
}
