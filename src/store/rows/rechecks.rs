//! Writes without an answer, which may still arrive after newer ones.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::At;
use crate::{model::ids::OpId, store::error::Result};

/// A change of which a try may still arrive on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recheck {
    pub op: OpId,
    /// The end of the last try without an answer, or when it was last looked after.
    pub since: Timestamp,
    /// How often the newest value was sent again for it.
    pub pushed: u32,
}

pub(in crate::store) fn add(sql: &Connection, op: OpId, since: Timestamp) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO recheck (op, since) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET since = excluded.since",
    )?
    .execute(params![op, At(since)])?;
    Ok(())
}

pub(in crate::store) fn pushed(sql: &Connection, op: OpId, at: Timestamp) -> Result<()> {
    sql.prepare_cached("UPDATE recheck SET pushed = pushed + 1, since = ?2 WHERE op = ?1")?
        .execute(params![op, At(at)])?;
    Ok(())
}

pub(in crate::store) fn remove(sql: &Connection, op: OpId) -> Result<()> {
    sql.prepare_cached("DELETE FROM recheck WHERE op = ?1")?.execute([op])?;
    Ok(())
}

/// Oldest first.
pub(in crate::store) fn all(sql: &Connection) -> Result<Vec<Recheck>> {
    let mut query = sql.prepare_cached("SELECT op, since, pushed FROM recheck ORDER BY since")?;
    let rows = query.query_map([], |columns| {
        Ok(Recheck {
            op: columns.get(0)?,
            since: columns.get::<_, At>(1)?.0,
            pushed: columns.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When the oldest of them was.
pub(in crate::store) fn oldest(sql: &Connection) -> Result<Option<Timestamp>> {
    let mut query = sql.prepare_cached("SELECT min(since) FROM recheck")?;
    let since: Option<At> = query.query_one([], |columns| columns.get(0))?;
    Ok(since.map(|At(since)| since))
}
