//! A connection that only reads: for start-up, for loading in the background, for looking.

use std::{ops::ControlFlow, path::Path};

use jiff::Timestamp;

use super::{base::Progress, error::Result, queue::Pending};
use crate::model::{
    catalog::Catalog,
    change::Change,
    contact::Contact,
    dossier::Dossier,
    fault::Fault,
    ids::{ContactId, DeedId, NoteId, OpId, RemoteId, TaskId},
    note::Note,
    op::{Moved, OpState, Outgoing},
    row::Row,
    task::Task,
};

#[derive(Debug)]
pub struct Reader {}

/// One step in the life of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub at: Timestamp,
    pub op: OpId,
    pub deed: DeedId,
    pub change: Change,
    /// `None`: this is the commit.
    pub from: Option<OpState>,
    pub to: OpState,
    pub fault: Option<Fault>,
}

/// What other processes did to the queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    pub joined: Vec<Outgoing>,
    pub moved: Vec<Moved>,
    /// Another process wrote to the base.
    pub base: bool,
    /// Ask from here the next time.
    pub until: Mark,
}

/// A place in the course of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub(super) queue: u64,
    pub(super) base: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub contacts: u64,
    pub open_tasks: u64,
    /// Changes on their way: queued, sending, waiting for another try, unanswered.
    pub live: u64,
    pub rejected: u64,
}

impl Reader {
    pub fn open(_path: &Path) -> Result<Self> {
        unimplemented!()
    }

    /// The first contacts by name, and how many there are in all.
    pub fn first_window(&self, _most: usize) -> Result<(Vec<Row>, u64)> {
        unimplemented!()
    }

    /// Every contact, in no particular order, until `each` breaks off.
    pub fn each_row(&self, _each: impl FnMut(Row) -> ControlFlow<()>) -> Result<()> {
        unimplemented!()
    }

    pub fn open_tasks(&self) -> Result<Vec<Task>> {
        unimplemented!()
    }

    /// Live and refused changes in the order in which they were made.
    pub fn outgoing(&self) -> Result<Vec<Pending>> {
        unimplemented!()
    }

    /// The newest changes of any state, newest first.
    pub fn all_changes(&self, _most: usize) -> Result<Vec<Pending>> {
        unimplemented!()
    }

    pub fn contact(&self, _id: ContactId) -> Result<Option<Contact>> {
        unimplemented!()
    }

    pub fn dossier(&self, _id: ContactId) -> Result<Option<Dossier>> {
        unimplemented!()
    }

    pub fn task(&self, _id: TaskId) -> Result<Option<Task>> {
        unimplemented!()
    }

    pub fn note(&self, _id: NoteId) -> Result<Option<Note>> {
        unimplemented!()
    }

    pub fn contact_by_remote(&self, _remote: &RemoteId) -> Result<Option<ContactId>> {
        unimplemented!()
    }

    /// The service's ids of these contacts, in their order; `None` where there is none yet.
    pub fn remotes(&self, _ids: &[ContactId]) -> Result<Vec<Option<RemoteId>>> {
        unimplemented!()
    }

    pub fn task_remote(&self, _id: TaskId) -> Result<Option<RemoteId>> {
        unimplemented!()
    }

    pub fn note_remote(&self, _id: NoteId) -> Result<Option<RemoteId>> {
        unimplemented!()
    }

    /// Contacts whose id, ours or the service's, begins like this; those that exist only in the
    /// queue too. At most `most`: two are enough to see that a prefix is ambiguous.
    pub fn contacts_named(&self, _prefix: &str, _most: usize) -> Result<Vec<ContactId>> {
        unimplemented!()
    }

    /// As [`Self::contacts_named`], for tasks.
    pub fn tasks_named(&self, _prefix: &str, _most: usize) -> Result<Vec<TaskId>> {
        unimplemented!()
    }

    /// As [`Self::contacts_named`], for notes.
    pub fn notes_named(&self, _prefix: &str, _most: usize) -> Result<Vec<NoteId>> {
        unimplemented!()
    }

    /// Notes that hold all these words, in any case and with or without accents, newest first.
    pub fn notes_matching(&self, _words: &str, _most: usize) -> Result<Vec<Note>> {
        unimplemented!()
    }

    pub fn catalog(&self) -> Result<Catalog> {
        unimplemented!()
    }

    pub fn progress(&self) -> Result<Progress> {
        unimplemented!()
    }

    /// What [`super::Store::remember`] kept by this name.
    pub fn recall(&self, _name: &'static str) -> Result<Option<serde_json::Value>> {
        unimplemented!()
    }

    pub fn counts(&self) -> Result<Counts> {
        unimplemented!()
    }

    /// The newest steps of all changes, newest first.
    pub fn history(&self, _most: usize) -> Result<Vec<Event>> {
        unimplemented!()
    }

    /// Deeds that can be taken back, newest first; neither undoings nor what was undone.
    pub fn undoable(&self, _most: usize) -> Result<Vec<DeedId>> {
        unimplemented!()
    }

    /// Where the database stands now.
    pub fn mark(&self) -> Result<Mark> {
        unimplemented!()
    }

    /// What other processes did since then.
    pub fn news(&self, _since: Mark) -> Result<News> {
        unimplemented!()
    }
}
