//! Everything known about one contact, put together from its rows.

use rusqlite::Connection;

use super::{
    contacts, notes,
    parts::{self, Listed},
    tasks,
};
use crate::{
    model::{
        dossier::{Dossier, Part},
        ids::ContactId,
    },
    store::error::Result,
};

pub(in crate::store) fn get(sql: &Connection, id: ContactId) -> Result<Option<Dossier>> {
    let Some(known) = contacts::get(sql, id)? else { return Ok(None) };
    let tasks = tasks::of(sql, id)?.into_iter().map(|known| known.task).collect();
    let notes = notes::of(sql, id)?.into_iter().map(|known| known.note).collect();
    Ok(Some(Dossier {
        contact: known.contact,
        fetched: Some(known.fetched),
        tasks: part(sql, id, Listed::Tasks, tasks)?,
        notes: part(sql, id, Listed::Notes, notes)?,
        appointments: part(sql, id, Listed::Appointments, parts::appointments(sql, id)?)?,
    }))
}

fn part<T>(sql: &Connection, id: ContactId, list: Listed, items: Vec<T>) -> Result<Part<T>> {
    let (fetched, fault) = parts::get(sql, id, list)?;
    Ok(Part { items, fetched, fault })
}
