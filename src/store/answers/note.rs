//! Notes, as the server shows them.

use std::collections::HashSet;

use super::source::{Source, is_firm};
use crate::{
    model::{
        ids::{ContactId, NoteId, RemoteId},
        note::Note,
        served::{Listed, ServedNote},
    },
    store::{
        error::Result,
        rows::{
            contacts, notes,
            parts::{self, Listed as Part},
            unread::{self, Kind},
        },
        work::Work,
    },
};

/// All notes of a contact: what is not among them is gone.
pub(in crate::store) fn of_contact(
    work: &mut Work<'_>,
    contact: ContactId,
    Listed { items: served, unread }: Listed<ServedNote>,
) -> Result<()> {
    if !contacts::exists(&work.sql, contact)? {
        return Ok(());
    }
    let listed: HashSet<RemoteId> = served.iter().map(|note| note.remote.clone()).collect();
    for note in served {
        let known = notes::by_remote(&work.sql, &note.remote)?;
        let id = known.as_ref().map_or_else(|| work.ids.note(), |known| known.note.id);
        put(work, known.as_ref(), with_id(note, id, contact), Source::Look)?;
    }
    for known in notes::of(&work.sql, contact)? {
        let is_listed = known.note.remote.is_some_and(|remote| listed.contains(&remote));
        if !is_listed && unread.is_empty() && !is_firm(known.firm, work.at) {
            notes::remove(&work.sql, known.note.id)?;
        }
    }
    work.unread(Kind::Note, Some(contact), &unread)?;
    unread::retain(&work.sql, Kind::Note, Some(contact), &unread)?;
    parts::fetched(&work.sql, contact, Part::Notes, work.at)?;
    work.touch(contact);
    Ok(())
}

/// A note as it is after a write of ours.
pub(in crate::store) fn written(work: &mut Work<'_>, note: Note) -> Result<()> {
    if !contacts::exists(&work.sql, note.contact)? {
        return Ok(());
    }
    if let Some(remote) = &note.remote
        && let Some(twin) = notes::by_remote(&work.sql, remote)?.map(|known| known.note)
        && twin.id != note.id
    {
        notes::remove(&work.sql, twin.id)?;
    }
    let known = notes::get(&work.sql, note.id)?;
    put(work, known.as_ref(), note, Source::Write)
}

fn put(
    work: &mut Work<'_>,
    known: Option<&notes::Known>,
    mut note: Note,
    source: Source,
) -> Result<()> {
    if let Some(known) = known {
        source.complete(&mut note.extra, &known.note.extra);
    }
    let before = known.and_then(|known| known.firm);
    let firm = work.firm(source, before);
    if known.is_none_or(|known| known.note != note) || firm != before {
        notes::save(&work.sql, &note, firm)?;
    }
    work.touch(note.contact);
    Ok(())
}

pub(in crate::store) fn remove(work: &mut Work<'_>, id: NoteId) -> Result<()> {
    if let Some(known) = notes::get(&work.sql, id)? {
        notes::remove(&work.sql, id)?;
        work.touch(known.note.contact);
    }
    Ok(())
}

pub(in crate::store) fn with_id(served: ServedNote, id: NoteId, contact: ContactId) -> Note {
    Note {
        id,
        remote: Some(served.remote),
        contact,
        draft: served.draft,
        author: served.author,
        added: served.added,
        pinned: served.pinned,
        extra: served.extra,
    }
}
