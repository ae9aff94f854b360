//! How the last look for deleted contacts ended.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::memory;
use crate::store::error::Result;

/// What is known about sweeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweeps {
    /// When the last one came to its end.
    pub ended: Option<Timestamp>,
    /// So many were missing that a person has to say whether that is right.
    pub halted: Option<Halt>,
    /// So many may be missing, said a person.
    pub accepted: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halt {
    pub missing: usize,
    /// Of how many.
    pub known: usize,
    pub at: Timestamp,
}

impl Sweeps {
    pub(in crate::store) fn read(sql: &Connection) -> Result<Self> {
        Ok(memory::get(sql, memory::SWEEPS)?.unwrap_or_default())
    }
}
