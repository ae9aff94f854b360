//! Fetches what is stale of the one contact that the person looks at, or may look at next.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::unbounded_channel;

use super::hands::{Error, Hands, Pace, Word};
use crate::{
    api::{self, Client},
    model::{
        dossier::Dossier,
        fault::Fault,
        ids::{ContactId, RemoteId},
    },
    store::{Listed, Reader, Store},
};

/// The parts to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stale(Vec<Section>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Record,
    Tasks,
    Notes,
    Appointments,
}

impl Stale {
    /// Judged by the age of each part.
    pub(crate) fn of(dossier: &Dossier, fresh: SignedDuration, now: Timestamp) -> Self {
        let fetched = [
            (Section::Record, dossier.fetched),
            (Section::Tasks, dossier.tasks.fetched),
            (Section::Notes, dossier.notes.fetched),
            (Section::Appointments, dossier.appointments.fetched),
        ];
        // A time in the future was noted before the clock was set back.
        let is_fresh = |time: Timestamp| time <= now && now.duration_since(time) <= fresh;
        let old = |time: Option<Timestamp>| !time.is_some_and(is_fresh);
        Self(fetched.into_iter().filter(|(_, time)| old(*time)).map(|(part, _)| part).collect())
    }

    pub(crate) fn all() -> Self {
        Self(vec![Section::Record, Section::Tasks, Section::Notes, Section::Appointments])
    }

    pub(crate) fn is_anything(&self) -> bool {
        !self.0.is_empty()
    }

    fn has(&self, section: Section) -> bool {
        self.0.contains(&section)
    }
}

/// Everything about one contact, for whoever runs no background task.
pub async fn fetch(client: Client, store: Store, contact: ContactId) -> Result<(), Fault> {
    let (words, _) = unbounded_channel(); // nobody listens
    let hands = Hands { client, store, pace: Pace::default(), words };
    visit(&hands, contact, Stale::all()).await.map_err(|error| Fault::from(&error))
}

/// Up to four calls at once, each stored and told as it comes. Answers with the error that says
/// most about the connection, if any part failed.
pub(crate) async fn visit(hands: &Hands, contact: ContactId, stale: Stale) -> Result<(), Error> {
    let client = hands.client.for_person();
    let Some(remote) = hands.remote(contact).await? else { return Ok(()) };
    let (record, tasks, notes, appointments) = tokio::join!(
        when(stale.has(Section::Record), record(hands, &client, contact, &remote)),
        when(stale.has(Section::Tasks), tasks(hands, &client, contact, &remote)),
        when(stale.has(Section::Notes), notes(hands, &client, contact, &remote)),
        when(stale.has(Section::Appointments), appointments(hands, &client, contact, &remote)),
    );
    record.and(tasks).and(notes).and(appointments)
}

/// What nobody looks at yet, of a contact that changed: its tasks, open and closed, and its notes.
/// The record itself came with the news.
pub(crate) async fn read_ahead(hands: &Hands, contact: ContactId) -> Result<(), Error> {
    let client = hands.client.in_background();
    let Some(remote) = hands.remote(contact).await? else { return Ok(()) };
    let read = match tasks(hands, &client, contact, &remote).await {
        Ok(()) => notes(hands, &client, contact, &remote).await,
        Err(error) => Err(error),
    };
    match read {
        // Deleted meanwhile: the sweep sees to that.
        Err(Error::Api(api::Error::Gone { .. })) => Ok(()),
        read => read,
    }
}

async fn when(wanted: bool, work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    if wanted { work.await } else { Ok(()) }
}

async fn record(
    hands: &Hands,
    client: &Client,
    contact: ContactId,
    remote: &RemoteId,
) -> Result<(), Error> {
    let base = match client.contact(remote).await {
        Ok(served) => hands.store.put_contact(served, hands.now()).await?,
        Err(api::Error::Gone { .. }) => hands.store.bury(contact, hands.now()).await?,
        Err(error) => return Err(error.into()),
    };
    hands.tell_base(base);
    Ok(())
}

async fn tasks(
    hands: &Hands,
    client: &Client,
    contact: ContactId,
    remote: &RemoteId,
) -> Result<(), Error> {
    let base = match client.tasks(remote).await {
        Ok(tasks) => {
            let listed = tasks.items.iter().map(|task| task.remote.clone()).collect();
            let base = hands.store.put_tasks_of(contact, tasks, hands.now()).await?;
            come_again(hands, contact, listed, Section::Tasks).await?;
            base
        }
        Err(error) => return failed(hands, contact, Listed::Tasks, error).await,
    };
    hands.tell_base(base);
    Ok(())
}

async fn notes(
    hands: &Hands,
    client: &Client,
    contact: ContactId,
    remote: &RemoteId,
) -> Result<(), Error> {
    let base = match client.notes(remote).await {
        Ok(notes) => {
            let listed = notes.items.iter().map(|note| note.remote.clone()).collect();
            let base = hands.store.put_notes_of(contact, notes, hands.now()).await?;
            come_again(hands, contact, listed, Section::Notes).await?;
            base
        }
        Err(error) => return failed(hands, contact, Listed::Notes, error).await,
    };
    hands.tell_base(base);
    Ok(())
}

async fn appointments(
    hands: &Hands,
    client: &Client,
    contact: ContactId,
    remote: &RemoteId,
) -> Result<(), Error> {
    let base = match client.appointments(remote).await {
        Ok(list) => hands.store.put_appointments_of(contact, list.items, hands.now()).await?,
        Err(error) => return failed(hands, contact, Listed::Appointments, error).await,
    };
    hands.tell_base(base);
    Ok(())
}

/// What we wrote a moment ago stays though the list does not show it: lists may lag behind. Whether
/// it is gone is seen when the list is fetched once more, after a while.
async fn come_again(
    hands: &Hands,
    contact: ContactId,
    listed: HashSet<RemoteId>,
    section: Section,
) -> Result<(), Error> {
    let is_doubted = move |reader: &Reader| {
        let Some(dossier) = reader.dossier(contact)? else { return Ok(false) };
        let is_unlisted = |remote: &RemoteId| !listed.contains(remote);
        Ok(match section {
            Section::Notes => {
                dossier.notes.items.iter().filter_map(|it| it.remote.as_ref()).any(is_unlisted)
            }
            _ => dossier.tasks.items.iter().filter_map(|it| it.remote.as_ref()).any(is_unlisted),
        })
    };
    if hands.store.read(is_doubted).await? {
        hands.tell(Word::Stirred(vec![contact]));
    }
    Ok(())
}

/// A tab that cannot load shows its own error; the others work.
async fn failed(
    hands: &Hands,
    contact: ContactId,
    part: Listed,
    error: api::Error,
) -> Result<(), Error> {
    hands.tell_base(hands.store.part_failed(contact, part, (&error).into(), hands.now()).await?);
    Err(error.into())
}
