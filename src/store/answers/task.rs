//! Tasks, as the server shows them.

use std::collections::HashSet;

use super::source::{Source, is_firm};
use crate::{
    model::{
        ids::{ContactId, RemoteId, TaskId},
        served::{Listed, ServedTask},
        task::Task,
    },
    store::{
        error::Result,
        rows::{
            contacts,
            parts::{self, Listed as Part},
            tasks,
            unread::{self, Kind},
        },
        work::Work,
    },
};

/// A task of a contact that is known here.
pub(in crate::store) fn take(
    work: &mut Work<'_>,
    contact: ContactId,
    served: ServedTask,
    source: Source,
) -> Result<()> {
    let known = tasks::by_remote(&work.sql, &served.remote)?;
    let id = known.as_ref().map_or_else(|| work.ids.task(), |known| known.task.id);
    put(work, known.as_ref(), with_id(served, id, contact), source)
}

/// A task as it is after a write of ours.
pub(in crate::store) fn written(work: &mut Work<'_>, task: Task) -> Result<()> {
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
    put(work, known.as_ref(), task, Source::Write)
}

fn put(
    work: &mut Work<'_>,
    known: Option<&tasks::Known>,
    mut task: Task,
    source: Source,
) -> Result<()> {
    if let Some(known) = known {
        source.complete(&mut task.extra, &known.task.extra);
    }
    if task.remote.is_some() && !task.done {
        work.shown.insert(task.id);
    }
    let before = known.and_then(|known| known.firm);
    if !source.may_replace(before, work.at) {
        return Ok(());
    }
    let firm = work.firm(source, before);
    let is_same = known.is_some_and(|known| known.task == task);
    if !is_same || firm != before {
        tasks::save(&work.sql, &task, firm)?;
    }
    if !is_same {
        work.task(&task, known.is_some_and(|known| !known.task.done));
    }
    Ok(())
}

pub(in crate::store) fn remove(work: &mut Work<'_>, id: TaskId) -> Result<()> {
    if let Some(known) = tasks::get(&work.sql, id)? {
        tasks::remove(&work.sql, id)?;
        work.closed(id, known.task.contact);
    }
    Ok(())
}

/// All tasks of a contact: what is not among them is gone.
pub(in crate::store) fn of_contact(
    work: &mut Work<'_>,
    contact: ContactId,
    Listed { items: served, unread }: Listed<ServedTask>,
) -> Result<()> {
    if !contacts::exists(&work.sql, contact)? {
        return Ok(());
    }
    let listed: HashSet<RemoteId> = served.iter().map(|task| task.remote.clone()).collect();
    for task in served {
        take(work, contact, task, Source::Look)?;
    }
    for known in tasks::of(&work.sql, contact)? {
        let is_listed = known.task.remote.is_some_and(|remote| listed.contains(&remote));
        if !is_listed && unread.is_empty() && !is_firm(known.firm, work.at) {
            remove(work, known.task.id)?;
        }
    }
    work.unread(Kind::Task, Some(contact), &unread)?;
    unread::retain(&work.sql, Kind::Task, Some(contact), &unread)?;
    parts::fetched(&work.sql, contact, Part::Tasks, work.at)?;
    work.touch(contact);
    Ok(())
}

/// A page of everybody's open tasks; the number of those whose contact is not known here.
pub(in crate::store) fn open_page(work: &mut Work<'_>, page: Listed<ServedTask>) -> Result<usize> {
    work.unread(Kind::Task, None, &page.unread)?;
    let mut strangers = 0;
    for served in page {
        let contact = match &served.contact {
            Some(remote) => contacts::id_of(&work.sql, remote)?,
            None => None,
        };
        match contact {
            Some(contact) => take(work, contact, served, Source::List)?,
            None => strangers += 1,
        }
    }
    Ok(strangers)
}

/// Closes the open tasks that no answer has shown since a pass over all of them began.
pub(in crate::store) fn close_unshown(work: &mut Work<'_>) -> Result<()> {
    let shown = std::mem::take(work.shown);
    let mut unshown = tasks::open_ids(&work.sql)?;
    unshown.retain(|id| !shown.contains(id));
    for id in unshown {
        let Some(known) = tasks::get(&work.sql, id)? else { continue };
        if !is_firm(known.firm, work.at) {
            let task = Task { done: true, ..known.task };
            tasks::save(&work.sql, &task, None)?;
            work.task(&task, true);
        }
    }
    Ok(())
}

pub(in crate::store) fn with_id(served: ServedTask, id: TaskId, contact: ContactId) -> Task {
    Task {
        id,
        remote: Some(served.remote),
        contact,
        draft: served.draft,
        done: served.done,
        extra: served.extra,
    }
}
