//! What the server's answers do to the base.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{
    contacts::{self, Head, Written},
    error::Result,
    notes,
    parts::{self, Listed},
    tasks,
    work::Work,
};
use crate::model::{
    contact::Contact,
    ids::{ContactId, NoteId, RemoteId, TaskId},
    note::Note,
    row::Row,
    served::{ServedContact, ServedNote, ServedTask},
    task::Task,
};

/// For so long after a write of ours, lists may still show what was before (reliability d11).
const LAG: SignedDuration = SignedDuration::from_secs(60);

/// How much an answer is worth against what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A page of a search, which may lag behind.
    List,
    /// The record itself was asked for.
    Look,
    /// The record as it is after a write of ours.
    Write,
}

impl Source {
    fn may_replace(self, firm: Option<Timestamp>, at: Timestamp) -> bool {
        self != Self::List || !is_firm(firm, at)
    }

    fn firm(self, before: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Write => Some(at + LAG),
            Self::List | Self::Look => before.filter(|until| *until > at),
        }
    }
}

fn is_firm(firm: Option<Timestamp>, at: Timestamp) -> bool {
    firm.is_some_and(|until| until > at)
}

/// A contact that somebody else may have changed.
pub(super) fn contact(work: &mut Work<'_>, served: ServedContact, source: Source) -> Result<()> {
    let mut written = Written::new(with_id(served, work.ids.contact()))?;
    let stored = written.stored_by_remote(&work.sql)?;
    if let Some(stored) = &stored {
        written.contact.id = stored.id;
    }
    put_contact(work, stored.as_ref(), &written, source)
}

/// A contact as it is after a write of ours. If a pull has brought it already, as a stranger, it
/// gets the id by which we know it.
pub(super) fn written_contact(work: &mut Work<'_>, contact: Contact) -> Result<()> {
    if let Some(remote) = &contact.remote
        && let Some(twin) = contacts::id_of(&work.sql, remote)?
        && twin != contact.id
    {
        remove_contact(work, contact.id)?;
        contacts::rename(&work.sql, twin, contact.id)?;
        work.renamed(twin);
        for known in tasks::of(&work.sql, contact.id)? {
            work.task(&known.task, false);
        }
    }
    let written = Written::new(contact)?;
    let stored = written.stored(&work.sql)?;
    put_contact(work, stored.as_ref(), &written, Source::Write)
}

fn put_contact(
    work: &mut Work<'_>,
    stored: Option<&Head>,
    written: &Written,
    source: Source,
) -> Result<()> {
    let contact = &written.contact;
    let Some(stored) = stored else {
        contacts::save(&work.sql, None, written, work.at, source.firm(None, work.at))?;
        work.row(Row::from(contact), true);
        return Ok(());
    };
    let is_older = source != Source::Write
        && contact.updated.zip(stored.updated).is_some_and(|(new, old)| new < old);
    if is_older || !source.may_replace(stored.firm, work.at) {
        return Ok(());
    }
    let firm = source.firm(stored.firm, work.at);
    if !stored.is_same {
        contacts::save(&work.sql, Some(stored), written, work.at, firm)?;
        work.row(Row::from(contact), false);
    } else if source != Source::List {
        contacts::confirm(&work.sql, stored, work.at, firm)?;
        work.touch(contact.id);
    }
    Ok(())
}

