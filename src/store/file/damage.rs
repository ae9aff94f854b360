//! Opening a file that may be damaged: found out, marked, set aside, never deleted.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{connection, rescue, seal, sender::beside};
use crate::{
    private,
    rehearsal::Point,
    store::error::{Error, Result},
};

/// Two paths and three numbers are shorter.
const LONGEST_NOTE: u64 = 64 << 10;

/// What was saved from a damaged database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescued {
    /// Where the damaged file lies now.
    pub aside: PathBuf,
    /// The rescued lines of outbox and history, as JSON, one a line.
    pub list: PathBuf,
    /// Outgoing changes of any state that are in the new database.
    pub changes: usize,
    /// Lines of the history that are in the new database.
    pub events: usize,
    /// Lines of either that could not be read.
    pub unreadable: usize,
}

/// Held by every process that has the file open, so that nobody sets it aside under them.
#[derive(Debug)]
pub(in crate::store) struct Guest {
    _lock: File,
}

/// A database that can be worked with.
#[derive(Debug)]
pub(in crate::store) struct Whole {
    pub(in crate::store) sql: Connection,
    pub(in crate::store) guest: Guest,
    pub(in crate::store) rescued: Option<Rescued>,
    pub(in crate::store) is_unclean: bool,
}

pub(in crate::store) fn open(path: &Path) -> Result<Whole> {
    if let Some(folder) = path.parent() {
        private::folder(folder)?;
    }
    let lock_path = beside(path, "open");
    let lock = private::append(&lock_path)?;
    let is_alone = lock.try_lock().is_ok();
    if !is_alone {
        lock.lock_shared().map_err(Error::file(&lock_path))?;
    }
    finish_exchange(path)?;
    let untold = untold(path);
    let is_unclean = is_alone && fs::metadata(log(path)).is_ok_and(|log| log.len() > 0);
    let opened = if marker(path).exists() { Err(Error::Broken) } else { connection::writing(path) };
    let (sql, rescued) = match opened {
        Err(Error::Broken) if is_alone => {
            let rescued = exchange(path)?;
            (connection::writing(path)?, Some(rescued))
        }
        Err(Error::Broken) => return Err(Error::BrokenAndShared),
        opened => (opened?, untold),
    };
    if is_alone {
        lock.unlock().and_then(|()| lock.lock_shared()).map_err(Error::file(&lock_path))?;
    }
    Ok(Whole { sql, guest: Guest { _lock: lock }, rescued, is_unclean })
}

/// Writes down for the next start that the file is damaged.
pub(in crate::store) fn mark(path: &Path) {
    let _ = private::append(&marker(path)); // then the next start finds out for itself
}

/// Puts what can be read of the damaged file into a new one, and the new one into its place. Whatever
/// interrupts this, one of the two lies there in the end, and neither is lost.
fn exchange(path: &Path) -> Result<Rescued> {
    let fresh = fresh(path);
    for leftover in [fresh.clone(), log(&fresh), index(&fresh)] {
        private::remove(&leftover)?;
    }
    let (aside, list) = free_names(path);
    let saved = rescue::into_new(path, &fresh, &list)?;
    let rescued = Rescued {
        aside,
        list,
        changes: saved.changes,
        events: saved.events,
        unreadable: saved.unreadable,
    };
    note(path, &rescued);
    Point::RescueCopied.try_pass()?;
    // Before the exchange: an end in the middle of it must not make the new one look like a copy.
    seal::lift(path)?;
    let aside = &rescued.aside;
    for (from, to) in [(log(path), log(aside)), (path.to_owned(), aside.clone())] {
        if from.exists() {
            fs::rename(&from, &to).map_err(Error::file(&from))?;
        }
    }
    private::remove(&index(path))?;
    Point::RescueAside.try_pass()?;
    finish_exchange(path)?;
    Point::RescuePlaced.try_pass()?;
    Ok(rescued)
}

/// The last step of an exchange, also of one that was interrupted before it. The mark of the damage is
/// about the file that was here before: the new one must not be set aside for it.
fn finish_exchange(path: &Path) -> Result<()> {
    let fresh = fresh(path);
    if !path.exists() && fresh.exists() {
        private::remove(&marker(path))?;
        fs::rename(&fresh, path).map_err(Error::file(&fresh))?;
    }
    Ok(())
}

/// Keeps what a person must hear of a rescue until somebody says that she has.
fn note(path: &Path, rescued: &Rescued) {
    if let Ok(json) = serde_json::to_vec(rescued) {
        let _ = private::write(&told(path), &json); // then she hears it from this process or not at all
    }
}

/// A rescue of which nobody has heard yet: whoever rescued died before it was told.
fn untold(path: &Path) -> Option<Rescued> {
    let json = private::read(&told(path), LONGEST_NOTE).ok().flatten()?;
    let rescued: Rescued = serde_json::from_slice(&json).ok()?;
    rescued.aside.exists().then_some(rescued)
}

/// From now on nobody need hear of the last rescue.
pub(in crate::store) fn forget(path: &Path) {
    let _ = private::remove(&told(path)); // then it is told once more
}

/// Names with the date for the damaged file and the list of what was rescued, not in use yet.
fn free_names(path: &Path) -> (PathBuf, PathBuf) {
    let now = Timestamp::now().strftime("%Y-%m-%dT%H%M%S").to_string();
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
    let names = (0_u32..).map(|number| {
        let number = if number == 0 { String::new() } else { format!("-{number}") };
        let name = format!("{stem}-damaged-{now}{number}");
        (path.with_file_name(format!("{name}.db")), path.with_file_name(format!("{name}.jsonl")))
    });
    names
        .into_iter()
        .find(|(aside, list)| !aside.exists() && !list.exists())
        .unwrap_or_else(|| (beside(path, "damaged"), beside(path, "jsonl")))
}

fn marker(path: &Path) -> PathBuf {
    beside(path, "damaged")
}

fn told(path: &Path) -> PathBuf {
    beside(path, "rescued")
}

fn fresh(path: &Path) -> PathBuf {
    beside(path, "new")
}

/// SQLite's log of what is not in the file yet.
fn log(path: &Path) -> PathBuf {
    with_suffix(path, "-wal")
}

/// SQLite's index of that log: made anew when missing.
fn index(path: &Path) -> PathBuf {
    with_suffix(path, "-shm")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}
