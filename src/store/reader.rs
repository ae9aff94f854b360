//! A connection that only reads: for start-up, for loading in the background, for looking.

use std::{ops::ControlFlow, path::Path};

use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    error::{Error, Result},
    file::connection,
    rows::{
        contacts, dossiers,
        events::{self, Event},
        memory, names, notes,
        ops::{self, Pending},
        progress::Progress,
        rechecks::{self, Recheck},
        search::Words,
        suspects,
        sweeps::Sweeps,
        tasks,
        tombstones::{self, Tombstone},
        twins,
        unread::{self, UnreadRow},
    },
};
use crate::model::{
    catalog::Catalog,
    change::Key,
    contact::Contact,
    dossier::Dossier,
    ids::{ContactId, DeedId, NoteId, OpId, RemoteId, TaskId},
    note::Note,
    op::OpState,
    row::Row,
    talk::{PastDeed, Renamed},
    task::Task,
};

#[derive(Debug)]
pub struct Reader {
    sql: Connection,
    /// This process, as the history names it.
    id: i64,
}

/// What other processes did to the queue and the base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// Changes that they put into the queue, as they stand now; those that have come to their end
    /// already are not among them.
    pub joined: Vec<Pending>,
    /// Other changes that they touched, as they stand now: it need not be where they took them.
    pub moved: Vec<Pending>,
    /// Contacts that got another id; everything else here knows it already.
    pub renamed: Vec<Renamed>,
    /// The base is not as it was, whoever wrote to it.
    pub is_base_new: bool,
    /// Ask from here the next time.
    pub until: Mark,
}

/// A place in the course of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    event: u64,
    base: u64,
    twin: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub contacts: u64,
    pub open_tasks: u64,
    /// Changes that are still to go out, held ones among them.
    pub waiting: u64,
    /// Those of them that move on by themselves.
    pub under_way: u64,
    /// Changes that wait for a person.
    pub undecided: u64,
}

/// Lists are not cut short by accident: an absent record is `None`, an unreadable one an error.
impl Reader {
    pub(super) fn open(path: &Path, id: i64) -> Result<Self> {
        Ok(Self { sql: connection::reading(path)?, id })
    }

    /// Everything that `look` reads is of one moment, whatever is written meanwhile.
    pub fn still<T>(&self, look: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        if self.sql.is_autocommit() {
            let _until_done = self.sql.unchecked_transaction()?;
            look(self)
        } else {
            look(self) // it is still already
        }
    }

    /// The first contacts by name, and how many there are in all.
    pub fn first_window(&self, most: usize) -> Result<(Vec<Row>, u64)> {
        Ok((contacts::first(&self.sql, most)?, self.contacts()?))
    }

    /// Every contact, in no particular order, until `each` breaks off. The row is lent.
    pub fn each_row(&self, each: impl FnMut(&Row) -> ControlFlow<()>) -> Result<()> {
        contacts::each(&self.sql, each)
    }

    /// Those of everybody, in the order in which they are due.
    pub fn open_tasks(&self) -> Result<Vec<Task>> {
        Ok(tasks::open(&self.sql)?.into_iter().map(|known| known.task).collect())
    }

    /// Those of everybody, in no particular order. The task is lent.
    pub fn each_open_task(&self, each: impl FnMut(&Task)) -> Result<()> {
        tasks::each_open(&self.sql, each)
    }

    /// Live and refused changes in the order in which they were made.
    pub fn outgoing(&self) -> Result<Vec<Pending>> {
        ops::open(&self.sql)
    }

    /// The newest changes of any state, newest first.
    pub fn all_changes(&self, most: usize) -> Result<Vec<Pending>> {
        ops::newest(&self.sql, most)
    }

