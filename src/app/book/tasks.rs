//! The tasks of everybody, as far as they are known: all open ones, and closed ones of people
//! who were looked at or that were closed in this session.

use std::collections::{BTreeSet, HashMap, VecDeque};

use jiff::Timestamp;

use crate::model::{
    agenda::{Agenda, TaskRef},
    ids::{ContactId, TaskId},
    talk::Renamed,
    task::Task,
};

use super::{fold, line::Line, queue::Queue};

#[derive(Clone, Debug, Default)]
pub struct Tasks {
    /// What the screen shows.
    view: Agenda,
    /// The server's last word on tasks that have changes in the queue; `None`: it knows none.
    aside: HashMap<TaskId, Option<Task>>,
    /// Which tasks were altered last, oldest first, and how many times any was.
    altered: VecDeque<TaskId>,
    alterations: u64,
}

/// Who has seen more alterations ago than this looks through all tasks anew.
const REMEMBERED: usize = 256;

impl Tasks {
    /// The server's last word in the place of these: whoever saw them must look anew.
    #[must_use]
    pub fn succeeded_by(&self, view: Agenda) -> Self {
        Self { view, alterations: self.alterations + 1, ..Self::default() }
    }

    pub fn get(&self, id: TaskId) -> Option<TaskRef<'_>> {
        self.view.get(id)
    }

    pub fn all(&self) -> impl Iterator<Item = TaskRef<'_>> {
        self.view.all()
    }

    pub fn of(&self, contact: ContactId) -> impl Iterator<Item = TaskRef<'_>> {
        self.view.of(contact)
    }

    /// How many times any task was altered.
    pub fn alterations(&self) -> u64 {
        self.alterations
    }

    /// Which tasks were altered since there were so many alterations; `None` if that is too long ago
    /// to tell.
    pub fn altered_since(&self, seen: u64) -> Option<impl Iterator<Item = TaskId>> {
        let count = usize::try_from(self.alterations.checked_sub(seen)?).ok()?;
        let first = self.altered.len().checked_sub(count)?;
        Some(self.altered.range(first..).copied())
    }

    /// Whether the tasks of this contact are shown may have changed.
    pub fn stir(&mut self, contact: ContactId) {
        for id in self.ids_of(contact) {
            self.note(id);
        }
    }

    fn ids_of(&self, contact: ContactId) -> Vec<TaskId> {
        self.of(contact).map(TaskRef::id).collect()
    }

    fn note(&mut self, id: TaskId) {
        if self.altered.len() == REMEMBERED {
            self.altered.pop_front();
        }
        self.altered.push_back(id);
        self.alterations += 1;
    }

    /// The open task of a contact that is due first; one without a date comes last.
    pub fn next(&self, contact: ContactId) -> Option<TaskRef<'_>> {
        self.of(contact)
            .filter(|task| !task.is_done())
            .min_by_key(|task| (task.due().unwrap_or(Timestamp::MAX), task.id()))
    }

    /// The server's last word on a task.
    pub fn base(&self, id: TaskId) -> Option<Task> {
        match self.aside.get(&id) {
            Some(base) => base.clone(),
            None => self.view.get(id).map(TaskRef::to_task),
        }
    }

    /// The server said this about a task.
    pub fn serve(&mut self, task: Task, queue: &Queue) {
        let (id, contact) = (task.id, task.contact);
        if has_line(queue, contact, id) {
            self.aside.insert(id, Some(task));
            self.refold(id, contact, queue);
        } else {
            self.aside.remove(&id);
            self.put(id, Some(task));
        }
    }

    /// The server has closed a task, or has it no more. It is shown as done until its list is
    /// built anew.
    pub fn close(&mut self, id: TaskId, queue: &Queue) {
        if let Some(base) = self.base(id) {
            self.serve(Task { done: true, ..base }, queue);
        }
    }

    /// A change of this task joined, moved or left the queue.
    pub fn refold(&mut self, id: TaskId, contact: ContactId, queue: &Queue) {
        let base = self.base(id);
        self.put(id, fold::task(base.clone(), lines(queue, contact, id)));
        if has_line(queue, contact, id) {
            self.aside.insert(id, base);
        } else {
            self.aside.remove(&id);
        }
    }

    /// A contact is known by another id now, and the queue says so already.
    pub fn rename(&mut self, Renamed { from, to }: Renamed, queue: &Queue) {
        for id in self.known_of(from) {
            match self.base(id) {
                Some(base) => self.serve(Task { contact: to, ..base }, queue),
                None => self.refold(id, to, queue),
            }
        }
    }

    /// Those of a contact, also such as are not shown.
    fn known_of(&self, contact: ContactId) -> BTreeSet<TaskId> {
        let hidden = self
            .aside
            .iter()
            .filter(|(_, base)| base.as_ref().is_some_and(|task| task.contact == contact));
        hidden.map(|(id, _)| *id).chain(self.ids_of(contact)).collect()
    }

    /// A contact is gone from the server, and its tasks with it.
    pub fn forget(&mut self, contact: ContactId, queue: &Queue) {
        for id in self.known_of(contact) {
            self.aside.insert(id, None);
            self.refold(id, contact, queue);
        }
    }

    fn put(&mut self, id: TaskId, task: Option<Task>) {
        self.note(id);
        match task {
            Some(task) => self.view.put(&task),
            None => _ = self.view.remove(id),
        }
    }
}

/// The changes of one task, and the deletion of its contact.
fn lines(queue: &Queue, contact: ContactId, id: TaskId) -> impl Iterator<Item = &Line> {
    queue.of(contact).filter(move |line| line.op.change.task() == Some(id))
}

fn has_line(queue: &Queue, contact: ContactId, id: TaskId) -> bool {
    lines(queue, contact, id).next().is_some()
}
