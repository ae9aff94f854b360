//! The rows of tasks.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row as Columns, params};

use super::columns::{At, Json, extra, time};
use crate::{
    model::{
        ids::{ContactId, RemoteId, TaskId},
        task::{Task, TaskDraft},
    },
    store::error::Result,
};

/// A task with what the store itself knows about it.
#[derive(Debug)]
pub(in crate::store) struct Known {
    pub(in crate::store) task: Task,
    /// Until then a list cannot overrule it: we wrote it a moment ago.
    pub(in crate::store) firm: Option<Timestamp>,
}

const COLUMNS: &str = "lid, rid, contact, title, body, due, owner, done, firm";

pub(in crate::store) fn get(sql: &Connection, id: TaskId) -> Result<Option<Known>> {
    let mut query =
        sql.prepare_cached(&format!("SELECT {COLUMNS}, extra FROM task WHERE lid = ?1"))?;
    Ok(query.query_one([id], known).optional()?)
}

pub(in crate::store) fn by_remote(sql: &Connection, remote: &RemoteId) -> Result<Option<Known>> {
    let mut query =
        sql.prepare_cached(&format!("SELECT {COLUMNS}, extra FROM task WHERE rid = ?1"))?;
    Ok(query.query_one([remote], known).optional()?)
}

/// All of a contact, in the order in which they are due.
pub(in crate::store) fn of(sql: &Connection, contact: ContactId) -> Result<Vec<Known>> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {COLUMNS}, extra FROM task WHERE contact = ?1 ORDER BY due IS NULL, due, lid"
    ))?;
    let rows = query.query_map([contact], known)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The open ones of everybody, in the order in which they are due.
pub(in crate::store) fn open(sql: &Connection) -> Result<Vec<Known>> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {COLUMNS}, extra FROM task WHERE done = 0 ORDER BY due IS NULL, due, lid"
    ))?;
    let rows = query.query_map([], known)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(in crate::store) fn open_ids(sql: &Connection) -> Result<Vec<TaskId>> {
    let mut query = sql.prepare_cached("SELECT lid FROM task WHERE done = 0")?;
    let rows = query.query_map([], |columns| columns.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same without an order and without what the service says beyond, lent one after the other.
pub(in crate::store) fn each_open(sql: &Connection, mut each: impl FnMut(&Task)) -> Result<()> {
    let mut query = sql.prepare(&format!("SELECT {COLUMNS}, NULL FROM task WHERE done = 0"))?;
    let mut rows = query.query([])?;
    while let Some(columns) = rows.next()? {
        each(&known(columns)?.task);
    }
    Ok(())
}

pub(in crate::store) fn count_open(sql: &Connection) -> Result<u64> {
    let mut query = sql.prepare_cached("SELECT count(*) FROM task WHERE done = 0")?;
    Ok(query.query_one([], |columns| columns.get(0))?)
}

pub(in crate::store) fn save(sql: &Connection, task: &Task, firm: Option<Timestamp>) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO task (lid, rid, contact, title, body, due, owner, done, firm, extra)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (lid) DO UPDATE SET
             rid = excluded.rid, contact = excluded.contact, title = excluded.title,
             body = excluded.body, due = excluded.due, owner = excluded.owner,
             done = excluded.done, firm = excluded.firm, extra = excluded.extra",
    )?
    .execute(params![
        task.id,
        task.remote,
        task.contact,
        task.draft.title,
        task.draft.body,
        task.draft.due.map(At),
        task.draft.owner,
        task.done,
        firm.map(At),
        (!task.extra.is_empty()).then_some(Json(&task.extra)),
    ])?;
    Ok(())
}

pub(in crate::store) fn remove(sql: &Connection, id: TaskId) -> Result<()> {
    sql.prepare_cached("DELETE FROM task WHERE lid = ?1")?.execute([id])?;
    Ok(())
}

fn known(columns: &Columns<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        task: Task {
            id: columns.get(0)?,
            remote: columns.get(1)?,
            contact: columns.get(2)?,
            draft: TaskDraft {
                title: columns.get(3)?,
                body: columns.get(4)?,
                due: time(columns.get(5)?),
                owner: columns.get(6)?,
            },
            done: columns.get(7)?,
            extra: extra(columns.get(9)?),
        },
        firm: time(columns.get(8)?),
    })
}
