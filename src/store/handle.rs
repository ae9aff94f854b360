//! The handle to the threads that own the connections.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::{
    error::{Error, Result},
    file::{
        damage::{self, Rescued},
        folding,
        ring::{self, Bell},
    },
    reader::Reader,
    work::{Firmness, Work},
    worker::Worker,
    writer::{Done, Durability, Writer},
};
use crate::model::{ids::ContactId, talk::Base};

/// Clones share one writing and one reading thread. The last one to go closes the file.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    // The writer closes last: only then does SQLite fold its log into the file.
    reader: Worker<Reader>,
    writer: Worker<Writer>,
    path: PathBuf,
    /// This process, as the history names it.
    id: i64,
    focus: Mutex<Option<ContactId>>,
    /// The number under which this process became the sender, 0 if it never did.
    epoch: AtomicU64,
    /// Held as long as the file is open, so that nobody sets it aside under us.
    _open: damage::Guest,
}

/// A database that is ready for use.
#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    /// Set if the file was damaged and has been replaced, now or by a process that died before
    /// anybody heard of it. Whoever tells it says so with [`Store::forget_rescue`].
    pub rescued: Option<Rescued>,
    /// The last one to use the file did not close it: worth a [`Store::check`] once there is time.
    pub is_unclean: bool,
}

impl Store {
    /// Opens the database, makes or migrates it, and sets it aside if it is damaged. Blocks.
    pub fn open(path: &Path) -> Result<Opened> {
        Self::open_with(
            path,
            |mut writer| {
                folding::beside(writer.sql_mut(), path)?;
                Worker::start("store", writer).map_err(Error::file(path))
            },
            |reader| Worker::start("store-read", reader).map_err(Error::file(path)),
        )
    }

    /// The same without threads: every call does its work before it first waits, so that in one
    /// thread with a clock of its own each run goes like the last.
    pub fn open_here(path: &Path) -> Result<Opened> {
        Self::open_with(path, |writer| Ok(Worker::here(writer)), |reader| Ok(Worker::here(reader)))
    }

    fn open_with(
        path: &Path,
        writer: impl FnOnce(Writer) -> Result<Worker<Writer>>,
        reader: impl FnOnce(Reader) -> Result<Worker<Reader>>,
    ) -> Result<Opened> {
        let id = fastrand::i64(1..);
        let damage::Whole { sql, guest, rescued, is_unclean } = damage::open(path)?;
        let writer = writer(Writer::new(sql, id))?;
        let reader = reader(Reader::open(path, id)?)?;
        let shared = Shared {
            reader,
            writer,
            path: path.to_owned(),
            id,
            focus: Mutex::new(None),
            epoch: AtomicU64::new(0),
            _open: guest,
        };
        Ok(Opened { store: Self { shared: Arc::new(shared) }, rescued, is_unclean })
    }

    /// A person has heard what was rescued. Blocks shortly.
    pub fn forget_rescue(&self) {
        damage::forget(self.path());
    }

    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Another connection that only reads, for a thread of its own. Blocks shortly.
    pub fn reader(&self) -> Result<Reader> {
        Reader::open(self.path(), self.shared.id)
    }

    /// Hangs up the bell that other processes ring when they have written. One for a store, within
    /// a tokio runtime.
    pub fn bell(&self) -> Bell {
        Bell::hang(self.path(), self.shared.id)
    }

    /// Reads on the reading thread; sees all that was written before.
    pub async fn read<T, F>(&self, look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reader) -> Result<T> + Send + 'static,
    {
        let told = self.shared.reader.call(|reader| look(reader)).await;
        self.watch(told)
    }

    /// From now on every [`Base`] that touches this contact carries its dossier.
    pub fn look_at(&self, contact: Option<ContactId>) {
        *self.shared.focus.lock().unwrap_or_else(PoisonError::into_inner) = contact;
    }

    /// How long from now on a record is firm after a write of ours: lists, which run behind, do not
    /// alter it. A minute if nothing else was said.
    pub async fn keep_firm(&self, length: SignedDuration) -> Result<()> {
        let job = move |writer: &mut Writer| {
            writer.recall().firmness = Firmness(length);
            Ok(())
        };
        self.watch(self.shared.writer.call(job).await)
    }

    pub(super) fn epoch(&self) -> u64 {
        self.shared.epoch.load(Ordering::Relaxed)
    }

    pub(super) fn set_epoch(&self, epoch: u64) {
        self.shared.epoch.store(epoch, Ordering::Relaxed);
    }

    /// Looks through the whole file, on the reading thread. What is damaged is marked, to be set
    /// aside by the next start.
    pub async fn check(&self) -> Result<()> {
        self.read(Reader::check).await
    }

    /// One transaction. Other processes are rung if it altered base or queue.
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        durability: Durability,
        at: Timestamp,
        job: impl FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Base)> {
        let focus = *self.shared.focus.lock().unwrap_or_else(PoisonError::into_inner);
        let job = move |writer: &mut Writer| writer.transact(durability, at, focus, job);
        let Done { told, base, is_news } = self.watch(self.shared.writer.call(job).await)?;
        if is_news {
            ring::others(self.path(), self.shared.id);
        }
        Ok((told, base))
    }

    /// Single values, beside base and queue.
    pub(super) async fn keep(
        &self,
        job: impl FnOnce(&Connection) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        self.watch(self.shared.writer.call(move |writer| job(writer.sql())).await)
    }

    /// Damage that shows itself is written down for the next start.
    fn watch<T>(&self, told: Result<T>) -> Result<T> {
        if matches!(told, Err(Error::Broken)) {
            damage::mark(self.path());
        }
        told
    }
}
