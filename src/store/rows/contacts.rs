//! The rows of contacts: narrow columns for lists, one JSON record for the rest.

use std::{borrow::Cow, collections::BTreeMap, ops::ControlFlow};

use jiff::Timestamp;
use rusqlite::{
    Connection, OptionalExtension as _, Row as Columns, ToSql, params,
    types::{FromSql as _, ValueRef},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::columns::{At, Json, time};
use crate::{
    model::{
        contact::Contact,
        field::Field,
        folded::fold_into,
        ids::{ContactId, RemoteId},
        row::Row,
        tag::Tag,
        value::Value,
    },
    store::error::Result,
};

macro_rules! head_query {
    ($id:literal) => {
        concat!(
            "SELECT id, lid, updated, firm,
                    rid IS ?2 AND tags = ?3 AND added IS ?4 AND updated IS ?5 AND body = ?6
             FROM contact JOIN record USING (id) WHERE ",
            $id,
            " = ?1"
        )
    };
}

/// Sorts before anything that a name holds.
const SEPARATOR: char = '\u{1F}';

/// A contact with what the store itself knows about it.
#[derive(Debug)]
pub(in crate::store) struct Known {
    pub(in crate::store) contact: Contact,
    pub(in crate::store) fetched: Timestamp,
}

/// What decides whether an answer takes the place of a stored contact.
#[derive(Debug)]
pub(in crate::store) struct Head {
    pub(in crate::store) row: i64,
    pub(in crate::store) id: ContactId,
    pub(in crate::store) updated: Option<Timestamp>,
    /// Until then a list cannot overrule it: we wrote it a moment ago.
    pub(in crate::store) firm: Option<Timestamp>,
    /// Nothing would change.
    pub(in crate::store) is_same: bool,
}

/// A contact in the form of its columns, ready to be compared and written.
#[derive(Debug)]
pub(in crate::store) struct Written {
    pub(in crate::store) row: Row,
    pub(in crate::store) remote: Option<RemoteId>,
    name: String,
    tags: String,
    body: String,
}

/// What has no column of its own.
#[derive(Serialize, Deserialize)]
struct Body<'a> {
    values: Cow<'a, BTreeMap<Field, Value>>,
    #[serde(default, skip_serializing_if = "is_nothing")]
    extra: Cow<'a, BTreeMap<String, serde_json::Value>>,
}

#[expect(clippy::ptr_arg, reason = "serde hands over the field as it is")]
fn is_nothing(extra: &Cow<'_, BTreeMap<String, serde_json::Value>>) -> bool {
    extra.is_empty()
}

impl Written {
    pub(in crate::store) fn new(mut contact: Contact) -> Result<Self> {
        let body =
            Body { values: Cow::Borrowed(&contact.values), extra: Cow::Borrowed(&contact.extra) };
        let body = json(&body)?;
        let remote = contact.remote.take();
        let row = Row::from(contact);
        Ok(Self { name: sort_name(&row), tags: json(&row.tags)?, body, remote, row })
    }

    /// What a field of it holds.
    pub(in crate::store) fn value(&self, field: &Field) -> Value {
        let body = serde_json::from_str::<Body<'_>>(&self.body).ok();
        body.and_then(|body| body.values.get(field).cloned()).unwrap_or_default()
    }

    /// The contact stored in this row, compared with this one.
    pub(in crate::store) fn stored_in(&self, sql: &Connection, row: i64) -> Result<Option<Head>> {
        self.head(sql, head_query!("id"), &row)
    }

    /// The stored contact with this local id, compared with this one.
    pub(in crate::store) fn stored(&self, sql: &Connection) -> Result<Option<Head>> {
        self.head(sql, head_query!("lid"), &self.row.id)
    }

    fn head(&self, sql: &Connection, query: &str, id: &dyn ToSql) -> Result<Option<Head>> {
        let Self { row, remote, tags, body, .. } = self;
        let params = params![id, remote, tags, row.added.map(At), row.updated.map(At), body];
        let head = sql.prepare_cached(query)?.query_one(params, |columns| {
            Ok(Head {
                row: columns.get(0)?,
                id: columns.get(1)?,
                updated: time(columns.get(2)?),
                firm: time(columns.get(3)?),
                is_same: columns.get(4)?,
            })
        });
        Ok(head.optional()?)
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()).into())
}

pub(in crate::store) fn get(sql: &Connection, id: ContactId) -> Result<Option<Known>> {
    let mut query = sql.prepare_cached(
        "SELECT lid, rid, tags, added, updated, fetched, body
         FROM contact JOIN record USING (id) WHERE lid = ?1",
    )?;
    Ok(query.query_one([id], known).optional()?)
}

