//! The rows of the history: every step of every change, told once and never altered.

use jiff::Timestamp;
use rusqlite::{Connection, Row as Columns, params};

use super::columns::{At, Json};
use crate::{
    model::{
        change::Change,
        fault::Fault,
        ids::{DeedId, OpId},
        op::OpState,
    },
    store::error::Result,
};

/// One step in the life of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub at: Timestamp,
    pub op: OpId,
    pub deed: DeedId,
    pub change: Change,
    /// `None`: this is the commit.
    pub from: Option<OpState>,
    pub to: OpState,
    pub fault: Option<Fault>,
}

pub(in crate::store) fn add(
    sql: &Connection,
    writer: i64,
    at: Timestamp,
    op: OpId,
    from: Option<OpState>,
    to: OpState,
    fault: Option<&Fault>,
) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO history (at, op, was, now, fault, writer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![At(at), op, from, to, fault.map(Json), writer])?;
    Ok(())
}

/// The newest ones, newest first.
pub(in crate::store) fn newest(sql: &Connection, most: usize) -> Result<Vec<Event>> {
    let mut query = sql.prepare_cached(
        "SELECT history.at, op, deed, change, was, now, history.fault
         FROM history JOIN op ON op.id = history.op ORDER BY history.seq DESC LIMIT ?1",
    )?;
    let rows = query.query_map([most], event)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn event(columns: &Columns<'_>) -> rusqlite::Result<Event> {
    let Json(change) = columns.get(3)?;
    let fault: Option<Json<Fault>> = columns.get(6)?;
    Ok(Event {
        at: columns.get::<_, At>(0)?.0,
        op: columns.get(1)?,
        deed: columns.get(2)?,
        change,
        from: columns.get(4)?,
        to: columns.get(5)?,
        fault: fault.map(|Json(fault)| fault),
    })
}

/// The number of the last one.
pub(in crate::store) fn last(sql: &Connection) -> Result<u64> {
    let mut query = sql.prepare_cached("SELECT coalesce(max(seq), 0) FROM history")?;
    Ok(query.query_one([], |columns| columns.get(0))?)
}

/// What others than `writer` touched after number `since`: what they committed, and everything else.
pub(in crate::store) fn of_others(
    sql: &Connection,
    writer: i64,
    since: u64,
) -> Result<(Vec<OpId>, Vec<OpId>)> {
    let mut query = sql.prepare_cached(
        "SELECT op, count(*) FILTER (WHERE was IS NULL) > 0, max(seq) FROM history
         WHERE seq > ?1 AND writer <> ?2 GROUP BY op ORDER BY max(seq)",
    )?;
    let mut rows = query.query(params![since, writer])?;
    let (mut joined, mut moved) = (Vec::new(), Vec::new());
    while let Some(columns) = rows.next()? {
        let list = if columns.get(1)? { &mut joined } else { &mut moved };
        list.push(columns.get(0)?);
    }
    Ok((joined, moved))
}
