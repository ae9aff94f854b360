//! Reading what can be read of a damaged database: every change, its history, and the records that
//! open changes belong to. The rest can be pulled again.

use std::{collections::BTreeMap, io::Write as _, path::Path};

use jiff::Timestamp;
use rusqlite::{Connection, params, params_from_iter, types::Value};

use super::{connection, wreck::Wreck};
use crate::{
    model::{
        change::Change,
        fault::{Fault, Trouble},
    },
    private,
    store::{
        error::{Error, Result},
        rows::{
            contacts, memory,
            ops::{self, Pending},
            remotes,
        },
        steps,
        writer::{Durability, Writer},
    },
};

#[derive(Debug, Default)]
pub(in crate::store) struct Saved {
    pub(in crate::store) changes: usize,
    pub(in crate::store) events: usize,
    pub(in crate::store) unreadable: usize,
}

/// Makes a new database with what can be read of the old, and a list of the same for people.
pub(in crate::store) fn into_new(old: &Path, new: &Path, list: &Path) -> Result<Saved> {
    let mut to = connection::writing(new)?;
    remotes::index(&to)?; // garbled records may share an id: only the first is taken
    let mut saved = Saved::default();
    let mut lines = Vec::new();
    let wreck = Wreck::open(old, &to, new);
    if let Ok(wreck) = wreck {
        let copy = to.transaction()?;
        saved.changes = copy_lines(&wreck, &copy, "op", &mut lines, &mut saved.unreadable)?;
        saved.events = copy_lines(&wreck, &copy, "history", &mut lines, &mut saved.unreadable)?;
        saved.unreadable += forget_garbled(&copy, &mut saved.changes)?;
        saved.unreadable = saved.unreadable.max(lost(&copy)?);
        for pending in ops::open(&copy)? {
            copy_records(wreck.sql(), &copy, &pending)?;
        }
        let contacts: i64 = copy.query_one("SELECT count(*) FROM contact", [], |row| row.get(0))?;
        memory::put(&copy, memory::CONTACTS, &contacts)?;
        copy.commit()?;
    }
    park_orphans(to)?;
    let mut file = private::append(list)?;
    file.write_all(&lines).and_then(|()| file.sync_all()).map_err(Error::file(list))?;
    Ok(saved)
}

/// Changes of which only the history knows: damage may hide a line without a trace.
fn lost(copy: &Connection) -> Result<usize> {
    let lost = "SELECT count(DISTINCT op) FROM history WHERE op NOT IN (SELECT id FROM op)";
    Ok(copy.query_one(lost, [], |columns| columns.get(0))?)
}

/// Copies the readable lines of a table that is numbered by `seq`; how many there were.
fn copy_lines(
    wreck: &Wreck,
    to: &Connection,
    table: &str,
    list: &mut Vec<u8>,
    unreadable: &mut usize,
) -> Result<usize> {
    let columns = columns(to, table)?;
    let (names, marks) = (columns.join(", "), vec!["?"; columns.len()].join(", "));
    let mut write = to.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
    let mut copied = 0;
    for line in wreck.lines(table, &names) {
        let Ok(values) = line else {
            *unreadable += 1;
            continue;
        };
        // What the new table does not take is garbled.
        if write.execute(params_from_iter(&values)).is_err() {
            *unreadable += 1;
            continue;
        }
        copied += 1;
        list.extend(json_line(table, &columns, &values).bytes());
    }
    Ok(copied)
}

fn columns(sql: &Connection, table: &str) -> Result<Vec<String>> {
    let query = sql.prepare(&format!("SELECT * FROM {table} LIMIT 0"))?;
    Ok(query.column_names().map(str::to_owned).collect())
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
        // A file of an older version may not have all of them.
        let Ok(there) = columns(from, table) else { continue };
        let mut both = columns(to, table)?;
        both.retain(|column| there.contains(column));
        let (names, marks) = (both.join(", "), vec!["?"; both.len()].join(", "));
        let mut write = to.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
        let Ok(mut read) = from.prepare(&format!("SELECT {names} FROM {table} WHERE {key}")) else {
            continue;
        };
        let width = read.column_count();
        let Ok(mut rows) = read.query(params![contact]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            let values: Vec<Value> = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            let _ = write.execute(params_from_iter(values)); // garbled: as if unread
        }
    }
    if contacts::get(to, contact).ok().flatten().is_none() {
        contacts::remove(to, contact)?; // half a contact is none
    }
    Ok(())
}

/// Changes that nobody can send any more, because what they belong to could not be read, wait for a
/// person.
fn park_orphans(sql: Connection) -> Result<()> {
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
            if !created.contains(&contact) && !contacts::exists(&work.sql, contact)? {
                steps::park(work, &pending, &fault, &mut Vec::new())?;
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
