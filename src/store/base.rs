//! What the server last said: written by pulls and looks, never by edits.

use jiff::Timestamp;

use super::{
    answers::{contact, note, overwritten, source::Source, task},
    error::Result,
    file::connection,
    handle::Store,
    rows::{
        contacts::{self, Written},
        memory,
        parts::{self, Listed as Part},
        progress::Progress,
        twins,
        unread::{self, Kind},
    },
    work::Work,
    writer::Durability::Relaxed,
};
use crate::{
    model::{
        appointment::Appointment,
        catalog::Catalog,
        fault::Fault,
        gap::Gap,
        ids::ContactId,
        served::{Listed, ServedContact, ServedNote, ServedTask, Unread},
        talk::Base,
    },
    rehearsal::Point,
};

/// A page of contacts made ready to be written, without the database: the thread that writes has the
/// most to do during a pull.
#[derive(Debug)]
pub struct Ready {
    contacts: Vec<Written>,
    unread: Unread,
}

impl Ready {
    pub fn new(page: impl Into<Listed<ServedContact>>) -> Result<Self> {
        let Listed { items, unread } = page.into();
        let contacts = items.into_iter().map(contact::shown).collect::<Result<_>>()?;
        Ok(Self { contacts, unread })
    }

    /// How many of the page could not be read.
    pub const fn unread(&self) -> usize {
        self.unread.count
    }
}

/// What became of a page that may speak of contacts not known here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub base: Base,
    /// Records left out because their contact is not known here (yet).
    pub strangers: usize,
}

impl Store {
    /// What an answer does to the base. The server can tell it again, so it need not be on the disk
    /// at once.
    async fn take(
        &self,
        at: Timestamp,
        job: impl FnOnce(&mut Work<'_>) -> Result<()> + Send + 'static,
    ) -> Result<Base> {
        Ok(self.transact(Relaxed, at, job).await?.1)
    }

    /// A page of a pull and how far the pull has come with it, in one transaction. A record replaces
    /// what is here unless it is older, or the contact was written by us less than a minute before
    /// `at`: lists lag behind answers. What says nothing new is not in the [`Base`]. The watermark
    /// only moves forward.
    pub async fn put_contacts(
        &self,
        page: Ready,
        progress: Progress,
        at: Timestamp,
    ) -> Result<Base> {
        self.take(at, move |work| {
            if progress.full.is_none() {
                connection::give_room(&work.sql)?;
            }
            for shown in page.contacts {
                contact::take(work, shown, Source::List)?;
            }
            work.unread(Kind::Contact, None, &page.unread)?;
            progress.advance(&work.sql)?;
            Point::PullPageCommit.try_pass()?;
            Ok(())
        })
        .await
    }

    /// Contacts that a search found, whatever a pull has come to.
    pub async fn put_found(&self, page: Vec<ServedContact>, at: Timestamp) -> Result<Base> {
        self.take(at, move |work| {
            let mut shown = page.into_iter().map(contact::shown);
            shown.try_for_each(|shown| contact::take(work, shown?, Source::List))
        })
        .await
    }

    /// One contact, asked for by its id: replaces what is here unless it is older.
    pub async fn put_contact(&self, served: ServedContact, at: Timestamp) -> Result<Base> {
        let shown = contact::shown(served)?;
        self.take(at, move |work| contact::take(work, shown, Source::Look)).await
    }

    /// The same as the answer to a write of ours, and what came between the look before it and this.
    pub async fn put_written(
        &self,
        id: ContactId,
        served: ServedContact,
        gap: Option<Gap>,
        at: Timestamp,
    ) -> Result<Base> {
        let shown = contact::shown(served)?;
        self.take(at, move |work| {
            if let Some(gap) = gap {
                overwritten::wrote(work, id, gap)?;
            }
            contact::take(work, shown, Source::Look)
        })
        .await
    }

    /// All tasks of a contact, open and closed; others that were here are gone, unless there are some
    /// that could not be read.
    pub async fn put_tasks_of(
        &self,
        contact: ContactId,
        tasks: impl Into<Listed<ServedTask>>,
        at: Timestamp,
    ) -> Result<Base> {
        let tasks = tasks.into();
        self.take(at, move |work| {
            let contact = twins::current(&work.sql, contact)?;
            task::of_contact(work, contact, tasks)
        })
        .await
    }

    /// All notes of a contact; others that were here are gone, unless there are some that could not be
    /// read.
    pub async fn put_notes_of(
        &self,
        contact: ContactId,
        notes: impl Into<Listed<ServedNote>>,
        at: Timestamp,
    ) -> Result<Base> {
        let notes = notes.into();
        self.take(at, move |work| {
            let contact = twins::current(&work.sql, contact)?;
            note::of_contact(work, contact, notes)
        })
        .await
    }

    /// All appointments of a contact.
    pub async fn put_appointments_of(
        &self,
        contact: ContactId,
        appointments: Vec<Appointment>,
        at: Timestamp,
    ) -> Result<Base> {
        self.take(at, move |work| {
            let contact = twins::current(&work.sql, contact)?;
            if contacts::exists(&work.sql, contact)? {
                parts::set_appointments(&work.sql, contact, &appointments)?;
                parts::fetched(&work.sql, contact, Part::Appointments, at)?;
                work.touch(contact);
            }
            Ok(())
        })
        .await
    }

    /// A list of a contact could not be fetched; what was known of it stays.
    pub async fn part_failed(
        &self,
        contact: ContactId,
        part: Part,
        fault: Fault,
        at: Timestamp,
    ) -> Result<Base> {
        self.take(at, move |work| {
            let contact = twins::current(&work.sql, contact)?;
            if contacts::exists(&work.sql, contact)? {
                parts::failed(&work.sql, contact, part, &fault)?;
                work.touch(contact);
            }
            Ok(())
        })
        .await
    }

    /// A page of everybody's open tasks.
    pub async fn put_open_tasks(
        &self,
        page: impl Into<Listed<ServedTask>>,
        at: Timestamp,
    ) -> Result<Taken> {
        let page = page.into();
        let (strangers, base) =
            self.transact(Relaxed, at, move |work| task::open_page(work, page)).await?;
        Ok(Taken { base, strangers })
    }

    /// A pass over everybody's open tasks begins.
    pub async fn begin_open_tasks(&self, at: Timestamp) -> Result<()> {
        let job = |work: &mut Work<'_>| {
            work.shown.clear();
            Ok(())
        };
        self.take(at, job).await.map(drop)
    }

