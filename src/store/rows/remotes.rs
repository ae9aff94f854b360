//! Which row of the contacts has which of the service's ids.
//!
//! The database keeps an index of these ids, but only from the end of the first load on: they come in no
//! order, so that keeping it with every page would be three quarters of what a load writes. Until then
//! the rows lie in a table of the process that writes.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher as _,
};

use rusqlite::{Connection, OptionalExtension as _};

use crate::{model::ids::RemoteId, store::error::Result};

const INDEX: &str = "contact_rid";

/// Keeps the rule that no two contacts have one id of the service, with the index or without it.
#[derive(Debug, Default)]
pub(in crate::store) struct Remotes {
    is_indexed: bool,
    /// SQLite's number for what others did to the file; 0 before the first look at it.
    version: i64,
    /// Rows by the hash of their id. There may be more than in the file, after a transaction that was
    /// taken back, but never fewer.
    rows: Option<HashMap<u64, i64>>,
    hashes: RandomState,
}

impl Remotes {
    /// To be called in each transaction before the others.
    pub(in crate::store) fn begin(&mut self, sql: &Connection) -> Result<()> {
        if self.is_indexed {
            return Ok(());
        }
        let version =
            sql.prepare_cached("PRAGMA data_version")?.query_one([], |columns| columns.get(0))?;
        if version != self.version {
            let index = "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1";
            *self = Self {
                is_indexed: sql.prepare_cached(index)?.exists([INDEX])?,
                version,
                ..Self::default()
            };
        }
        Ok(())
    }

    /// The row of the contact with this id.
    pub(in crate::store) fn row(
        &mut self,
        sql: &Connection,
        remote: &RemoteId,
    ) -> Result<Option<i64>> {
        if !self.is_indexed {
            let hash = self.hashes.hash_one(remote);
            let Some(row) = self.rows(sql)?.get(&hash).copied() else { return Ok(None) };
            let mut query = sql.prepare_cached("SELECT rid IS ?2 FROM contact WHERE id = ?1")?;
            let is_it = query.query_one((row, remote), |columns| columns.get(0)).optional()?;
            if is_it == Some(true) {
                return Ok(Some(row));
            }
        }
        let mut query = sql.prepare_cached("SELECT id FROM contact WHERE rid = ?1")?;
        Ok(query.query_one([remote], |columns| columns.get(0)).optional()?)
    }

    /// A row has got this id.
    pub(in crate::store) fn add(
        &mut self,
        sql: &Connection,
        remote: &RemoteId,
        row: i64,
    ) -> Result<()> {
        if !self.is_indexed {
            let hash = self.hashes.hash_one(remote);
            self.rows(sql)?.insert(hash, row);
        }
        Ok(())
    }

    fn rows(&mut self, sql: &Connection) -> Result<&mut HashMap<u64, i64>> {
        if self.rows.is_none() {
            let mut query = sql.prepare("SELECT rid, id FROM contact WHERE rid IS NOT NULL")?;
            let mut columns = query.query([])?;
            let mut rows = HashMap::new();
            while let Some(columns) = columns.next()? {
                let remote: RemoteId = columns.get(0)?;
                rows.insert(self.hashes.hash_one(&remote), columns.get(1)?);
            }
            self.rows = Some(rows);
        }
        Ok(self.rows.get_or_insert_default())
    }

    /// From now on the database looks them up, for every process: in a second for a million.
    pub(in crate::store) fn index(&mut self, sql: &Connection) -> Result<()> {
        index(sql)?;
        *self = Self::default(); // the next transaction sees whether this one was committed
        Ok(())
    }
}

pub(in crate::store) fn index(sql: &Connection) -> Result<()> {
    let index = format!("CREATE UNIQUE INDEX IF NOT EXISTS {INDEX} ON contact (rid)");
    Ok(sql.execute_batch(&index)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What one of two processes does in a transaction.
    #[derive(Clone, Copy, Debug)]
    enum Deed {
        Insert(u8),
        Rename(u8, u8),
        Remove(u8),
        Index,
    }

    fn deeds() -> impl Strategy<Value = (bool, bool, Vec<Deed>)> {
        let deed = prop_oneof![
            10 => (0..6u8).prop_map(Deed::Insert),
            2 => (0..6u8, 0..6u8).prop_map(|(from, to)| Deed::Rename(from, to)),
            3 => (0..6u8).prop_map(Deed::Remove),
            1 => Just(Deed::Index),
        ];
        (any::<bool>(), prop::bool::weighted(0.7), prop::collection::vec(deed, 1..4))
    }

    fn id(number: u8) -> RemoteId {
        RemoteId::from(format!("r{number}").as_str())
    }

    fn carry_out(sql: &Connection, remotes: &mut Remotes, deed: Deed) -> Result<()> {
        match deed {
            Deed::Insert(number) => {
                let remote = id(number);
                if remotes.row(sql, &remote)?.is_none() {
                    sql.execute("INSERT INTO contact (rid) VALUES (?1)", [&remote])?;
                    remotes.add(sql, &remote, sql.last_insert_rowid())?;
                }
            }
            Deed::Rename(from, to) => {
                if let Some(row) = remotes.row(sql, &id(from))?
                    && remotes.row(sql, &id(to))?.is_none()
                {
                    sql.execute("UPDATE contact SET rid = ?2 WHERE id = ?1", (row, id(to)))?;
                    remotes.add(sql, &id(to), row)?;
                }
            }
            Deed::Remove(number) => {
                sql.execute("DELETE FROM contact WHERE rid = ?1", [id(number)])?;
            }
            Deed::Index => remotes.index(sql)?,
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn every_row_is_found_whoever_wrote_it(turns in prop::collection::vec(deeds(), 1..25)) {
            let folder = tempfile::tempdir().unwrap();
            let open = || {
                let sql = Connection::open(folder.path().join("rolodeck.db")).unwrap();
                sql.pragma_update(None, "synchronous", "OFF").unwrap();
                sql
            };
            let mut hands = [(open(), Remotes::default()), (open(), Remotes::default())];
            hands[0].0.execute_batch("CREATE TABLE contact (id INTEGER PRIMARY KEY, rid TEXT)").unwrap();
            for (who, stays, deeds) in turns {
                let (sql, remotes) = &mut hands[usize::from(who)];
                let work = sql.transaction().unwrap();
                remotes.begin(&work).unwrap();
                for deed in deeds {
                    carry_out(&work, remotes, deed).unwrap();
                }
                if stays { work.commit().unwrap() } else { work.rollback().unwrap() }

                for (sql, remotes) in &mut hands {
                    let work = sql.transaction().unwrap();
                    remotes.begin(&work).unwrap();
                    for remote in (0..6).map(id) {
                        let mut query = work.prepare("SELECT id FROM contact WHERE rid = ?1").unwrap();
                        let rows: Vec<i64> =
                            query.query_map([&remote], |columns| columns.get(0)).unwrap()
                                .map(std::result::Result::unwrap).collect();
                        prop_assert!(rows.len() < 2);
                        prop_assert_eq!(remotes.row(&work, &remote).unwrap(), rows.first().copied());
                    }
                }
            }
        }
    }
}
