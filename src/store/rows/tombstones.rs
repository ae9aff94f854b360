//! What contacts held that were deleted on the server.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::columns::{At, Json};
use crate::{
    model::{
        contact::Contact,
        ids::{ContactId, RemoteId},
        note::Note,
        task::Task,
    },
    store::error::Result,
};

/// A contact as it last was, with what could be made anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tombstone {
    pub contact: Contact,
    pub tasks: Vec<Task>,
    pub notes: Vec<Note>,
}

pub(in crate::store) fn put(sql: &Connection, stone: &Tombstone, at: Timestamp) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO tombstone (lid, rid, at, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body",
    )?
    .execute(params![stone.contact.id, stone.contact.remote, At(at), Json(stone)])?;
    Ok(())
}

pub(in crate::store) fn get(sql: &Connection, id: ContactId) -> Result<Option<Tombstone>> {
    let mut query = sql.prepare_cached("SELECT body FROM tombstone WHERE lid = ?1")?;
    let stone = query.query_one([id], |columns| columns.get(0)).optional()?;
    Ok(stone.map(|Json(stone)| stone))
}

/// Takes the tombstone away from a contact that is back; its id here, if it had one. Most that are new
/// never had: for them nothing is written, not even that there was nothing to write.
pub(in crate::store) fn take(sql: &Connection, remote: &RemoteId) -> Result<Option<ContactId>> {
    let mut query = sql.prepare_cached("SELECT lid FROM tombstone WHERE rid = ?1")?;
    let buried = query.query_one([remote], |columns| columns.get(0)).optional()?;
    if buried.is_some() {
        sql.prepare_cached("DELETE FROM tombstone WHERE rid = ?1")?.execute([remote])?;
    }
    Ok(buried)
}

/// Lets go of those from before that time.
pub(in crate::store) fn forget(sql: &Connection, before: Timestamp) -> Result<()> {
    sql.execute("DELETE FROM tombstone WHERE at < ?1", [At(before)])?;
    Ok(())
}
