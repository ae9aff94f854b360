//! The handle to the threads that own the connections.

use std::path::{Path, PathBuf};

use super::{error::Result, reader::Reader};

/// Clones share one writing and one reading thread. The last one to go closes the file.
#[derive(Clone, Debug)]
pub struct Store {}

/// A database that is ready for use.
#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    /// Set if the file was damaged and has been replaced.
    pub rescued: Option<Rescued>,
    /// The file was not closed in an orderly way, or another process has it open: worth a
    /// [`Store::check`] once there is time.
    pub unclean: bool,
}

/// What was saved from a damaged database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// Where the damaged file lies now.
    pub aside: PathBuf,
    /// The rescued lines of outbox and history, as JSON.
    pub list: PathBuf,
    /// Outgoing changes that are in the new database.
    pub ops: u64,
    pub history: u64,
    /// Lines of either that could not be read.
    pub unreadable: u64,
}

impl Store {
    /// Opens the database, makes or migrates it, and sets it aside if it is damaged. Blocks.
    pub fn open(_path: &Path) -> Result<Opened> {
        unimplemented!()
    }

    pub fn path(&self) -> &Path {
        unimplemented!()
    }

    /// Another connection that only reads, for a thread of its own. Blocks shortly.
    pub fn reader(&self) -> Result<Reader> {
        unimplemented!()
    }

    /// Reads on the reading thread.
    pub async fn read<T, F>(&self, _look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reader) -> Result<T> + Send + 'static,
    {
        unimplemented!()
    }

    /// Reads every page of the file. A damaged one is marked, to be set aside by the next start.
    pub async fn check(&self) -> Result<()> {
        unimplemented!()
    }
}
