//! What can go wrong with the database, and what to tell people about it.

use std::{io, path::PathBuf};

use crate::{
    model::{
        fault::{Fault, Trouble},
        ids::OpId,
        op::OpState,
    },
    private,
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{0}")]
    Private(#[from] private::Error),
    #[error("{path}: {source}", path = .path.display())]
    File { path: PathBuf, source: io::Error },
    /// Written by a later rolodeck; nothing was touched.
    #[error("the database has schema {found}, this rolodeck knows none after {known}")]
    Newer { found: i64, known: i64 },
    #[error("SQLite {0} has known faults, 3.51.3 or later is needed")]
    OldSqlite(&'static str),
    /// A page of the file makes no sense; the next start sets the file aside and rescues the queue.
    #[error("the database is damaged")]
    Broken,
    #[error("change {op} cannot go from {from} to {to}")]
    Transition { op: OpId, from: OpState, to: OpState },
    /// The answer that is said to settle a change does not fit it.
    #[error("change {0} was settled with an answer to something else")]
    Evidence(OpId),
    /// The writing thread is gone.
    #[error("the database was closed")]
    Closed,
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        Self::new(Trouble::Disk, error.to_string(), "")
    }
}
