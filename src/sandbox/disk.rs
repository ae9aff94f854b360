//! The database file of `--db`: everything the sandbox answered 2xx for is in it before the answer.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use super::records::setting::Setting;
use super::world::ledger::Commit;
use super::world::write::{Noun, Record, Write};

/// The version of the tables below.
const SCHEMA: i64 = 1;
const TABLES: &str = "
    CREATE TABLE setting (json TEXT NOT NULL);
    CREATE TABLE record (
        place INTEGER PRIMARY KEY,
        noun TEXT NOT NULL,
        id TEXT NOT NULL,
        json TEXT NOT NULL,
        UNIQUE (noun, id)
    );
    CREATE TABLE ledger (seq INTEGER PRIMARY KEY, json TEXT NOT NULL);
";

#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    #[error("{path} holds tables of version {found}, this sandbox reads version {SCHEMA}", path = .path.display())]
    Version { path: PathBuf, found: i64 },
    #[error("{path} is the database of something else, and was left alone", path = .0.display())]
    Foreign(PathBuf),
    #[error("the sandbox's database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("a record in the sandbox's database can't be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a record in the sandbox's database is of an unknown kind `{0}`")]
    Noun(String),
}

#[derive(Debug)]
pub(crate) struct Disk {
    db: Connection,
}

/// What an earlier run left behind.
#[derive(Debug)]
pub(crate) struct Saved {
    pub(crate) setting: Setting,
    /// In the order in which the records first came.
    pub(crate) records: Vec<Record>,
    pub(crate) ledger: Vec<Commit>,
}

impl Disk {
    /// Opens or creates the file; the second part is there when it was filled before.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<Saved>), DiskError> {
        let db = Connection::open(path)?;
        if is_foreign(&db)? {
            return Err(DiskError::Foreign(path.to_owned()));
        }
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match found {
            0 => {
                db.execute_batch(&format!(
                    "BEGIN; {TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;"
                ))?;
            }
            SCHEMA => {}
            _ => return Err(DiskError::Version { path: path.to_owned(), found }),
        }
        let disk = Self { db };
        let saved = disk.saved()?;
        Ok((disk, saved))
    }

    fn saved(&self) -> Result<Option<Saved>, DiskError> {
        let setting: Option<String> =
            self.db.query_row("SELECT json FROM setting", [], |row| row.get(0)).optional()?;
        let Some(setting) = setting else { return Ok(None) };
        let mut records = Vec::new();
        let mut select = self.db.prepare("SELECT noun, json FROM record ORDER BY place")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (noun, json): (String, String) = (row.get(0)?, row.get(1)?);
            let noun = Noun::named(&noun).ok_or(DiskError::Noun(noun))?;
            records.push(Record::from_json(noun, &json)?);
        }
        let mut ledger = Vec::new();
        let mut select = self.db.prepare("SELECT json FROM ledger ORDER BY seq")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            ledger.push(serde_json::from_str(&row.get::<_, String>(0)?)?);
        }
        Ok(Some(Saved { setting: serde_json::from_str(&setting)?, records, ledger }))
    }

    /// Empties the file; from here to [`Disk::end_filling`] is one transaction.
    pub(crate) fn begin_filling(&self) -> Result<(), DiskError> {
        let emptied =
            "BEGIN IMMEDIATE; DELETE FROM setting; DELETE FROM record; DELETE FROM ledger;";
        Ok(self.db.execute_batch(emptied)?)
    }

    pub(crate) fn fill(&self, writes: &[Write]) -> Result<(), DiskError> {
        put(&self.db, writes)
    }

    pub(crate) fn end_filling(&self, setting: &Setting) -> Result<(), DiskError> {
        let json = serde_json::to_string(setting)?;
        self.db.execute("INSERT INTO setting (json) VALUES (?1)", [json])?;
        Ok(self.db.execute_batch("COMMIT")?)
    }

    pub(crate) fn save_setting(&self, setting: &Setting) -> Result<(), DiskError> {
        self.db.execute("UPDATE setting SET json = ?1", [serde_json::to_string(setting)?])?;
        Ok(())
    }

    /// Keeps the writes of one request and their log lines, all or nothing.
    pub(crate) fn save(&mut self, writes: &[Write], lines: &[Commit]) -> Result<(), DiskError> {
        let tx = self.db.transaction()?;
        put(&tx, writes)?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO ledger (seq, json) VALUES (?1, ?2)")?;
            for line in lines {
                insert.execute(params![line.seq, serde_json::to_string(line)?])?;
            }
        }
        Ok(tx.commit()?)
    }
}

/// Whether it has tables, but not the sandbox's: the database of real contacts, for one.
fn is_foreign(db: &Connection) -> Result<bool, DiskError> {
    let known = "name IN ('setting', 'record', 'ledger')";
    let count = format!(
        "SELECT count(*), count(*) FILTER (WHERE {known}) FROM sqlite_master \
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    );
    let (all, ours): (i64, i64) = db.query_row(&count, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all > 0 && (all, ours) != (3, 3))
}

fn put(db: &Connection, writes: &[Write]) -> Result<(), DiskError> {
    let mut upsert = db.prepare_cached(
        "INSERT INTO record (noun, id, json) VALUES (?1, ?2, ?3)
         ON CONFLICT (noun, id) DO UPDATE SET json = excluded.json",
    )?;
    let mut delete = db.prepare_cached("DELETE FROM record WHERE noun = ?1 AND id = ?2")?;
    for write in writes {
        match write {
            Write::Put(record) => {
                upsert.execute(params![record.noun().name(), &**record.id(), record.to_json()?])?;
            }
            Write::Remove(noun, id) => {
                delete.execute(params![noun.name(), &**id])?;
            }
        }
    }
    Ok(())
}
