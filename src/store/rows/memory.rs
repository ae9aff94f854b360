//! Single values by name: progress, catalog, counters, what others asked to remember.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Serialize, de::DeserializeOwned};

use super::columns::Json;
use crate::store::error::Result;

pub(in crate::store) const PROGRESS: &str = "progress";
pub(in crate::store) const SWEEPS: &str = "sweeps";
pub(in crate::store) const CATALOG: &str = "catalog";
/// What was last sent from here, see `file::seal`.
pub(in crate::store) const SEAL: &str = "seal";
/// The number of the last sender.
pub(in crate::store) const EPOCH: &str = "epoch";
/// How many contacts there are: counting a million takes too long for the first frame.
pub(in crate::store) const CONTACTS: &str = "contacts";
/// Goes up with every transaction that changes the base.
pub(in crate::store) const BASE: &str = "base";

pub(in crate::store) fn get<T: DeserializeOwned>(
    sql: &Connection,
    name: &str,
) -> Result<Option<T>> {
    let mut query = sql.prepare_cached("SELECT value FROM state WHERE name = ?1")?;
    let value = query.query_one([name], |columns| columns.get(0)).optional()?;
    Ok(value.map(|Json(value)| value))
}

pub(in crate::store) fn put<T: Serialize>(sql: &Connection, name: &str, value: &T) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO state (name, value) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, Json(value)])?;
    Ok(())
}

pub(in crate::store) fn add(sql: &Connection, name: &str, difference: i64) -> Result<()> {
    sql.prepare_cached("UPDATE state SET value = value + ?2 WHERE name = ?1")?
        .execute(params![name, difference])?;
    Ok(())
}

/// Names that others chose never meet ours.
pub(in crate::store) fn theirs(name: &str) -> String {
    format!("memo {name}")
}