    pub fn change(&self, id: OpId) -> Result<Option<Pending>> {
        ops::get(&self.sql, id)
    }

    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        Ok(contacts::get(&self.sql, id)?.map(|known| known.contact))
    }

    pub fn dossier(&self, id: ContactId) -> Result<Option<Dossier>> {
        dossiers::get(&self.sql, id)
    }

    pub fn task(&self, id: TaskId) -> Result<Option<Task>> {
        Ok(tasks::get(&self.sql, id)?.map(|known| known.task))
    }

    pub fn note(&self, id: NoteId) -> Result<Option<Note>> {
        Ok(notes::get(&self.sql, id)?.map(|known| known.note))
    }

    pub fn contact_by_remote(&self, remote: &RemoteId) -> Result<Option<ContactId>> {
        contacts::id_of(&self.sql, remote)
    }

    /// The id by which a contact is known now.
    pub fn current(&self, id: ContactId) -> Result<ContactId> {
        twins::current(&self.sql, id)
    }

    /// The service's ids of these contacts, in their order; `None` where there is none yet.
    pub fn remotes(&self, ids: &[ContactId]) -> Result<Vec<Option<RemoteId>>> {
        let remote = |id: &ContactId| contacts::remote_of(&self.sql, self.current(*id)?);
        ids.iter().map(remote).collect()
    }

    pub fn task_remote(&self, id: TaskId) -> Result<Option<RemoteId>> {
        Ok(self.task(id)?.and_then(|task| task.remote))
    }

    pub fn note_remote(&self, id: NoteId) -> Result<Option<RemoteId>> {
        Ok(self.note(id)?.and_then(|note| note.remote))
    }

    /// Contacts whose id, ours or the service's, begins like this; those that exist only in the
    /// queue too. At most `most`: two are enough to see that a prefix is ambiguous.
    pub fn contacts_named(&self, prefix: &str, most: usize) -> Result<Vec<ContactId>> {
        names::contacts(&self.sql, prefix, most)
    }

    /// As [`Self::contacts_named`], for tasks.
    pub fn tasks_named(&self, prefix: &str, most: usize) -> Result<Vec<TaskId>> {
        names::tasks(&self.sql, prefix, most)
    }

    /// As [`Self::contacts_named`], for notes.
    pub fn notes_named(&self, prefix: &str, most: usize) -> Result<Vec<NoteId>> {
        names::notes(&self.sql, prefix, most)
    }

    /// Changes whose id begins like this.
    pub fn changes_named(&self, prefix: &str, most: usize) -> Result<Vec<OpId>> {
        names::changes(&self.sql, prefix, most)
    }

    /// Notes that hold all these words, in any case and with or without accents, newest first.
    pub fn notes_matching(&self, words: &str, most: usize) -> Result<Vec<Note>> {
        let words = Words::new(words);
        notes::matching(&self.sql, most, |note| words.are_in(&note.draft))
    }

    pub fn catalog(&self) -> Result<Catalog> {
        Ok(memory::get(&self.sql, memory::CATALOG)?.unwrap_or_default())
    }

    pub fn progress(&self) -> Result<Progress> {
        Progress::read(&self.sql)
    }

    /// Writes that may still arrive on the server, oldest first.
    pub fn rechecks(&self) -> Result<Vec<Recheck>> {
        rechecks::all(&self.sql)
    }

    /// Since when the oldest of these is waiting.
    pub fn oldest_recheck(&self) -> Result<Option<Timestamp>> {
        rechecks::oldest(&self.sql)
    }

    /// All changes of any state that must keep their order with this one, oldest first.
    pub fn changes_of(&self, key: &Key) -> Result<Vec<Pending>> {
        ops::of_key(&self.sql, key)
    }

    /// Changes of a contact, its tasks and notes that are not at their end, oldest first.
    pub fn open_changes_of(&self, contact: ContactId) -> Result<Vec<Pending>> {
        ops::open_of_contact(&self.sql, contact)
    }

    pub fn sweeps(&self) -> Result<Sweeps> {
        Sweeps::read(&self.sql)
    }

    /// Rows that the service sent and nobody could read, the newest first.
    pub fn unread(&self) -> Result<Vec<UnreadRow>> {
        unread::all(&self.sql)
    }

    /// How many contacts are under suspicion to be gone from the server.
    pub fn suspects(&self) -> Result<u64> {
        suspects::count(&self.sql)
    }

    /// How many contacts the server was ever seen to have, and those of them that are not in a list
    /// whose making began at `began`; `is_listed` is asked by the service's id.
    pub fn unlisted(
        &self,
        is_listed: impl FnMut(&str) -> bool,
        began: Timestamp,
    ) -> Result<(usize, Vec<ContactId>)> {
        contacts::unlisted(&self.sql, is_listed, began)
    }

    /// What a contact held that was deleted on the server.
    pub fn tombstone(&self, id: ContactId) -> Result<Option<Tombstone>> {
        tombstones::get(&self.sql, id)
    }

    /// What [`super::Store::remember`] kept by this name.
    pub fn recall(&self, name: &'static str) -> Result<Option<serde_json::Value>> {
        memory::get(&self.sql, &memory::theirs(name))
    }

    pub fn counts(&self) -> Result<Counts> {
        Ok(Counts {
            contacts: self.contacts()?,
            open_tasks: tasks::count_open(&self.sql)?,
            waiting: ops::count(&self.sql, |state| state.is_under_way() || state == OpState::Held)?,
            under_way: ops::count(&self.sql, OpState::is_under_way)?,
            undecided: ops::count(&self.sql, OpState::needs_person)?,
        })
    }

    /// The newest steps of all changes, newest first.
    pub fn history(&self, most: usize) -> Result<Vec<Event>> {
        events::newest(&self.sql, most)
    }

    /// Deeds of which something can be taken back, newest first; neither undoings nor what was
    /// undone.
    pub fn undoable(&self, most: usize) -> Result<Vec<DeedId>> {
        ops::undoable(&self.sql, most)
    }

    /// The same deeds, with what they were.
    pub fn past(&self, most: usize) -> Result<Vec<PastDeed>> {
        ops::past(&self.sql, most)
    }

    /// Where the database stands now.
    pub fn mark(&self) -> Result<Mark> {
        let base = memory::get(&self.sql, memory::BASE)?.unwrap_or_default();
        Ok(Mark { event: events::last(&self.sql)?, base, twin: twins::last(&self.sql)? })
    }

    /// What others did to the queue since then, and whether the base has changed.
    pub fn news(&self, since: Mark) -> Result<News> {
        self.still(|Self { sql, id, .. }| {
            let until = self.mark()?;
            let (joined, moved) = events::of_others(sql, *id, since.event)?;
            let as_it_stands = |id: OpId| ops::get(sql, id).transpose();
            let joined = joined.into_iter().filter_map(as_it_stands);
            let is_open =
                |it: &Result<Pending>| it.as_ref().map_or(true, |it| !it.outgoing.state.is_final());
            let joined = joined.filter(is_open).collect::<Result<_>>()?;
            let moved = moved.into_iter().filter_map(as_it_stands).collect::<Result<_>>()?;
            let renamed = twins::since(sql, since.twin)?;
            let is_base_new = until.base != since.base;
            Ok(News { joined, moved, renamed, is_base_new, until })
        })
    }

    /// Looks through the whole file for damage.
    pub(super) fn check(&self) -> Result<()> {
        let verdict: String =
            self.sql.pragma_query_value(None, "quick_check", |columns| columns.get(0))?;
        if verdict != "ok" {
            return Err(Error::Broken);
        }
        ops::open(&self.sql).map(drop)
    }

    fn contacts(&self) -> Result<u64> {
        Ok(memory::get(&self.sql, memory::CONTACTS)?.unwrap_or_default())
    }
}