fn known(columns: &Columns<'_>) -> rusqlite::Result<Known> {
    let Json(Body { values, extra }) = columns.get(6)?;
    Ok(Known {
        contact: Contact {
            id: columns.get(0)?,
            remote: columns.get(1)?,
            values: values.into_owned(),
            tags: tags(columns.get_ref(2)?)?,
            added: time(columns.get(3)?),
            updated: time(columns.get(4)?),
            extra: extra.into_owned(),
        },
        fetched: columns.get::<_, At>(5)?.0,
    })
}

/// The local id of a contact of the service.
pub(in crate::store) fn id_of(sql: &Connection, remote: &RemoteId) -> Result<Option<ContactId>> {
    let mut query = sql.prepare_cached("SELECT lid FROM contact WHERE rid = ?1")?;
    Ok(query.query_one([remote], |columns| columns.get(0)).optional()?)
}

/// The local id of the contact in a row.
pub(in crate::store) fn id_in(sql: &Connection, row: i64) -> Result<ContactId> {
    let mut query = sql.prepare_cached("SELECT lid FROM contact WHERE id = ?1")?;
    Ok(query.query_one([row], |columns| columns.get(0))?)
}

pub(in crate::store) fn remote_of(sql: &Connection, id: ContactId) -> Result<Option<RemoteId>> {
    let mut query = sql.prepare_cached("SELECT rid FROM contact WHERE lid = ?1")?;
    Ok(query.query_one([id], |columns| columns.get(0)).optional()?.flatten())
}

pub(in crate::store) fn exists(sql: &Connection, id: ContactId) -> Result<bool> {
    Ok(sql.prepare_cached("SELECT 1 FROM contact WHERE lid = ?1")?.exists([id])?)
}

/// How many contacts the service was ever seen to have, and those of them that are not in a list
/// whose making began at `began`. Whom an answer has shown since, or we wrote a moment before, is
/// left out.
pub(in crate::store) fn unlisted(
    sql: &Connection,
    mut is_listed: impl FnMut(&str) -> bool,
    began: Timestamp,
) -> Result<(usize, Vec<ContactId>)> {
    let mut query = sql.prepare_cached(
        "SELECT lid, rid, fetched < ?1 AND (firm IS NULL OR firm <= ?1)
         FROM contact WHERE rid IS NOT NULL",
    )?;
    let mut rows = query.query([At(began)])?;
    let (mut known, mut missing) = (0, Vec::new());
    while let Some(columns) = rows.next()? {
        known += 1;
        if columns.get(2)? && !is_listed(columns.get_ref(1)?.as_str().unwrap_or_default()) {
            missing.push(columns.get(0)?);
        }
    }
    Ok((known, missing))
}

/// Writes a contact in the place of what is stored of it.
pub(in crate::store) fn replace(
    sql: &Connection,
    old: &Head,
    written: &Written,
    fetched: Timestamp,
    firm: Option<Timestamp>,
) -> Result<()> {
    let update = "UPDATE contact SET
             rid = ?3, name = ?4, first = ?5, last = ?6, company = ?7, email = ?8, phone = ?9,
             city = ?10, state = ?11, country = ?12, source = ?13, kind = ?14,
             owner = ?15, tags = ?16, dnd = ?17, added = ?18, updated = ?19, fetched = ?20,
             firm = ?21
         WHERE id = ?1";
    execute(sql, update, Some(old.row), written, fetched, firm)?;
    sql.prepare_cached("UPDATE record SET body = ?2 WHERE id = ?1")?
        .execute(params![old.row, written.body])?;
    Ok(())
}

/// Writes a contact that is not stored yet; its row.
pub(in crate::store) fn insert(
    sql: &Connection,
    written: &Written,
    fetched: Timestamp,
    firm: Option<Timestamp>,
) -> Result<i64> {
    let insert =
        "INSERT INTO contact (id, lid, rid, name, first, last, company, email, phone, city,
                              state, country, source, kind, owner, tags, dnd, added, updated,
                              fetched, firm)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
                 ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";
    execute(sql, insert, None, written, fetched, firm)?;
    let row = sql.last_insert_rowid();
    sql.prepare_cached("INSERT INTO record (id, body) VALUES (?1, ?2)")?
        .execute(params![row, written.body])?;
    Ok(row)
}

