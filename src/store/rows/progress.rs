//! How far pulling has come.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::memory;
use crate::store::error::Result;

/// Stored in the transaction of the rows that it covers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Where a full pull goes on, in a form that only the puller reads; none if none is under way.
    pub cursor: Option<serde_json::Value>,
    /// The largest `dateUpdated` that the server ever showed.
    pub watermark: Option<Timestamp>,
    /// When a full pull last came to its end.
    pub full: Option<Timestamp>,
    /// When the copy last agreed with what the server answered.
    pub synced: Option<Timestamp>,
}

impl Progress {
    pub(in crate::store) fn read(sql: &Connection) -> Result<Self> {
        Ok(memory::get(sql, memory::PROGRESS)?.unwrap_or_default())
    }

    /// Takes the place of what is stored; the watermark only moves forward.
    pub(in crate::store) fn advance(mut self, sql: &Connection) -> Result<()> {
        let before = Self::read(sql)?;
        self.watermark = self.watermark.max(before.watermark);
        if self != before {
            memory::put(sql, memory::PROGRESS, &self)?;
        }
        Ok(())
    }
}
