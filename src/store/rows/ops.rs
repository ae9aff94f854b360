//! The rows of outgoing changes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Params, Row as Columns, params};

use super::columns::{At, Json, time};
use crate::{
    model::{
        change::{Change, Key},
        fault::Fault,
        ids::{ContactId, DeedId, OpId},
        op::{Op, OpState, Outgoing},
        talk::{PastDeed, Renamed},
    },
    store::error::Result,
};

/// How many changes of a deed say what it was.
const SAMPLE: usize = 8;

/// One line of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The order in which changes were made, over all processes.
    pub seq: u64,
    pub outgoing: Outgoing,
    /// Not sent, and if `Unknown` not looked for, before this time.
    pub not_before: Option<Timestamp>,
    /// What the server held just before the first try, as the sender noted it.
    pub pre_image: Option<serde_json::Value>,
    /// Whether the server really changed something; before the answer, whether it will by what is
    /// known here; `None` while it was never sent.
    pub changed: Option<bool>,
    /// The digest of the request that it was last sent with.
    pub request: Option<String>,
}

impl Pending {
    /// As it is when it was just committed.
    pub(crate) const fn new(outgoing: Outgoing) -> Self {
        let not_before = outgoing.until;
        Self { seq: 0, outgoing, not_before, pre_image: None, changed: None, request: None }
    }
}

const COLUMNS: &str =
    "seq, id, deed, at, change, state, tries, not_before, fault, pre_image, changed, request";

/// Not at their end; as the index of open changes has it.
pub(super) const OPEN: &str = "state NOT IN ('done', 'superseded', 'cancelled', 'discarded')";
/// Not taken back by whoever takes a change back.
const GIVEN_UP: &str = "('rejected', 'superseded', 'cancelled', 'discarded')";

pub(in crate::store) fn insert(
    sql: &Connection,
    op: &Op,
    reverses: Option<OpId>,
    state: OpState,
    not_before: Option<Timestamp>,
) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO op (id, deed, contact, key, at, change, state, reverses, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        op.id,
        op.deed,
        op.change.contact(),
        key_text(&op.change.key()),
        At(op.at),
        Json(&op.change),
        state,
        reverses,
        not_before.map(At),
    ])?;
    Ok(())
}

pub(in crate::store) fn get(sql: &Connection, id: OpId) -> Result<Option<Pending>> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM op WHERE id = ?1"))?;
    Ok(query.query_one([id], pending).optional()?)
}

/// All that are not at their end, in the order in which they were made.
pub(in crate::store) fn open(sql: &Connection) -> Result<Vec<Pending>> {
    list(sql, &format!("WHERE {OPEN} ORDER BY seq"), [])
}

/// The newest ones, newest first.
pub(in crate::store) fn newest(sql: &Connection, most: usize) -> Result<Vec<Pending>> {
    list(sql, "ORDER BY seq DESC LIMIT ?1", [most])
}

/// What one deed did, newest first.
pub(in crate::store) fn of_deed(sql: &Connection, deed: DeedId) -> Result<Vec<Pending>> {
    list(sql, "WHERE deed = ?1 ORDER BY seq DESC", [deed])
}

/// What is not at its end and concerns this contact, its tasks and notes.
pub(in crate::store) fn open_of_contact(
    sql: &Connection,
    contact: ContactId,
) -> Result<Vec<Pending>> {
    list(sql, &format!("WHERE {OPEN} AND contact = ?1 ORDER BY seq"), [contact])
}

/// What is not at its end and must keep its order with this.
pub(in crate::store) fn open_of_key(sql: &Connection, key: &Key) -> Result<Vec<Pending>> {
    list(sql, &format!("WHERE {OPEN} AND key = ?1 ORDER BY seq"), [key_text(key)])
}

/// The change that this one takes back.
pub(in crate::store) fn reversed_by(sql: &Connection, id: OpId) -> Result<Option<OpId>> {
    let mut query = sql.prepare_cached("SELECT reverses FROM op WHERE id = ?1")?;
    Ok(query.query_one([id], |columns| columns.get(0)).optional()?.flatten())
}

