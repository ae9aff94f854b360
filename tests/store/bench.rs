//! A database in a folder of its own, records to put into it, and a clock that moves when told.

use std::{future::Future, path::PathBuf};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{
        change::Change,
        extra::Extra,
        field::{Field, Standard},
        ids::{ContactId, DeedId, Ids, OpId},
        op::Op,
        served::{ServedContact, ServedNote, ServedTask},
        tag::Tag,
        talk::Base,
        task::TaskDraft,
    },
    store::{
        Evidence, Intent, Opened, Outcome, Progress, Ready, Result, Settled, Settlement, Store,
    },
};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) struct Bench {
    folder: TempDir,
    pub(crate) store: Store,
    pub(crate) ids: Ids,
    pub(crate) now: Timestamp,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = folder();
        let Opened { store, rescued, .. } =
            Store::open(&folder.path().join("rolodeck.db")).unwrap();
        assert_eq!(rescued, None);
        let ids = Ids::starting_at(Uuid::from_u128(1));
        Self { folder, store, ids, now: "2026-03-01T09:00:00Z".parse().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("rolodeck.db")
    }

    /// Closes the store and leaves its files.
    pub(crate) fn close(self) -> TempDir {
        self.folder
    }

    /// The same file after the process has ended and begun again.
    pub(crate) fn reopened(self) -> Self {
        let Self { folder, store, ids, now } = self;
        drop(store);
        let store = Store::open(&folder.path().join("rolodeck.db")).unwrap().store;
        Self { folder, store, ids, now }
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub(crate) fn pull(&self, page: Vec<ServedContact>) -> Base {
        wait(self.store.put_contacts(Ready::new(page).unwrap(), Progress::default(), self.now))
            .unwrap()
    }

    pub(crate) fn contact(&self, remote: &str) -> ContactId {
        self.look(move |reader, remote| reader.contact_by_remote(&remote.as_str().into()), remote)
            .unwrap()
    }

    fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&rolodeck::store::Reader, String) -> Result<T> + Send + 'static,
        text: &str,
    ) -> T {
        let text = text.to_owned();
        wait(self.store.read(move |reader| look(reader, text))).unwrap()
    }

    /// Commits changes as one deed.
    pub(crate) fn commit(&mut self, changes: Vec<Change>) -> (DeedId, Vec<OpId>) {
        let deed = self.ids.deed();
        let ops: Vec<Op> = changes
            .into_iter()
            .map(|change| Op { id: self.ids.op(), deed, at: self.now, change })
            .collect();
        let ids = ops.iter().map(|op| op.id).collect();
        wait(self.store.commit(ops)).unwrap();
        (deed, ids)
    }

    pub(crate) fn send(&self, ops: &[OpId]) {
        let intent = Intent { ops: ops.to_vec(), ..Intent::default() };
        let moved = wait(self.store.sending(intent, self.now)).unwrap();
        assert_eq!(moved.len(), ops.len());
    }

    pub(crate) fn settle(&self, op: OpId, outcome: Outcome) -> Settled {
        wait(self.store.settle(vec![Settlement { op, outcome }], self.now)).unwrap()
    }

    /// Sends them and has the server accept them without a record.
    pub(crate) fn done(&self, ops: &[OpId]) {
        self.send(ops);
        for op in ops {
            self.settle(*op, Outcome::Done { evidence: Evidence::Bare, changed: None });
        }
    }
}

/// A folder that nobody else may look into.
pub(crate) fn folder() -> TempDir {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir().unwrap()
}

/// Past the harness, which would keep it to itself: a skipped test must be seen.
pub(crate) fn skipped(why: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// The futures of the store need no runtime.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn served(remote: &str, first: &str, updated: &str) -> ServedContact {
    ServedContact {
        remote: remote.into(),
        values: [(Field::Standard(Standard::FirstName), first.into())].into(),
        tags: Vec::new(),
        added: None,
        updated: Some(updated.parse().unwrap()),
        extra: Extra::new(),
    }
}

pub(crate) fn tagged(mut contact: ServedContact, tags: &[&str]) -> ServedContact {
    contact.tags = tags.iter().map(|tag| tag_named(tag)).collect();
    contact
}

pub(crate) fn tag_named(text: &str) -> Tag {
    Tag::new(text).unwrap()
}

pub(crate) fn task(remote: &str, contact: &str, title: &str, done: bool) -> ServedTask {
    ServedTask {
        remote: remote.into(),
        contact: Some(contact.into()),
        draft: TaskDraft { title: title.to_owned(), ..TaskDraft::default() },
        done,
        extra: Extra::new(),
    }
}

pub(crate) fn note(remote: &str, body: &str) -> ServedNote {
    ServedNote {
        remote: remote.into(),
        draft: rolodeck::model::note::NoteDraft { title: String::new(), body: body.to_owned() },
        author: None,
        added: None,
        pinned: false,
        extra: Extra::new(),
    }
}

pub(crate) const EARLY: &str = "2026-02-01T08:00:00Z";
pub(crate) const LATE: &str = "2026-02-02T08:00:00Z";
