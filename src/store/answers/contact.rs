//! Contacts, as the server shows them.

use uuid::Uuid;

use super::{overwritten, source::Source};
use crate::{
    model::{
        contact::Contact,
        ids::{ContactId, RemoteId, TaskId},
        row::Row,
        served::ServedContact,
        talk::Renamed,
    },
    store::{
        error::Result,
        rows::{
            contacts::{self, Head, Written},
            notes, ops, tasks,
            tombstones::{self, Tombstone},
            twins,
        },
        work::Work,
    },
};

/// A contact that the server showed, made ready for [`take`] without the database.
pub(in crate::store) fn shown(served: ServedContact) -> Result<Written> {
    Written::new(with_id(served, ContactId::new(Uuid::nil())))
}

/// A contact that somebody else may have changed.
pub(in crate::store) fn take(
    work: &mut Work<'_>,
    mut shown: Written,
    source: Source,
) -> Result<()> {
    let row = match &shown.remote {
        Some(remote) => work.remotes.row(&work.sql, remote)?,
        None => None,
    };
    let stored = match row {
        Some(row) => shown.stored_in(&work.sql, row)?,
        None => None,
    };
    shown.row.id = match &stored {
        Some(stored) => stored.id,
        None => new_id(work, shown.remote.as_ref())?,
    };
    put(work, stored.as_ref(), shown, source)
}

/// For a contact that is not stored; the one it had before if it was buried here.
fn new_id(work: &mut Work<'_>, remote: Option<&RemoteId>) -> Result<ContactId> {
    let buried = match remote {
        Some(remote) => tombstones::take(&work.sql, remote)?,
        None => None,
    };
    Ok(buried.unwrap_or_else(|| work.ids.contact()))
}

/// A contact as it is after a write of ours. If a pull has brought it already, as a stranger, this is
/// the answer to its creation: what is known since may be newer.
pub(in crate::store) fn written(work: &mut Work<'_>, contact: Contact) -> Result<()> {
    let mut source = Source::Write;
    if let Some(remote) = &contact.remote
        && let Some(row) = work.remotes.row(&work.sql, remote)?
        && let twin = contacts::id_in(&work.sql, row)?
        && twin != contact.id
    {
        unite(work, Renamed { from: twin, to: contact.id })?;
        source = Source::List;
    }
    let written = Written::new(contact)?;
    let stored = written.stored(&work.sql)?;
    put(work, stored.as_ref(), written, source)
}

/// A pull brought the contact in as a stranger. What was known of it, and all that was done to it
/// under its other id, belongs to the one by which we know it.
fn unite(work: &mut Work<'_>, renamed: Renamed) -> Result<()> {
    let Renamed { from, to } = renamed;
    remove(work, to)?;
    contacts::rename(&work.sql, from, to)?;
    ops::rename(&work.sql, renamed)?;
    twins::add(&work.sql, renamed)?;
    work.renamed(renamed);
    if let Some(known) = contacts::get(&work.sql, to)? {
        work.row(Row::from(known.contact), false);
    }
    for known in tasks::of(&work.sql, to)? {
        work.task(&known.task, false);
    }
    Ok(())
}

fn put(work: &mut Work<'_>, stored: Option<&Head>, written: Written, source: Source) -> Result<()> {
    let Some(stored) = stored else {
        let row = contacts::insert(&work.sql, &written, work.at, work.firm(source, None))?;
        know(work, &written, row)?;
        work.row(written.row, true);
        return Ok(());
    };
    overwritten::see(work, stored.id, written.row.updated, |field| written.value(field))?;
    let is_older = source != Source::Write
        && written.row.updated.zip(stored.updated).is_some_and(|(new, old)| new < old);
    if is_older || !source.may_replace(stored.firm, work.at) {
        return Ok(());
    }
    let firm = work.firm(source, stored.firm);
    if !stored.is_same {
        contacts::replace(&work.sql, stored, &written, work.at, firm)?;
        know(work, &written, stored.row)?;
        work.row(written.row, false);
    } else if source != Source::List {
        contacts::confirm(&work.sql, stored, work.at, firm)?;
        work.touch(stored.id);
    }
    Ok(())
}

fn know(work: &mut Work<'_>, written: &Written, row: i64) -> Result<()> {
    written.remote.as_ref().map_or(Ok(()), |remote| work.remotes.add(&work.sql, remote, row))
}

pub(in crate::store) fn remove(work: &mut Work<'_>, id: ContactId) -> Result<()> {
    let open: Vec<TaskId> = tasks::of(&work.sql, id)?
        .iter()
        .filter(|known| !known.task.done)
        .map(|known| known.task.id)
        .collect();
    if contacts::remove(&work.sql, id)? {
        work.gone(id);
        for task in open {
            work.closed(task, id);
        }
    }
    Ok(())
}

/// The server has it no more. With open changes it stays.
pub(in crate::store) fn bury(work: &mut Work<'_>, id: ContactId) -> Result<()> {
    let Some(known) = contacts::get(&work.sql, id)? else { return Ok(()) };
    if !ops::open_of_contact(&work.sql, id)?.is_empty() {
        return Ok(());
    }
    let stone = Tombstone {
        contact: known.contact,
        tasks: tasks::of(&work.sql, id)?.into_iter().map(|known| known.task).collect(),
        notes: notes::of(&work.sql, id)?.into_iter().map(|known| known.note).collect(),
    };
    tombstones::put(&work.sql, &stone, work.at)?;
    remove(work, id)
}

pub(in crate::store) fn with_id(served: ServedContact, id: ContactId) -> Contact {
    Contact {
        id,
        remote: Some(served.remote),
        values: served.values,
        tags: served.tags,
        added: served.added,
        updated: served.updated,
        extra: served.extra,
    }
}
