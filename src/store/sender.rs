//! One process at a time sends and pulls: the holder of a lock beside the database.

use std::path::Path;

use super::error::Result;

/// The right to send. The kernel takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct SenderLock {}

impl SenderLock {
    /// `None`: another process is the sender.
    pub fn try_take(_database: &Path) -> Result<Option<Self>> {
        unimplemented!()
    }
}
