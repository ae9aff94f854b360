//! Local ids under which contacts are not known any more, and the one that each goes on under.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    model::{ids::ContactId, talk::Renamed},
    store::error::Result,
};

/// What pointed at the old id points at the new one now, without a step in between.
pub(in crate::store) fn add(sql: &Connection, renamed: Renamed) -> Result<()> {
    let Renamed { from, to } = renamed;
    sql.prepare_cached("UPDATE twin SET contact = ?2 WHERE contact = ?1")?.execute([from, to])?;
    sql.prepare_cached("INSERT OR REPLACE INTO twin (lid, contact) VALUES (?1, ?2)")?
        .execute(params![from, to])?;
    Ok(())
}

/// The id under which a contact is known now.
pub(in crate::store) fn current(sql: &Connection, id: ContactId) -> Result<ContactId> {
    let mut query = sql.prepare_cached("SELECT contact FROM twin WHERE lid = ?1")?;
    Ok(query.query_one([id], |columns| columns.get(0)).optional()?.unwrap_or(id))
}

/// The number of the last one.
pub(in crate::store) fn last(sql: &Connection) -> Result<u64> {
    let mut query = sql.prepare_cached("SELECT coalesce(max(seq), 0) FROM twin")?;
    Ok(query.query_one([], |columns| columns.get(0))?)
}

/// Those after number `since`, in order.
pub(in crate::store) fn since(sql: &Connection, since: u64) -> Result<Vec<Renamed>> {
    let mut query =
        sql.prepare_cached("SELECT lid, contact FROM twin WHERE seq > ?1 ORDER BY seq")?;
    let rows = query
        .query_map([since], |columns| Ok(Renamed { from: columns.get(0)?, to: columns.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
