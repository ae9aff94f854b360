//! What can go wrong with the database, and what to tell people about it.

use std::{io, path::PathBuf};

use rusqlite::{Error::SqliteFailure, ErrorCode, ffi};

use crate::{
    model::{
        fault::{Fault, Trouble},
        ids::OpId,
        op::OpState,
    },
    private,
    rehearsal::Refused,
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("database: {0}")]
    Sqlite(rusqlite::Error),
    #[error("{0}")]
    Private(#[from] private::Error),
    #[error("{path}: {source}", path = .path.display())]
    File { path: PathBuf, source: io::Error },
    /// Written by a later rolodeck; nothing was touched.
    #[error("the database has version {found}, this rolodeck knows none after {known}")]
    Newer { found: i64, known: usize },
    #[error("SQLite {0} is known to damage databases")]
    OldSqlite(&'static str),
    /// A page of the file makes no sense; the next start sets the file aside and rescues the queue.
    #[error("the database is damaged")]
    Broken,
    /// The file is damaged, and others still have it open.
    #[error("the database is damaged, and another rolodeck has it open")]
    BrokenAndShared,
    /// A step that no outgoing change may take.
    #[error("change {op} cannot go from {from} to {to}")]
    Transition { op: OpId, from: OpState, to: OpState },
    #[error("change {0} is not known")]
    UnknownOp(OpId),
    /// The answer that is said to settle a change does not fit it.
    #[error("change {0} was settled with an answer to something else")]
    Evidence(OpId),
    /// Another process is the sender by now.
    #[error("another rolodeck has taken over the sending")]
    Overtaken,
    /// The thread that did the work is gone.
    #[error("the database was closed")]
    Closed,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{FromSqlConversionFailure, InvalidColumnType};
        match (&error, error.sqlite_error_code()) {
            (_, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
            // Nobody but this program writes to the file, and it writes what it can read.
            | (FromSqlConversionFailure(..) | InvalidColumnType(..), _) => Self::Broken,
            _ => Self::Sqlite(error),
        }
    }
}

/// What a test has refused looks like what a disk has.
impl From<Refused> for Error {
    fn from(_: Refused) -> Self {
        Self::Sqlite(SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), None))
    }
}

impl Error {
    /// The change that it is about, if it is about one: the disk is well then, and whatever else was
    /// to be noted can be.
    pub const fn change(&self) -> Option<OpId> {
        match self {
            Self::Transition { op, .. } | Self::UnknownOp(op) | Self::Evidence(op) => Some(*op),
            _ => None,
        }
    }

    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

/// What happened, what is safe and what helps, in the words of [`Fault`].
impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        let (cause, remedy) = match error {
            Error::Sqlite(sqlite) => sqlite_words(sqlite),
            Error::Private(private) => (error.to_string(), private.fix()),
            Error::File { .. } => {
                (error.to_string(), "see that the data folder can be read and written".to_owned())
            }
            Error::Newer { .. } => {
                (error.to_string(), "nothing was touched; use the newer rolodeck".to_owned())
            }
            Error::OldSqlite(_) => {
                (error.to_string(), "build rolodeck with its own SQLite".to_owned())
            }
            Error::Broken => (
                error.to_string(),
                "start rolodeck again: it sets the file aside and keeps every change that can be \
                 read"
                    .to_owned(),
            ),
            Error::BrokenAndShared => {
                (error.to_string(), "close every other rolodeck, then start it again".to_owned())
            }
            Error::Transition { .. } | Error::UnknownOp(_) | Error::Evidence(_) => {
                (error.to_string(), "nothing was stored; this is a fault of rolodeck".to_owned())
            }
            Error::Overtaken => {
                (error.to_string(), "nothing to do: it sends what waits here".to_owned())
            }
            Error::Closed => {
                (error.to_string(), "nothing was stored; start rolodeck again".to_owned())
            }
        };
        Self::new(Trouble::Disk, cause, remedy)
    }
}

fn sqlite_words(error: &rusqlite::Error) -> (String, String) {
    // No room for the index of the log is a failure of the disk, to SQLite.
    let has_no_room =
        error.sqlite_error().is_some_and(|it| it.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
    let (cause, remedy) = match error.sqlite_error_code() {
        code if has_no_room || code == Some(ErrorCode::DiskFull) => (
            "the disk is full",
            "nothing was stored, what is here is safe; make room and try again",
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
            "the database cannot be written",
            "nothing was stored; see that the data folder is writable",
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            "another program has had the database locked for five seconds",
            "nothing was stored; close it and try again",
        ),
        Some(ErrorCode::SystemIoFailure) => {
            ("the disk does not answer", "nothing was stored; see that it is still there")
        }
        _ => return (format!("database: {error}"), "nothing was stored; try again".to_owned()),
    };
    (cause.to_owned(), remedy.to_owned())
}
