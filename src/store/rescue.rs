//! Reading what can be read of a damaged database: every change, its history, and the records that
//! open changes belong to. The rest can be pulled again.

use std::{collections::BTreeMap, io::Write as _, path::Path};

use jiff::Timestamp;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, config::DbConfig, params, types::Value,
};

use super::{
    connection, contacts,
    error::{Error, Result},
    memory, ops,
    ops::Pending,
    steps,
    writer::{Durability, Writer},
};
use crate::{
    model::{
        change::Change,
        fault::{Fault, Trouble},
        op::OpState,
    },
    private,
};

/// How far to look for lines behind the last one that could be read.
const BEYOND: i64 = 10_000;

#[derive(Debug, Default)]
pub(super) struct Saved {
    pub(super) changes: usize,
    pub(super) events: usize,
    pub(super) unreadable: usize,
}

/// Makes a new database with what can be read of the old, and a list of the same for people.
pub(super) fn into_new(old: &Path, new: &Path, list: &Path) -> Result<Saved> {
    let mut to = connection::writing(new)?;
    let mut saved = Saved::default();
    let mut lines = Vec::new();
    if let Ok(from) = leave_as_it_is(old) {
        let copy = to.transaction()?;
        saved.changes = copy_lines(&from, &copy, "op", &mut lines, &mut saved.unreadable)?;
        saved.events = copy_lines(&from, &copy, "history", &mut lines, &mut saved.unreadable)?;
        saved.unreadable += forget_garbled(&copy, &mut saved.changes)?;
        for pending in ops::open(&copy)? {
            copy_records(&from, &copy, &pending)?;
        }
        let contacts: i64 = copy.query_one("SELECT count(*) FROM contact", [], |row| row.get(0))?;
        memory::put(&copy, memory::CONTACTS, &contacts)?;
        copy.commit()?;
    }
    refuse_orphans(to)?;
    let write = |lines: &[u8]| {
        let mut file = private::append(list)?;
        let written = file.write_all(lines).and_then(|()| file.sync_all());
        written.map_err(Error::file(list))
    };
    write(&lines)?;
    Ok(saved)
}

fn leave_as_it_is(path: &Path) -> Result<Connection> {
    let sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    sql.pragma_update(None, "trusted_schema", false)?;
    sql.pragma_update(None, "cell_size_check", true)?;
    Ok(sql)
}

/// Copies the readable lines of a table that is numbered by `seq`; how many there were.
fn copy_lines(
    from: &Connection,
    to: &Connection,
    table: &str,
    lines: &mut Vec<u8>,
    unreadable: &mut usize,
) -> Result<usize> {
    let columns = columns(to, table)?;
    let names = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let Ok(mut read) =
        from.prepare(&format!("SELECT {names} FROM {table} NOT INDEXED WHERE seq = ?1"))
    else {
        return Ok(0);
    };
    let mut write = to.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
    let mut copied = 0;
    for seq in numbers(from, table) {
        let line = read.query_one([seq], |row| {
            (0..columns.len()).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>()
        });
        let Some(values) = line.optional().transpose() else { continue };
        match values
            .and_then(|values| write.execute(rusqlite::params_from_iter(&values)).map(|_| values))
        {
            Ok(values) => {
                copied += 1;
                lines.extend(json_line(table, &columns, &values).bytes());
            }
            Err(_) => *unreadable += 1,
        }
    }
    Ok(copied)
}

fn columns(sql: &Connection, table: &str) -> Result<Vec<String>> {
    let query = sql.prepare(&format!("SELECT * FROM {table} LIMIT 0"))?;
    Ok(query.column_names().map(str::to_owned).collect())
}

/// The numbers under which lines may lie: read upwards to the first damage, downwards to the last,
/// and every number between the two.
fn numbers(sql: &Connection, table: &str) -> Vec<i64> {
    let (mut found, is_whole) = walk(sql, table, "ASC");
    if is_whole {
        return found;
    }
    let (mut behind, _) = walk(sql, table, "DESC");
    behind.reverse();
    let first = found.last().map_or(1, |last| last + 1);
    let end = behind.first().copied().unwrap_or(first + BEYOND);
    found.extend(first..end);
    found.extend(behind);
    found
}

