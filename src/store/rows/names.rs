//! Records by the beginning of an id, as people and scripts give it: the service's, or `local-…` for
//! what the service does not know yet.

use rusqlite::{Connection, Params, params, types::FromSql};
use uuid::Uuid;

use super::ops::OPEN;
use crate::{
    model::ids::{ContactId, NoteId, OpId, TaskId},
    store::error::Result,
};

pub(in crate::store) fn contacts(
    sql: &Connection,
    prefix: &str,
    most: usize,
) -> Result<Vec<ContactId>> {
    match Prefix::of(prefix) {
        Prefix::Nothing => Ok(Vec::new()),
        Prefix::Local(from, to) => ids(
            sql,
            &format!(
                "SELECT lid FROM contact WHERE lid BETWEEN ?1 AND ?2
                 UNION SELECT contact FROM op
                 WHERE contact BETWEEN ?1 AND ?2 AND {OPEN} LIMIT ?3"
            ),
            params![from, to, most],
        ),
        Prefix::Remote(from, to) => ids(
            sql,
            "SELECT lid FROM contact WHERE rid >= ?1 AND rid < ?2 LIMIT ?3",
            params![from, to, most],
        ),
    }
}

pub(in crate::store) fn tasks(sql: &Connection, prefix: &str, most: usize) -> Result<Vec<TaskId>> {
    of_key(sql, prefix, most, "task")
}

pub(in crate::store) fn notes(sql: &Connection, prefix: &str, most: usize) -> Result<Vec<NoteId>> {
    of_key(sql, prefix, most, "note")
}

pub(in crate::store) fn changes(sql: &Connection, prefix: &str, most: usize) -> Result<Vec<OpId>> {
    match Prefix::of(prefix) {
        Prefix::Local(from, to) => {
            let query = "SELECT id FROM op WHERE id BETWEEN ?1 AND ?2 LIMIT ?3";
            ids(sql, query, params![from, to, most])
        }
        Prefix::Remote(..) | Prefix::Nothing => Ok(Vec::new()),
    }
}

/// Tasks or notes, those that are only in the queue too: `table` names both the table and the keys
/// of their changes.
fn of_key<T: FromSql>(sql: &Connection, prefix: &str, most: usize, table: &str) -> Result<Vec<T>> {
    match Prefix::of(prefix) {
        Prefix::Nothing => Ok(Vec::new()),
        Prefix::Local(from, to) => ids(
            sql,
            &format!(
                "SELECT lid FROM {table} WHERE lid BETWEEN ?1 AND ?2
                 UNION SELECT unhex(substr(key, 6)) AS lid FROM op
                 WHERE key LIKE '{table} %' AND {OPEN}
                   AND unhex(substr(key, 6)) BETWEEN ?1 AND ?2 LIMIT ?3"
            ),
            params![from, to, most],
        ),
        Prefix::Remote(from, to) => ids(
            sql,
            &format!("SELECT lid FROM {table} WHERE rid >= ?1 AND rid < ?2 LIMIT ?3"),
            params![from, to, most],
        ),
    }
}

fn ids<T: FromSql>(sql: &Connection, query: &str, params: impl Params) -> Result<Vec<T>> {
    let mut query = sql.prepare_cached(query)?;
    let rows = query.query_map(params, |columns| columns.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What an id may begin with, as the range of ids that do.
enum Prefix {
    Local([u8; 16], [u8; 16]),
    Remote(String, String),
    /// No id begins like this.
    Nothing,
}

impl Prefix {
    fn of(text: &str) -> Self {
        let Some(digits) = text.strip_prefix("local-") else {
            return if text.is_empty() {
                Self::Nothing
            } else {
                Self::Remote(text.to_owned(), format!("{text}{}", char::MAX))
            };
        };
        let digits: String = digits.chars().filter(|digit| *digit != '-').collect();
        let bound = |filler: char| {
            let padding = 32_usize.checked_sub(digits.len())?;
            let whole: String =
                digits.chars().chain(std::iter::repeat_n(filler, padding)).collect();
            Uuid::try_parse(&whole).ok().map(Uuid::into_bytes)
        };
        bound('0').zip(bound('f')).map_or(Self::Nothing, |(from, to)| Self::Local(from, to))
    }
}
