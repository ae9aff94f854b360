//! Looks after writes without an answer, a minute later: one call each, and the newest value once
//! more where an older one arrived late (reliability d8).

use super::{
    doubt::{self, Finding, MOST_AGAIN, Need, Ours, Seen},
    hands::{Error, Hands, Word},
};
use crate::{
    api,
    model::{
        change::Change,
        ids::{OpId, RemoteId},
        op::Op,
        served::{Listed, ServedContact, ServedNote, ServedTask},
    },
    store::{self, Pending, Reader, Recheck, Rechecked},
};

/// Looks in one go: others may want to have their turn.
const MOST_AT_ONCE: usize = 50;

/// A write in question with all that must keep its order with it.
struct Case {
    recheck: Recheck,
    ours: Vec<Pending>,
    at: usize,
    /// The task or note that it is about, by the service's id.
    part: Option<RemoteId>,
}

impl Case {
    fn read(reader: &Reader, recheck: Recheck) -> store::Result<Option<Self>> {
        let Some(pending) = reader.change(recheck.op)? else { return Ok(None) };
        let change = pending.outgoing.op.change;
        let ours = reader.changes_of(&change.key())?;
        let place = ours.iter().position(|one| one.outgoing.op.id == recheck.op);
        let part = match (change.task(), change.note()) {
            (Some(task), _) => reader.task_remote(task)?,
            (_, Some(note)) => reader.note_remote(note)?,
            (None, None) => None,
        };
        Ok(place.map(|at| Self { recheck, ours, at, part }))
    }

    fn change(&self, at: usize) -> &Change {
        &self.ours[at].outgoing.op.change
    }

    fn need(&self) -> Need {
        let all = self.ours.iter().map(|one| &one.outgoing);
        let ours: Vec<Ours<'_>> =
            all.map(|one| Ours { change: &one.op.change, state: one.state }).collect();
        doubt::need(&ours, self.at)
    }

    /// What follows from what was seen.
    fn end(&self, newest: Option<usize>, seen: Seen<'_>) -> Rechecked {
        let Some(newest) = newest else { return Rechecked::Over };
        let finding = doubt::judge(self.change(newest), self.change(self.at), seen);
        if finding != Finding::Late || self.recheck.pushed >= MOST_AGAIN {
            return Rechecked::Over;
        }
        let change = Box::new(doubt::again(self.change(newest), seen));
        Rechecked::Again { change, like: self.ours[newest].outgoing.op.id }
    }
}

/// All that are due.
pub(crate) async fn recheck(hands: &Hands) -> Result<(), Error> {
    let (now, settle) = (hands.now(), hands.pace.settle);
    let read = move |reader: &Reader| {
        // A time in the future was noted before the clock was set back.
        let is_due = |one: &Recheck| one.since > now || one.since + settle <= now;
        let due = reader.rechecks()?.into_iter().filter(is_due);
        due.take(MOST_AT_ONCE).map(|one| Ok((one, Case::read(reader, one)?))).collect()
    };
    let due: Vec<(Recheck, Option<Case>)> = hands.store.read(read).await?;
    for (one, case) in due {
        match case {
            Some(case) => look_after(hands, &case).await?,
            None => note(hands, one, Rechecked::Over).await?,
        }
    }
    Ok(())
}

async fn look_after(hands: &Hands, case: &Case) -> Result<(), Error> {
    let newest = match case.need() {
        Need::Nothing => return note(hands, case.recheck, Rechecked::Over).await,
        Need::Patience => return note(hands, case.recheck, Rechecked::Later).await,
        Need::Look(newest) => newest,
    };
    let change = case.change(case.at);
    let Some(remote) = hands.remote(change.contact()).await? else {
        return note(hands, case.recheck, Rechecked::Over).await;
    };
    let found = fetch(hands, &remote, change).await?;
    let seen = found.seen(case.part.as_ref());
    let end = if matches!(seen, Seen::Gone) && found.has_unread() {
        Rechecked::Later // it may be the one that cannot be read
    } else {
        case.end(newest, seen)
    };
    // First what is wanted again: what was seen is then never shown in between.
    note(hands, case.recheck, end).await?;
    take(hands, change, found).await
}

/// Whether what stands there was written by an earlier change of ours that arrived late, so that
/// nobody is overwritten.
pub(crate) async fn is_own(hands: &Hands, op: &Op, seen: &ServedContact) -> Result<bool, Error> {
    let (key, id) = (op.change.key(), op.id);
    let read = move |reader: &Reader| {
        let doubted: Vec<OpId> = reader.rechecks()?.into_iter().map(|one| one.op).collect();
        if doubted.is_empty() {
            return Ok(Vec::new());
        }
        let before = reader.changes_of(&key)?.into_iter().map(|one| one.outgoing.op);
        let before = before.take_while(|one| one.id != id);
        Ok(before.filter(|one| doubted.contains(&one.id)).map(|one| one.change).collect())
    };
    let doubted: Vec<Change> = hands.store.read(read).await?;
    Ok(doubted.iter().any(|change| doubt::holds(change, Seen::Contact(seen))))
}

async fn note(hands: &Hands, recheck: Recheck, end: Rechecked) -> Result<(), Error> {
    if let Some(op) = hands.store.rechecked(recheck.op, end, hands.now()).await? {
        hands.tell(Word::Again(Box::new(op)));
    }
    Ok(())
}

/// What the server holds of what a change is about.
enum Found {
    Contact(Box<ServedContact>),
    Tasks(Listed<ServedTask>),
    Notes(Listed<ServedNote>),
    Gone,
}

impl Found {
    const fn has_unread(&self) -> bool {
        match self {
            Self::Tasks(tasks) => !tasks.unread.is_empty(),
            Self::Notes(notes) => !notes.unread.is_empty(),
            Self::Contact(_) | Self::Gone => false,
        }
    }

    fn seen(&self, part: Option<&RemoteId>) -> Seen<'_> {
        match self {
            Self::Contact(contact) => Seen::Contact(contact),
            Self::Tasks(tasks) => tasks
                .items
                .iter()
                .find(|task| Some(&task.remote) == part)
                .map_or(Seen::Gone, Seen::Task),
            Self::Notes(notes) => notes
                .items
                .iter()
                .find(|note| Some(&note.remote) == part)
                .map_or(Seen::Gone, Seen::Note),
            Self::Gone => Seen::Gone,
        }
    }
}

async fn fetch(hands: &Hands, remote: &RemoteId, change: &Change) -> Result<Found, Error> {
    let client = hands.client.for_outbox();
    let found = if change.task().is_some() {
        client.tasks(remote).await.map(Found::Tasks)
    } else if change.note().is_some() {
        client.notes(remote).await.map(Found::Notes)
    } else {
        client.contact(remote).await.map(|contact| Found::Contact(Box::new(contact)))
    };
    match found {
        Err(api::Error::Gone { .. }) => Ok(Found::Gone),
        found => Ok(found?),
    }
}

/// Whatever was found is the server's last word.
async fn take(hands: &Hands, change: &Change, found: Found) -> Result<(), Error> {
    let (store, contact, now) = (&hands.store, change.contact(), hands.now());
    let base = match found {
        Found::Contact(served) => store.put_contact(*served, now).await?,
        Found::Tasks(tasks) => store.put_tasks_of(contact, tasks, now).await?,
        Found::Notes(notes) => store.put_notes_of(contact, notes, now).await?,
        Found::Gone => return Ok(()), // the sweep looks after it
    };
    hands.tell_base(base);
    Ok(())
}
