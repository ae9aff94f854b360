//! One process at a time sends and pulls: the holder of a lock beside the database.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use crate::{
    private,
    store::error::{Error, Result},
};

/// The right to send. The kernel takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct SenderLock {
    _file: File,
}

impl SenderLock {
    /// `None`: another process is the sender.
    pub fn try_take(database: &Path) -> Result<Option<Self>> {
        let path = beside(database, "sender");
        let file = private::append(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(Error::File { path, source }),
        }
    }
}

/// `rolodeck.db.sender` for `rolodeck.db`.
pub(in crate::store) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".");
    path.push(ending);
    path.into()
}
