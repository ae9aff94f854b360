//! The rows of notes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row as Columns, params};

use super::columns::{At, Json, extra, time};
use crate::{
    model::{
        ids::{ContactId, NoteId, RemoteId},
        note::{Note, NoteDraft},
    },
    store::error::Result,
};

/// A note with what the store itself knows about it.
#[derive(Debug)]
pub(in crate::store) struct Known {
    pub(in crate::store) note: Note,
    /// Until then a list cannot overrule it: we wrote it a moment ago.
    pub(in crate::store) firm: Option<Timestamp>,
}

const COLUMNS: &str = "lid, rid, contact, title, body, author, added, pinned, firm, extra";

pub(in crate::store) fn get(sql: &Connection, id: NoteId) -> Result<Option<Known>> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM note WHERE lid = ?1"))?;
    Ok(query.query_one([id], known).optional()?)
}

pub(in crate::store) fn by_remote(sql: &Connection, remote: &RemoteId) -> Result<Option<Known>> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM note WHERE rid = ?1"))?;
    Ok(query.query_one([remote], known).optional()?)
}

/// All of a contact, newest first.
pub(in crate::store) fn of(sql: &Connection, contact: ContactId) -> Result<Vec<Known>> {
    let mut query = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM note WHERE contact = ?1 ORDER BY added DESC, lid DESC"
    ))?;
    let rows = query.query_map([contact], known)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The notes of everybody for which `is_wanted` holds, newest first, at most so many.
pub(in crate::store) fn matching(
    sql: &Connection,
    most: usize,
    is_wanted: impl Fn(&Note) -> bool,
) -> Result<Vec<Note>> {
    let mut query =
        sql.prepare_cached(&format!("SELECT {COLUMNS} FROM note ORDER BY added DESC, lid DESC"))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(columns) = rows.next()?.filter(|_| found.len() < most) {
        let note = known(columns)?.note;
        if is_wanted(&note) {
            found.push(note);
        }
    }
    Ok(found)
}

pub(in crate::store) fn save(sql: &Connection, note: &Note, firm: Option<Timestamp>) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO note (lid, rid, contact, title, body, author, added, pinned, firm, extra)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (lid) DO UPDATE SET
             rid = excluded.rid, contact = excluded.contact, title = excluded.title,
             body = excluded.body, author = excluded.author, added = excluded.added,
             pinned = excluded.pinned, firm = excluded.firm, extra = excluded.extra",
    )?
    .execute(params![
        note.id,
        note.remote,
        note.contact,
        note.draft.title,
        note.draft.body,
        note.author,
        note.added.map(At),
        note.pinned,
        firm.map(At),
        (!note.extra.is_empty()).then_some(Json(&note.extra)),
    ])?;
    Ok(())
}

pub(in crate::store) fn remove(sql: &Connection, id: NoteId) -> Result<()> {
    sql.prepare_cached("DELETE FROM note WHERE lid = ?1")?.execute([id])?;
    Ok(())
}

fn known(columns: &Columns<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        note: Note {
            id: columns.get(0)?,
            remote: columns.get(1)?,
            contact: columns.get(2)?,
            draft: NoteDraft { title: columns.get(3)?, body: columns.get(4)? },
            author: columns.get(5)?,
            added: time(columns.get(6)?),
            pinned: columns.get(7)?,
            extra: extra(columns.get(9)?),
        },
        firm: time(columns.get(8)?),
    })
}
