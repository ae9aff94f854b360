//! Folding SQLite's log into the file. It waits for the disk twice, so it happens beside the writing
//! thread: an edit does not wait for it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::{Connection, OpenFlags, hooks::Wal};

use crate::store::{
    error::{Error, Result},
    worker::Worker,
};

/// Pages of the log from which on it is folded beside, 4 KiB each.
const LONG: i32 = 4_000;
/// From which on the writing thread does it itself: somebody writes faster than the disk folds.
const TOO_LONG: i32 = 16_000;

/// Takes the place of SQLite's own habit of folding within a commit.
pub(in crate::store) fn beside(sql: &mut Connection, path: &Path) -> Result<()> {
    let folder = Worker::start("store-fold", path.to_owned()).map_err(Error::file(path))?;
    let is_under_way = Arc::new(AtomicBool::new(false));
    // How long the log was when it was folded last. It begins anew only once all of it is folded, which
    // somebody who writes all the time does not let happen.
    let mut reached = 0;
    sql.wal_hook(Some(move |log: &mut Wal, pages| {
        if pages < reached {
            reached = 0;
        }
        // A commit has succeeded whether or not the folding after it does; a later one tries again.
        if pages >= TOO_LONG {
            let _ = log.checkpoint();
        } else if pages >= reached + LONG && !is_under_way.swap(true, Ordering::Relaxed) {
            reached = pages;
            let is_under_way = Arc::clone(&is_under_way);
            folder.hand(move |path| {
                let _ = fold(path);
                is_under_way.store(false, Ordering::Relaxed);
            });
        }
        Ok(())
    }))?;
    Ok(())
}

fn fold(path: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags)?;
    Ok(sql.pragma_update_and_check(None, "wal_checkpoint", "PASSIVE", |_| Ok(()))?)
}
