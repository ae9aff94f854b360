//! Connections as this program wants them, whoever made the file.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::schema;
use crate::{
    private,
    store::error::{Error, Result},
};

/// Earlier ones may damage a database that two connections write to and checkpoint at once.
const OLDEST_SQLITE: i32 = 3_051_003;
const BUSY: Duration = Duration::from_secs(5);
/// Pages that a connection keeps for itself. The system keeps them all, once for everybody.
const CACHE_KIB: i64 = 512;
/// The same while page after page of a pull is written: the ids of its rows lie anywhere in the indices.
const ROOMY_CACHE_KIB: i64 = 32_000;

/// The one connection of this process that writes. Makes the file, closed to others from its first
/// moment on, and brings an older one up to date.
pub(in crate::store) fn writing(path: &Path) -> Result<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::OldSqlite(rusqlite::version()));
    }
    if let Some(folder) = path.parent() {
        private::folder(folder)?;
    }
    // Not for a file that is there: closing it again would drop the locks that SQLite holds on it.
    if !path.exists() {
        private::append(path)?;
    }
    let mut sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    sql.busy_timeout(BUSY)?;
    if let Err(error) = schema::version(&sql, schema::STEPS) {
        // Even closing would write, if a log of changes lies beside the file.
        sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        return Err(error);
    }
    guard(&sql)?;
    sql.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    sql.pragma_update(None, "synchronous", "FULL")?;
    sql.pragma_update_and_check(None, "journal_size_limit", 16 << 20, |_| Ok(()))?;
    schema::migrate(&mut sql, schema::STEPS)?;
    Ok(sql)
}

/// A connection that cannot write. The file must have been opened by [`writing`].
pub(in crate::store) fn reading(path: &Path) -> Result<Connection> {
    let sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    sql.busy_timeout(BUSY)?;
    guard(&sql)?;
    Ok(sql)
}

/// For the time in which a pull brings many rows.
pub(in crate::store) fn give_room(sql: &Connection) -> Result<()> {
    Ok(sql.pragma_update(None, "cache_size", -ROOMY_CACHE_KIB)?)
}

/// After [`give_room`].
pub(in crate::store) fn take_back_room(sql: &Connection) -> Result<()> {
    sql.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(sql.execute_batch("PRAGMA shrink_memory")?)
}

/// Trusts neither the schema nor the pages of the file.
fn guard(sql: &Connection) -> Result<()> {
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Else a cached statement is compiled anew whenever its parameters change.
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    sql.pragma_update(None, "trusted_schema", false)?;
    sql.pragma_update(None, "cell_size_check", true)?;
    sql.pragma_update(None, "foreign_keys", true)?;
    sql.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    sql.pragma_update(None, "temp_store", "MEMORY")?;
    sql.pragma_update(None, "cache_size", -CACHE_KIB)?;
    sql.set_prepared_statement_cache_capacity(64);
    Ok(())
}