pub(super) fn remove_contact(work: &mut Work<'_>, id: ContactId) -> Result<()> {
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

/// A task of a contact that is known here.
pub(super) fn task(
    work: &mut Work<'_>,
    contact: ContactId,
    served: ServedTask,
    source: Source,
) -> Result<()> {
    let known = tasks::by_remote(&work.sql, &served.remote)?;
    let id = known.as_ref().map_or_else(|| work.ids.task(), |known| known.task.id);
    put_task(work, known.as_ref(), &task_with_id(served, id, contact), source)
}

/// A task as it is after a write of ours.
pub(super) fn written_task(work: &mut Work<'_>, task: &Task) -> Result<()> {
    if !contacts::exists(&work.sql, task.contact)? {
        return Ok(());
    }
    if let Some(remote) = &task.remote
        && let Some(twin) = tasks::by_remote(&work.sql, remote)?.map(|known| known.task)
        && twin.id != task.id
    {
        tasks::remove(&work.sql, twin.id)?;
        work.closed(twin.id, twin.contact);
    }
    let known = tasks::get(&work.sql, task.id)?;
    put_task(work, known.as_ref(), task, Source::Write)
}

fn put_task(
    work: &mut Work<'_>,
    known: Option<&tasks::Known>,
    task: &Task,
    source: Source,
) -> Result<()> {
    if let Some(remote) = task.remote.clone().filter(|_| !task.done) {
        work.shown.insert(remote, work.at);
    }
    let before = known.and_then(|known| known.firm);
    if !source.may_replace(before, work.at) {
        return Ok(());
    }
    let firm = source.firm(before, work.at);
    let is_same = known.is_some_and(|known| known.task == *task);
    if !is_same || firm != before {
        tasks::save(&work.sql, task, firm)?;
    }
    if !is_same {
        work.task(task, known.is_some_and(|known| !known.task.done));
    }
    Ok(())
}

pub(super) fn remove_task(work: &mut Work<'_>, id: TaskId) -> Result<()> {
    if let Some(known) = tasks::get(&work.sql, id)? {
        tasks::remove(&work.sql, id)?;
        work.closed(id, known.task.contact);
    }
    Ok(())
}

/// All tasks of a contact: what is not among them is gone.
pub(super) fn tasks_of(
    work: &mut Work<'_>,
    contact: ContactId,
    served: Vec<ServedTask>,
) -> Result<()> {
    if !contacts::exists(&work.sql, contact)? {
        return Ok(());
    }
    let listed: HashSet<RemoteId> = served.iter().map(|task| task.remote.clone()).collect();
    for task in served {
        self::task(work, contact, task, Source::Look)?;
    }
    for known in tasks::of(&work.sql, contact)? {
        let is_listed = known.task.remote.is_some_and(|remote| listed.contains(&remote));
        if !is_listed && !is_firm(known.firm, work.at) {
            remove_task(work, known.task.id)?;
        }
    }
    parts::fetched(&work.sql, contact, Listed::Tasks, work.at)?;
    work.touch(contact);
    Ok(())
}

/// A page of everybody's open tasks; the number of those whose contact is not known here.
pub(super) fn open_tasks(work: &mut Work<'_>, page: Vec<ServedTask>) -> Result<usize> {
    let mut strangers = 0;
    for served in page {
        let contact = match &served.contact {
            Some(remote) => contacts::id_of(&work.sql, remote)?,
            None => None,
        };
        match contact {
            Some(contact) => task(work, contact, served, Source::List)?,
            None => strangers += 1,
        }
    }
    Ok(strangers)
}

/// Closes the open tasks that no answer has shown since a pass over all of them began.
pub(super) fn close_unshown(work: &mut Work<'_>, began: Timestamp) -> Result<()> {
    work.shown.retain(|_, at| *at >= began);
    for known in tasks::open(&work.sql)? {
        let mut task = known.task;
        let is_shown = task.remote.as_ref().is_some_and(|remote| work.shown.contains_key(remote));
        if !is_shown && !is_firm(known.firm, began) {
            task.done = true;
            tasks::save(&work.sql, &task, None)?;
            work.task(&task, true);
        }
    }
    Ok(())
}

/// All notes of a contact: what is not among them is gone.
pub(super) fn notes_of(
    work: &mut Work<'_>,
    contact: ContactId,
    served: Vec<ServedNote>,
) -> Result<()> {
    if !contacts::exists(&work.sql, contact)? {
        return Ok(());
    }
    let listed: HashSet<RemoteId> = served.iter().map(|note| note.remote.clone()).collect();
    for note in served {
        let known = notes::by_remote(&work.sql, &note.remote)?;
        let id = known.as_ref().map_or_else(|| work.ids.note(), |known| known.note.id);
        put_note(work, known.as_ref(), &note_with_id(note, id, contact), Source::Look)?;
    }
    for known in notes::of(&work.sql, contact)? {
        let is_listed = known.note.remote.is_some_and(|remote| listed.contains(&remote));
        if !is_listed && !is_firm(known.firm, work.at) {
            notes::remove(&work.sql, known.note.id)?;
        }
    }
    parts::fetched(&work.sql, contact, Listed::Notes, work.at)?;
    work.touch(contact);
    Ok(())
}

/// A note as it is after a write of ours.
pub(super) fn written_note(work: &mut Work<'_>, note: &Note) -> Result<()> {
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
    put_note(work, known.as_ref(), note, Source::Write)
}

fn put_note(
    work: &mut Work<'_>,
    known: Option<&notes::Known>,
    note: &Note,
    source: Source,
) -> Result<()> {
    let before = known.and_then(|known| known.firm);
    let firm = source.firm(before, work.at);
    if known.is_none_or(|known| known.note != *note) || firm != before {
        notes::save(&work.sql, note, firm)?;
    }
    work.touch(note.contact);
    Ok(())
}

pub(super) fn remove_note(work: &mut Work<'_>, id: NoteId) -> Result<()> {
    if let Some(known) = notes::get(&work.sql, id)? {
        notes::remove(&work.sql, id)?;
        work.touch(known.note.contact);
    }
    Ok(())
}

pub(super) fn with_id(served: ServedContact, id: ContactId) -> Contact {
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

pub(super) fn task_with_id(served: ServedTask, id: TaskId, contact: ContactId) -> Task {
    Task { id, remote: Some(served.remote), contact, draft: served.draft, done: served.done }
}

pub(super) fn note_with_id(served: ServedNote, id: NoteId, contact: ContactId) -> Note {
    Note {
        id,
        remote: Some(served.remote),
        contact,
        draft: served.draft,
        author: served.author,
        added: served.added,
        pinned: served.pinned,
    }
}
