//! The lists of a contact: when each was fetched, why it was not, and the appointments themselves.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::columns::{At, Json, time};
use crate::{
    model::{appointment::Appointment, fault::Fault, ids::ContactId},
    store::error::Result,
};

/// The lists of a contact that are fetched by a call of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Tasks,
    Notes,
    Appointments,
}

impl Listed {
    const fn word(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Notes => "notes",
            Self::Appointments => "appointments",
        }
    }
}

/// When the list was last fetched, and why the last attempt failed if it did.
pub(in crate::store) fn get(
    sql: &Connection,
    contact: ContactId,
    list: Listed,
) -> Result<(Option<Timestamp>, Option<Fault>)> {
    let mut query =
        sql.prepare_cached("SELECT fetched, fault FROM part WHERE contact = ?1 AND list = ?2")?;
    let part = query
        .query_one(params![contact, list.word()], |columns| {
            let fault: Option<Json<Fault>> = columns.get(1)?;
            Ok((time(columns.get(0)?), fault.map(|fault| fault.0)))
        })
        .optional()?;
    Ok(part.unwrap_or_default())
}

pub(in crate::store) fn fetched(
    sql: &Connection,
    contact: ContactId,
    list: Listed,
    at: Timestamp,
) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO part (contact, list, fetched) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET fetched = excluded.fetched, fault = NULL",
    )?
    .execute(params![contact, list.word(), At(at)])?;
    Ok(())
}

pub(in crate::store) fn failed(
    sql: &Connection,
    contact: ContactId,
    list: Listed,
    fault: &Fault,
) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO part (contact, list, fault) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET fault = excluded.fault",
    )?
    .execute(params![contact, list.word(), Json(fault)])?;
    Ok(())
}

/// The appointments of a contact, in the order of their beginning.
pub(in crate::store) fn appointments(
    sql: &Connection,
    contact: ContactId,
) -> Result<Vec<Appointment>> {
    let mut query = sql.prepare_cached("SELECT body FROM appointment WHERE contact = ?1")?;
    let rows = query.query_map([contact], |columns| columns.get(0))?;
    let mut all: Vec<Appointment> =
        rows.map(|row| row.map(|Json(body)| body)).collect::<Result<_, _>>()?;
    all.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    Ok(all)
}

pub(in crate::store) fn set_appointments(
    sql: &Connection,
    contact: ContactId,
    appointments: &[Appointment],
) -> Result<()> {
    sql.prepare_cached("DELETE FROM appointment WHERE contact = ?1")?.execute([contact])?;
    let mut row = sql.prepare_cached(
        "INSERT OR REPLACE INTO appointment (contact, rid, body) VALUES (?1, ?2, ?3)",
    )?;
    for appointment in appointments {
        row.execute(params![contact, appointment.id, Json(appointment)])?;
    }
    Ok(())
}