    /// It is complete: an open task that no answer has shown since it began is closed. It must have run
    /// in this process, and every row of it must have been readable.
    pub async fn finish_open_tasks(&self, at: Timestamp) -> Result<Base> {
        self.take(at, move |work| {
            connection::take_back_room(&work.sql)?;
            unread::retain(&work.sql, Kind::Task, None, &Unread::default())?;
            task::close_unshown(work)
        })
        .await
    }

    /// A walk over all contacts could read every one of them.
    pub async fn all_were_read(&self) -> Result<()> {
        self.keep(|sql| unread::retain(sql, Kind::Contact, None, &Unread::default())).await
    }

    pub async fn put_catalog(&self, catalog: Catalog) -> Result<()> {
        self.keep(move |sql| memory::put(sql, memory::CATALOG, &catalog)).await
    }

    /// Sets the progress as it is, backwards too: for the beginning and the end of a full pull. After
    /// the first of these the contacts get their order by name and by the service's id, in about two
    /// seconds for a million.
    pub async fn put_progress(&self, progress: Progress, at: Timestamp) -> Result<()> {
        self.take(at, move |work| {
            if progress.full.is_some() {
                work.remotes.index(&work.sql)?;
                contacts::index_names(&work.sql)?;
            }
            Point::PullWatermark.try_pass()?;
            memory::put(&work.sql, memory::PROGRESS, &progress)
        })
        .await
        .map(drop)
    }

    /// Keeps a small thing by name, such as the day's count of calls.
    pub async fn remember(&self, name: &'static str, value: serde_json::Value) -> Result<()> {
        self.keep(move |sql| memory::put(sql, &memory::theirs(name), &value)).await
    }
}
