//! Reads what the local database holds: a first window at once, everybody behind it.

use std::ops::ControlFlow;

use super::drafts;
use crate::{
    app::msg::Snapshot,
    model::{agenda::Agenda, roster::Roster},
    store::{Reader, Result},
};

/// More rows than any screen shows.
const WINDOW: usize = 120;

/// What is on screen first. `whole` if that is everybody.
pub(super) fn first(reader: &Reader) -> Result<Snapshot> {
    let (rows, total) = reader.first_window(WINDOW)?;
    let whole = rows.len() as u64 >= total;
    let outgoing = reader.outgoing()?;
    Ok(Snapshot {
        roster: Roster::from_rows(rows),
        whole,
        tasks: if whole { agenda(reader)? } else { Agenda::default() },
        queue: outgoing.into_iter().map(|pending| pending.outgoing).collect(),
        catalog: reader.catalog()?,
        synced: reader.progress()?.synced,
        drafts: drafts::recall(reader)?,
    })
}

/// Everybody, and everybody's open tasks.
pub(super) fn everything(reader: &Reader) -> Result<Snapshot> {
    let contacts = usize::try_from(reader.counts()?.contacts).unwrap_or_default();
    let mut roster = Roster::with_capacity(contacts);
    reader.each_row(|row| {
        roster.put(row);
        ControlFlow::Continue(())
    })?;
    Ok(Snapshot { roster, whole: true, tasks: agenda(reader)?, ..first(reader)? })
}

/// Everybody's open tasks.
fn agenda(reader: &Reader) -> Result<Agenda> {
    let tasks = usize::try_from(reader.counts()?.open_tasks).unwrap_or_default();
    let mut agenda = Agenda::with_capacity(tasks);
    reader.each_open_task(|task| agenda.put(task))?;
    Ok(agenda)
}
