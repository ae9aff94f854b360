//! The shape of the database and how older files get it. A file of a later rolodeck is refused
//! before anything is written.

use rusqlite::{Connection, TransactionBehavior};

use crate::{
    rehearsal::Point,
    store::error::{Error, Result},
};

/// Step `n` brings a file from version `n` to `n + 1`. Steps are never altered once released.
pub(in crate::store) const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
];

/// The version of the file; an error if it is later than the last step.
pub(in crate::store) fn version(sql: &Connection, steps: &[&str]) -> Result<usize> {
    let found: i64 = sql.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match usize::try_from(found) {
        Ok(version) if version <= steps.len() => Ok(version),
        _ => Err(Error::Newer { found, known: steps.len() }),
    }
}

/// Takes the missing steps, each in a transaction of its own: an interrupted migration goes on where
/// it stopped.
pub(in crate::store) fn migrate(sql: &mut Connection, steps: &[&str]) -> Result<()> {
    while version(sql, steps)? < steps.len() {
        let step = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let next = version(&step, steps)?; // another process may have been faster
        if next < steps.len() {
            step.execute_batch(steps[next])?;
            step.pragma_update(None, "user_version", next + 1)?;
        }
        Point::MigrateStep.try_pass()?;
        step.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_taken_once_and_in_order() {
        let mut sql = Connection::open_in_memory().unwrap();
        migrate(&mut sql, &["CREATE TABLE a (x);"]).unwrap();
        let steps =
            ["CREATE TABLE a (x);", "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2);"];
        for _ in 0..2 {
            migrate(&mut sql, &steps).unwrap();
            assert_eq!(sql.query_one("SELECT count(*) FROM a", [], |row| row.get(0)), Ok(1));
        }
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let mut sql = Connection::open_in_memory().unwrap();
        let broken = ["CREATE TABLE a (x);", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);"];
        assert!(migrate(&mut sql, &broken).is_err());
        assert_eq!(version(&sql, &broken).unwrap(), 1);
        let whole = ["CREATE TABLE a (x);", "CREATE TABLE b (x);"];
        migrate(&mut sql, &whole).unwrap();
    }

    #[test]
    fn a_migration_that_was_killed_after_any_step_goes_on() {
        for taken in 0..=STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("data").join("rolodeck.db");
            crate::private::folder(path.parent().unwrap()).unwrap();
            drop(crate::private::append(&path).unwrap());
            let mut sql = Connection::open(&path).unwrap();
            migrate(&mut sql, &STEPS[..taken]).unwrap();
            drop(sql);
            let sql = super::super::connection::writing(&path).unwrap();
            assert_eq!(version(&sql, STEPS).unwrap(), STEPS.len());
            assert_eq!(sql.query_one("SELECT count(*) FROM op", [], |row| row.get(0)), Ok(0));
        }
    }

    #[test]
    fn every_state_of_a_change_may_be_stored() {
        let mut sql = Connection::open_in_memory().unwrap();
        migrate(&mut sql, STEPS).unwrap();
        for state in crate::model::op::OpState::ALL {
            sql.execute(
                "INSERT INTO op (id, deed, contact, key, at, change, state)
                 VALUES (randomblob(16), zeroblob(16), zeroblob(16), '', 0, '{}', ?1)",
                [state.word()],
            )
            .unwrap();
        }
    }

    #[test]
    fn changes_of_an_older_file_get_the_states_that_it_had_no_words_for() {
        let mut sql = Connection::open_in_memory().unwrap();
        migrate(&mut sql, &STEPS[..3]).unwrap();
        let cases = [
            ("rejected", 0, r#"{"trouble":"Conflict","remedy":"r sends yours"}"#, "conflict"),
            ("rejected", 1, r#"{"trouble":"Gone","remedy":"drop it"}"#, "conflict"),
            ("rejected", 0, r#"{"trouble":"Disk","remedy":"r sends it"}"#, "parked"),
            (
                "rejected",
                1,
                r#"{"trouble":"Garbled","remedy":"it may be on the server: look there"}"#,
                "parked",
            ),
            ("rejected", 1, r#"{"trouble":"Refused","remedy":"edit it"}"#, "rejected"),
            ("cancelled", 0, "null", "cancelled"),
            ("cancelled", 2, "null", "discarded"),
            ("unknown", 1, r#"{"trouble":"Conflict","remedy":""}"#, "unknown"),
            ("done", 1, "null", "done"),
        ];
        for (state, tries, fault, _) in cases {
            sql.execute(
                "INSERT INTO op (id, deed, contact, key, at, change, state, tries, fault)
                 VALUES (randomblob(16), zeroblob(16), zeroblob(16), '', 0, '{}', ?1, ?2, ?3)",
                (state, tries, fault),
            )
            .unwrap();
        }
        migrate(&mut sql, STEPS).unwrap();
        let mut query = sql.prepare("SELECT state FROM op ORDER BY seq").unwrap();
        let states: Vec<String> =
            query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(states, cases.map(|(.., state)| state));
        let wrong = sql.execute("UPDATE op SET state = 'lost'", []);
        assert!(wrong.is_err(), "no other words");
    }
}