/// Runs one of the two statements above on the columns of a contact.
fn execute(
    sql: &Connection,
    statement: &str,
    id: Option<i64>,
    written: &Written,
    fetched: Timestamp,
    firm: Option<Timestamp>,
) -> Result<()> {
    let Written { row, remote, name, tags, .. } = written;
    sql.prepare_cached(statement)?.execute(params![
        id,
        row.id,
        remote,
        name,
        row.first,
        row.last,
        row.company,
        row.email,
        row.phone,
        row.city,
        row.state,
        row.country,
        row.source,
        row.kind,
        row.owner,
        tags,
        row.dnd,
        row.added.map(At),
        row.updated.map(At),
        At(fetched),
        firm.map(At),
    ])?;
    Ok(())
}

/// Notes that an answer showed the contact as it is stored.
pub(in crate::store) fn confirm(
    sql: &Connection,
    head: &Head,
    fetched: Timestamp,
    firm: Option<Timestamp>,
) -> Result<()> {
    sql.prepare_cached("UPDATE contact SET fetched = ?2, firm = ?3 WHERE id = ?1")?
        .execute(params![head.row, At(fetched), firm.map(At)])?;
    Ok(())
}

/// Gives a stored contact another local id; its tasks, notes and appointments follow.
pub(in crate::store) fn rename(sql: &Connection, from: ContactId, to: ContactId) -> Result<()> {
    sql.execute("UPDATE contact SET lid = ?2 WHERE lid = ?1", [from, to])?;
    Ok(())
}

/// Whether there was one; its tasks, notes and appointments go with it.
pub(in crate::store) fn remove(sql: &Connection, id: ContactId) -> Result<bool> {
    Ok(sql.prepare_cached("DELETE FROM contact WHERE lid = ?1")?.execute([id])? > 0)
}

/// The key by which names are sorted: last name, else first name, then the rest, folded. Whoever has
/// no name comes last. The roster sorts alike, so that nothing jumps once it is there.
fn sort_name(row: &Row) -> String {
    let mut name = String::new();
    for text in [&row.last, &row.first, &row.company, &row.email] {
        fold_into(&mut name, text.trim());
        name.push(SEPARATOR);
    }
    match name.strip_prefix(SEPARATOR) {
        Some(rest) if rest.starts_with(SEPARATOR) => format!("{}{rest}", char::MAX),
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

const LIST: &str = "lid, first, last, company, email, phone, city, state, country, source, kind,
                    owner, tags, dnd, added, updated";

/// Makes [`first`] fast. Not there from the start: filling it row by row costs a first load half as
/// much again.
pub(in crate::store) fn index_names(sql: &Connection) -> Result<()> {
    Ok(sql.execute_batch("CREATE INDEX IF NOT EXISTS contact_name ON contact (name)")?)
}

/// The first contacts by name.
pub(in crate::store) fn first(sql: &Connection, most: usize) -> Result<Vec<Row>> {
    let mut query =
        sql.prepare_cached(&format!("SELECT {LIST} FROM contact ORDER BY name, lid LIMIT ?1"))?;
    let rows = query.query_map([most], listed)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All contacts as they lie in the file, until `each` breaks off. It is lent one row after the other,
/// in the same place: a million of them cost no allocations but those of their tags.
pub(in crate::store) fn each(
    sql: &Connection,
    mut each: impl FnMut(&Row) -> ControlFlow<()>,
) -> Result<()> {
    let mut query = sql.prepare(&format!("SELECT {LIST} FROM contact"))?;
    let mut rows = query.query([])?;
    let mut row = Row::blank(ContactId::new(Uuid::nil()));
    while let Some(columns) = rows.next()? {
        read(columns, &mut row)?;
        if each(&row).is_break() {
            break;
        }
    }
    Ok(())
}

fn listed(columns: &Columns<'_>) -> rusqlite::Result<Row> {
    let mut row = Row::blank(ContactId::new(Uuid::nil()));
    read(columns, &mut row)?;
    Ok(row)
}

fn read(columns: &Columns<'_>, row: &mut Row) -> rusqlite::Result<()> {
    row.id = columns.get(0)?;
    for (at, text) in (1..).zip([
        &mut row.first,
        &mut row.last,
        &mut row.company,
        &mut row.email,
        &mut row.phone,
        &mut row.city,
        &mut row.state,
        &mut row.country,
        &mut row.source,
        &mut row.kind,
    ]) {
        text.clear();
        text.push_str(columns.get_ref(at)?.as_str()?);
    }
    row.owner = columns.get(11)?;
    row.tags = tags(columns.get_ref(12)?)?;
    row.dnd = columns.get(13)?;
    row.added = time(columns.get(14)?);
    row.updated = time(columns.get(15)?);
    Ok(())
}

/// Most contacts have none: no parser for them.
fn tags(column: ValueRef<'_>) -> rusqlite::Result<Vec<Tag>> {
    if column.as_str()? == "[]" {
        return Ok(Vec::new());
    }
    Ok(Json::column_result(column)?.0)
}
