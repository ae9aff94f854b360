//! Contacts that the last sweep did not find on the server.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::At;
use crate::{model::ids::ContactId, store::error::Result};

/// Those and no others are under suspicion from now on; who was so before keeps her time. Answers
/// with everybody's.
pub(in crate::store) fn replace(
    sql: &Connection,
    missing: &[ContactId],
    at: Timestamp,
) -> Result<HashMap<ContactId, Timestamp>> {
    let before = all(sql)?;
    sql.execute("DELETE FROM suspect", [])?;
    let mut insert = sql.prepare_cached("INSERT INTO suspect (contact, since) VALUES (?1, ?2)")?;
    let mut suspects = HashMap::with_capacity(missing.len());
    for contact in missing {
        // A time in the future was noted before the clock was set back.
        let since = before.get(contact).copied().filter(|since| *since <= at).unwrap_or(at);
        insert.execute(params![contact, At(since)])?;
        suspects.insert(*contact, since);
    }
    Ok(suspects)
}

pub(in crate::store) fn clear(sql: &Connection, contact: ContactId) -> Result<()> {
    sql.prepare_cached("DELETE FROM suspect WHERE contact = ?1")?.execute([contact])?;
    Ok(())
}

pub(in crate::store) fn count(sql: &Connection) -> Result<u64> {
    Ok(sql.query_one("SELECT count(*) FROM suspect", [], |columns| columns.get(0))?)
}

fn all(sql: &Connection) -> Result<HashMap<ContactId, Timestamp>> {
    let mut query = sql.prepare_cached("SELECT contact, since FROM suspect")?;
    let rows = query.query_map([], |columns| Ok((columns.get(0)?, columns.get::<_, At>(1)?.0)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
