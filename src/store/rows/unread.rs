//! Rows of answers that could not be read, kept as they came: absence from a list with some of these
//! proves nothing, and whoever looks into it needs to see them (reliability d11).

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::{At, Json};
use crate::{
    model::{ids::ContactId, served::Unread},
    store::error::Result,
};

/// More are not kept.
const MOST: i64 = 500;

/// What kind of record it was to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    Contact,
    Task,
    Note,
}

impl Kind {
    /// The word in the database and in JSON.
    const fn word(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Task => "task",
            Self::Note => "note",
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadRow {
    /// The word of its [`Kind`].
    pub kind: String,
    /// As it came, cut to a length.
    pub row: String,
    /// When it was first seen.
    pub at: Timestamp,
}

/// How many of them were not known.
pub(in crate::store) fn add(
    sql: &Connection,
    kind: Kind,
    contact: Option<ContactId>,
    unread: &Unread,
    at: Timestamp,
) -> Result<usize> {
    let mut added = 0;
    for row in &unread.rows {
        let mut insert = sql.prepare_cached(
            "INSERT INTO unread (kind, contact, row, at)
             SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM unread) < ?5
             ON CONFLICT DO NOTHING",
        )?;
        added += insert.execute(params![kind.word(), contact, row, At(at), MOST])?;
    }
    Ok(added)
}

/// A list told all there is to tell: what else was unread of it before is not any more.
pub(in crate::store) fn retain(
    sql: &Connection,
    kind: Kind,
    contact: Option<ContactId>,
    unread: &Unread,
) -> Result<()> {
    sql.prepare_cached(
        "DELETE FROM unread WHERE kind = ?1 AND contact IS ?2
         AND row NOT IN (SELECT value FROM json_each(?3))",
    )?
    .execute(params![kind.word(), contact, Json(&unread.rows)])?;
    Ok(())
}

/// The newest first.
pub(in crate::store) fn all(sql: &Connection) -> Result<Vec<UnreadRow>> {
    let mut query = sql.prepare_cached("SELECT kind, row, at FROM unread ORDER BY seq DESC")?;
    let rows = query.query_map([], |columns| {
        let At(at) = columns.get(2)?;
        Ok(UnreadRow { kind: columns.get(0)?, row: columns.get(1)?, at })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