/// The numbers of a table in this order, and whether damage did not end them.
fn walk(sql: &Connection, table: &str, order: &str) -> (Vec<i64>, bool) {
    let mut found = Vec::new();
    // All columns: a page may hold the number and have lost the rest.
    let query = format!("SELECT * FROM {table} NOT INDEXED ORDER BY seq {order}");
    let Ok(mut query) = sql.prepare(&query) else { return (found, false) };
    let Ok(mut rows) = query.query([]) else { return (found, false) };
    loop {
        match rows.next() {
            Ok(Some(row)) => match row.get("seq") {
                Ok(seq) => found.push(seq),
                Err(_) => return (found, false),
            },
            Ok(None) => return (found, true),
            Err(_) => return (found, false),
        }
    }
}

/// Drops changes whose text makes no sense any more; how many.
fn forget_garbled(sql: &Connection, changes: &mut usize) -> Result<usize> {
    let mut query = sql.prepare("SELECT id FROM op")?;
    let ids = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut garbled = 0;
    for id in ids {
        if ops::get(sql, id).is_err() {
            sql.execute("DELETE FROM op WHERE id = ?1", [id])?;
            garbled += 1;
        }
    }
    *changes -= garbled;
    Ok(garbled)
}

/// Copies the contact that a change belongs to, with its tasks and notes. What cannot be read is left
/// out: the next look at the contact fetches it.
fn copy_records(from: &Connection, to: &Connection, pending: &Pending) -> Result<()> {
    let contact = pending.outgoing.op.change.contact();
    if contacts::exists(to, contact)? {
        return Ok(());
    }
    for (table, key) in [
        ("contact", "lid = ?1"),
        ("record", "id = (SELECT id FROM contact WHERE lid = ?1)"),
        ("task", "contact = ?1"),
        ("note", "contact = ?1"),
    ] {
        let names = columns(to, table)?.join(", ");
        let marks = vec!["?"; columns(to, table)?.len()].join(", ");
        let mut write = to.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
        let Ok(mut read) = from.prepare(&format!("SELECT {names} FROM {table} WHERE {key}")) else {
            continue;
        };
        let width = read.column_count();
        let Ok(mut rows) = read.query(params![contact]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            let values: Vec<Value> = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            let _ = write.execute(rusqlite::params_from_iter(values)); // garbled: as if unread
        }
    }
    if contacts::get(to, contact).ok().flatten().is_none() {
        contacts::remove(to, contact)?; // half a contact is none
    }
    Ok(())
}

/// Changes that nobody can send any more, because what they belong to could not be read, wait for a
/// person.
fn refuse_orphans(sql: Connection) -> Result<()> {
    let mut writer = Writer::new(sql, 0);
    let fault = Fault::new(
        Trouble::Disk,
        "the local database was damaged, and the contact of this change could not be read",
        "find the contact and make the change anew, then drop this one",
    );
    writer.transact(Durability::Full, Timestamp::now(), None, |work| {
        let open = ops::open(&work.sql)?;
        let created: Vec<_> = open
            .iter()
            .filter(|pending| matches!(pending.outgoing.op.change, Change::ContactAdded { .. }))
            .map(|pending| pending.outgoing.op.change.contact())
            .collect();
        for pending in open {
            let contact = pending.outgoing.op.change.contact();
            if pending.outgoing.state.may_become(OpState::Rejected)
                && !created.contains(&contact)
                && !contacts::exists(&work.sql, contact)?
            {
                steps::step(work, &pending, OpState::Rejected, Some(fault.clone()), None)?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn json_line(table: &str, columns: &[String], values: &[Value]) -> String {
    let mut line = BTreeMap::from([("table", serde_json::Value::from(table))]);
    for (column, value) in columns.iter().zip(values) {
        let value = match value {
            Value::Null => serde_json::Value::Null,
            Value::Integer(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            // Columns of JSON are told as JSON.
            Value::Text(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
            }
            Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        line.insert(column, value);
    }
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