/// All that ever was to keep its order with this, oldest first.
pub(in crate::store) fn of_key(sql: &Connection, key: &Key) -> Result<Vec<Pending>> {
    list(sql, "WHERE key = ?1 ORDER BY seq", [key_text(key)])
}

/// Changes that take this one back and were neither withdrawn nor refused.
pub(in crate::store) fn reversers(sql: &Connection, id: OpId) -> Result<Vec<OpId>> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT id FROM op WHERE reverses = ?1 AND state NOT IN {GIVEN_UP}"
    ))?;
    let rows = query.query_map([id], |columns| columns.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes what was never sent, so that both came to nothing.
const VAIN_DELETION: &str = "(state = 'cancelled'
    AND coalesce(change -> 'ContactDeleted', change -> 'TaskDeleted', change -> 'NoteDeleted') NOT NULL
    AND EXISTS (SELECT 1 FROM op AS made
                WHERE made.key = op.key AND made.state = 'cancelled'
                  AND coalesce(made.change -> 'ContactAdded', made.change -> 'TaskAdded',
                               made.change -> 'NoteAdded') NOT NULL))";

/// Deeds of which something can still be taken back, newest first, without undoings.
pub(in crate::store) fn undoable(sql: &Connection, most: usize) -> Result<Vec<DeedId>> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT deed FROM op
         WHERE reverses IS NULL
           AND ({OPEN} OR state = 'superseded' OR (state = 'done' AND changed)
                OR {VAIN_DELETION})
           AND NOT EXISTS (SELECT 1 FROM op AS back
                           WHERE back.reverses = op.id AND back.state NOT IN {GIVEN_UP})
         GROUP BY deed ORDER BY max(seq) DESC LIMIT ?1"
    ))?;
    let rows = query.query_map([most], |columns| columns.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same deeds, with what they were.
pub(in crate::store) fn past(sql: &Connection, most: usize) -> Result<Vec<PastDeed>> {
    let mut extent = sql.prepare_cached(
        "SELECT min(at), count(*), count(DISTINCT contact) FROM op WHERE deed = ?1",
    )?;
    let mut sample =
        sql.prepare_cached("SELECT change FROM op WHERE deed = ?1 ORDER BY seq LIMIT ?2")?;
    let mut past = Vec::new();
    for deed in undoable(sql, most)? {
        let rows = sample.query_map(params![deed, SAMPLE], |columns| columns.get(0))?;
        let sample = rows.map(|row| row.map(|Json(change)| change)).collect::<Result<_, _>>()?;
        past.push(extent.query_one([deed], |columns| {
            let At(at) = columns.get(0)?;
            Ok(PastDeed { deed, at, sample, changes: columns.get(1)?, contacts: columns.get(2)? })
        })?);
    }
    Ok(past)
}

/// How many changes stand in each state.
pub(in crate::store) fn count(sql: &Connection, of: impl Fn(OpState) -> bool) -> Result<u64> {
    let mut query =
        sql.prepare_cached(&format!("SELECT state, count(*) FROM op WHERE {OPEN} GROUP BY state"))?;
    let rows = query.query_map([], |columns| Ok((columns.get(0)?, columns.get(1)?)))?;
    let mut sum = 0;
    for row in rows {
        let (state, number): (OpState, u64) = row?;
        sum += if of(state) { number } else { 0 };
    }
    Ok(sum)
}

/// Writes where a change stands. Only for [`super::steps`], which asserts that it may.
pub(in crate::store) fn set_state(
    sql: &Connection,
    id: OpId,
    state: OpState,
    tries: u32,
    fault: Option<&Fault>,
    not_before: Option<Timestamp>,
) -> Result<()> {
    sql.prepare_cached(
        "UPDATE op SET state = ?2, tries = ?3, fault = ?4, not_before = ?5 WHERE id = ?1",
    )?
    .execute(params![id, state, tries, fault.map(Json), not_before.map(At)])?;
    Ok(())
}

pub(in crate::store) fn set_pre_image(
    sql: &Connection,
    id: OpId,
    image: &serde_json::Value,
) -> Result<()> {
    sql.prepare_cached("UPDATE op SET pre_image = ?2 WHERE id = ?1 AND pre_image IS NULL")?
        .execute(params![id, Json(image)])?;
    Ok(())
}

/// The same, whatever was kept before.
pub(in crate::store) fn replace_pre_image(
    sql: &Connection,
    id: OpId,
    image: &serde_json::Value,
) -> Result<()> {
    sql.prepare_cached("UPDATE op SET pre_image = ?2 WHERE id = ?1")?
        .execute(params![id, Json(image)])?;
    Ok(())
}

pub(in crate::store) fn set_change(sql: &Connection, id: OpId, change: &Change) -> Result<()> {
    sql.prepare_cached("UPDATE op SET change = ?2 WHERE id = ?1")?
        .execute(params![id, Json(change)])?;
    Ok(())
}

/// Gives all changes of a contact, at their end or not, to the id by which it is known now.
pub(in crate::store) fn rename(sql: &Connection, renamed: Renamed) -> Result<()> {
    let Renamed { from, to } = renamed;
    let mut update =
        sql.prepare_cached("UPDATE op SET contact = ?2, key = ?3, change = ?4 WHERE id = ?1")?;
    for pending in list(sql, "WHERE contact = ?1", [from])? {
        let Op { id, mut change, .. } = pending.outgoing.op;
        change.set_contact(to);
        update.execute(params![id, to, key_text(&change.key()), Json(&change)])?;
    }
    Ok(())
}

/// What is known just before a request leaves. The first pre-image is kept.
pub(in crate::store) fn set_intent(
    sql: &Connection,
    id: OpId,
    pre_image: Option<&serde_json::Value>,
    changed: bool,
    request: Option<&str>,
) -> Result<()> {
    sql.prepare_cached(
        "UPDATE op SET pre_image = coalesce(pre_image, ?2), changed = ?3, request = ?4
         WHERE id = ?1",
    )?
    .execute(params![id, pre_image.map(Json), changed, request])?;
    Ok(())
}

pub(in crate::store) fn set_changed(sql: &Connection, id: OpId, changed: bool) -> Result<()> {
    sql.prepare_cached("UPDATE op SET changed = ?2 WHERE id = ?1")?
        .execute(params![id, changed])?;
    Ok(())
}

fn list(sql: &Connection, rest: &str, params: impl Params) -> Result<Vec<Pending>> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM op {rest}"))?;
    let rows = query.query_map(params, pending)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn pending(columns: &Columns<'_>) -> rusqlite::Result<Pending> {
    let Json(change) = columns.get(4)?;
    let fault: Option<Json<Fault>> = columns.get(8)?;
    let pre_image: Option<Json<serde_json::Value>> = columns.get(9)?;
    let state = columns.get(5)?;
    let not_before = time(columns.get(7)?);
    Ok(Pending {
        seq: columns.get(0)?,
        outgoing: Outgoing {
            op: Op {
                id: columns.get(1)?,
                deed: columns.get(2)?,
                at: columns.get::<_, At>(3)?.0,
                change,
            },
            state,
            tries: columns.get(6)?,
            fault: fault.map(|Json(fault)| fault),
            until: not_before.filter(|_| state == OpState::Held),
        },
        not_before,
        pre_image: pre_image.map(|Json(image)| image),
        changed: columns.get(10)?,
        request: columns.get(11)?,
    })
}

fn key_text(key: &Key) -> String {
    let hex = |contact: &ContactId| contact.uuid().simple().to_string();
    match key {
        Key::Contact(contact) => format!("contact {}", hex(contact)),
        Key::Field(contact, field) => format!("field {} {field}", hex(contact)),
        Key::Tag(contact, tag) => format!("tag {} {tag}", hex(contact)),
        Key::Task(task) => format!("task {}", task.uuid().simple()),
        Key::Note(note) => format!("note {}", note.uuid().simple()),
    }
}
