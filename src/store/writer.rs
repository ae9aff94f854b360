//! The connection that writes, and the two ways in which it commits.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::{
    error::Result,
    work::{Recall, Work},
};
use crate::model::{
    ids::{ContactId, Ids},
    talk::Base,
};

/// What a commit is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// On the disk before it is called done: what people did, and what became of it.
    Full,
    /// Survives a crash of the program, not of the machine: what the server can tell again.
    /// The next full commit carries it to the disk, too.
    Relaxed,
}

impl Durability {
    const fn word(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Relaxed => "NORMAL",
        }
    }
}

/// What a transaction did.
pub(super) struct Done<T> {
    pub(super) told: T,
    pub(super) base: Base,
    /// Base or queue are not as they were.
    pub(super) is_news: bool,
}

#[derive(Debug)]
pub(super) struct Writer {
    sql: Connection,
    /// This process, as the history names it.
    id: i64,
    durability: Durability,
    recall: Recall,
}

impl Writer {
    pub(super) fn new(sql: Connection, id: i64) -> Self {
        Self { sql, id, durability: Durability::Full, recall: Recall::default() }
    }

    /// One transaction: all of `job`, or nothing.
    pub(super) fn transact<T>(
        &mut self,
        durability: Durability,
        at: Timestamp,
        focus: Option<ContactId>,
        job: impl FnOnce(&mut Work<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        if self.durability != durability {
            self.sql.pragma_update(None, "synchronous", durability.word())?;
            self.durability = durability;
        }
        let ids = Ids::starting_at(first_id(at));
        let sql = self.sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.recall.remotes.begin(&sql)?;
        let mut work = Work::new(sql, at, ids, self.id, &mut self.recall, focus);
        let told = job(&mut work)?;
        let (base, is_base_new) = work.finish()?;
        Ok(Done { told, base, is_news: is_base_new || durability == Durability::Full })
    }

    pub(super) fn recall(&mut self) -> &mut Recall {
        &mut self.recall
    }

    pub(super) fn sql(&self) -> &Connection {
        &self.sql
    }

    pub(super) fn sql_mut(&mut self) -> &mut Connection {
        &mut self.sql
    }
}

/// The first of the local ids for what one transaction brings.
fn first_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let random = std::array::from_fn(|_| fastrand::u8(..));
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file::connection;

    /// What survives the end of power hangs on these two words; the rest is in `tests/store/power.rs`.
    #[test]
    fn what_people_did_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let sql = connection::writing(&folder.path().join("data").join("rolodeck.db")).unwrap();
        let journal: String =
            sql.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(journal, "wal");
        let mut writer = Writer::new(sql, 1);
        let mut level = |durability| {
            let look = |work: &mut Work<'_>| {
                Ok(work.sql.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))?)
            };
            writer.transact(durability, Timestamp::UNIX_EPOCH, None, look).unwrap().told
        };
        let (full, normal) = (2, 1);
        assert_eq!(level(Durability::Full), full, "also the first one");
        assert_eq!(level(Durability::Relaxed), normal);
        assert_eq!(level(Durability::Full), full);
    }
}
