//! A damaged database, read as far as it can be. The file itself stays as it is.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    ops::Range,
    path::Path,
};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, config::DbConfig, types::Value};
use tempfile::{NamedTempFile, TempPath};

use crate::store::error::{Error, Result};

/// Where the header of a file tells for which of its versions its number of pages is right.
const VALID_FOR: Range<usize> = 92..96;

#[derive(Debug)]
pub(in crate::store) struct Wreck {
    sql: Connection,
    _copy: Option<TempPath>,
}

impl Wreck {
    /// Opens the file as it is or, if not even its tables can be found, a copy with the schema of a
    /// new, empty one: in every file that was made by the same steps the tables begin at the same
    /// pages. Of a file that held data when a step made a table anew, what that table held is lost
    /// then, and counted.
    pub(in crate::store) fn open(old: &Path, new: &Connection, new_path: &Path) -> Result<Self> {
        if let Ok(sql) = reading(old) {
            return Ok(Self { sql, _copy: None });
        }
        let folder = old.parent().unwrap_or(Path::new("."));
        let copy = NamedTempFile::new_in(folder).map_err(Error::file(folder))?.into_temp_path();
        new.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
        let size: u64 = new.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = schema_pages(new)?;
        graft(old, new_path, &copy, &pages, size).map_err(Error::file(&*copy))?;
        Ok(Self { sql: reading(&copy)?, _copy: Some(copy) })
    }

    pub(in crate::store) fn sql(&self) -> &Connection {
        &self.sql
    }

    /// These columns of every line of a table that is numbered by `seq`, or that it cannot be read.
    pub(in crate::store) fn lines(&self, table: &str, columns: &str) -> Vec<Result<Vec<Value>>> {
        let query = format!("SELECT {columns} FROM {table} NOT INDEXED WHERE seq = ?1");
        let Ok(mut query) = self.sql.prepare(&query) else { return Vec::new() };
        let width = query.column_count();
        let lines = self.numbers(table).into_iter().filter_map(|seq| {
            let line = query.query_one([seq], |row| (0..width).map(|at| row.get(at)).collect());
            line.optional().map_err(Error::from).transpose()
        });
        lines.collect()
    }

    /// The numbers under which lines may lie: read upwards to the first damage, downwards to the
    /// last, and every number between the two.
    fn numbers(&self, table: &str) -> Vec<i64> {
        let (mut found, is_whole) = self.walk(table, "ASC");
        if is_whole {
            return found;
        }
        let (mut behind, _) = self.walk(table, "DESC");
        behind.reverse();
        let first = found.last().map_or(1, |last| last + 1);
        let end = behind.first().copied().unwrap_or_else(|| 1 + self.last_given(table));
        found.extend(first..end);
        found.extend(behind);
        found
    }

    /// The numbers of a table in this order, and whether damage did not end them.
    fn walk(&self, table: &str, order: &str) -> (Vec<i64>, bool) {
        let mut found = Vec::new();
        // All columns: a page may hold the number and have lost the rest.
        let query = format!("SELECT * FROM {table} NOT INDEXED ORDER BY seq {order}");
        let Ok(mut query) = self.sql.prepare(&query) else { return (found, false) };
        let Ok(mut rows) = query.query([]) else { return (found, false) };
        loop {
            match rows.next().map(|row| row.map(|row| row.get("seq"))) {
                Ok(Some(Ok(seq))) => found.push(seq),
                Ok(None) => return (found, true),
                Ok(Some(Err(_))) | Err(_) => return (found, false),
            }
        }
    }

    /// The last number that SQLite gave out; 0 if that is lost, too.
    fn last_given(&self, table: &str) -> i64 {
        let query = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
        self.sql.query_one(query, [table], |row| row.get(0)).unwrap_or_default()
    }
}

fn reading(path: &Path) -> Result<Connection> {
    let sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    sql.pragma_update(None, "trusted_schema", false)?;
    sql.pragma_update(None, "cell_size_check", true)?;
    for table in ["op", "history", "contact", "record", "task", "note"] {
        sql.prepare(&format!("SELECT * FROM {table}"))?;
    }
    Ok(sql)
}

/// The pages of a database that tell which tables there are and where they begin.
fn schema_pages(sql: &Connection) -> Result<Vec<u64>> {
    let mut query = sql.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'")?;
    let pages = query.query_map([], |row| row.get(0))?;
    Ok(pages.collect::<Result<_, _>>()?)
}

/// Copies `old` to `copy` with these pages from `new`.
fn graft(old: &Path, new: &Path, copy: &Path, pages: &[u64], size: u64) -> std::io::Result<()> {
    fs::copy(old, copy)?;
    let (mut from, mut to) = (File::open(new)?, File::options().write(true).open(copy)?);
    let mut page = vec![0; usize::try_from(size).unwrap_or_default()];
    for number in pages {
        let start = SeekFrom::Start((number - 1) * size);
        from.seek(start)?;
        from.read_exact(&mut page)?;
        if *number == 1 {
            page[VALID_FOR].fill(0); // it tells the size of the new file
        }
        to.seek(start)?;
        to.write_all(&page)?;
    }
    Ok(())
}
