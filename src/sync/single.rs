//! Sends a change of a task or note, or one deletion, after a look at what the server holds.
//!
//! Done or not done needs no look: the service takes it as it is told, and both sides mean the
//! same box.

use super::{
    delivery::{Delivery, done, orphaned, unknown_part},
    drafts::{self, Met},
    hands::{Error, Hands},
};
use crate::{
    api::{self, Client, Request},
    model::{
        canonical::{same_note, same_task},
        change::Change,
        fault::{Fault, Trouble},
        field::Field,
        ids::{ContactId, RemoteId},
        note::NoteDraft,
        op::Op,
        served::ServedContact,
        task::TaskDraft,
    },
    store::{Evidence, Outcome},
};

/// One write, made out to the service's own ids.
enum Write {
    DeleteContact,
    UpdateTask(RemoteId, TaskDraft),
    CompleteTask(RemoteId, bool),
    DeleteTask(RemoteId),
    UpdateNote(RemoteId, NoteDraft),
    DeleteNote(RemoteId),
}

/// What the look before it found.
enum Look {
    Send(Write),
    AlreadySo(Evidence),
    /// Somebody changed this meanwhile.
    Foreign(String),
}

/// `change` is what the `ops` come to: one, or edits of one task or note on top of each other.
pub(super) async fn send(hands: &Hands, change: &Change, ops: &[Op]) -> Result<Delivery, Error> {
    let end = |outcome| Ok(Delivery::end_all(ops, &outcome));
    let Some(remote) = hands.remote(change.contact()).await? else {
        return end(orphaned(change));
    };
    let part = match part_of(hands, change).await? {
        Part::Whole => None,
        Part::Of(id) => Some(id),
        Part::Unknown => return end(unknown_part(change)),
    };
    let is_of_a_part = part.is_some();
    let client = hands.client.for_outbox();
    let all: Vec<&Op> = ops.iter().collect();
    let failed = async |error| {
        if is_orphaned(&client, &remote, change, is_of_a_part, &error).await {
            return Delivery::end_all(ops, &orphaned(change));
        }
        Delivery::default().fail(&all, 1, error)
    };
    let write = match look(&client, &remote, part, change).await {
        Ok(Some(Look::Send(write))) => write,
        Ok(Some(Look::AlreadySo(evidence))) => return end(done(evidence, Some(false))),
        // The first may go or be there already; what was made on top of it waits for it.
        Ok(Some(Look::Foreign(_))) if ops.len() > 1 => {
            return Box::pin(send(hands, &ops[0].change, &ops[..1])).await;
        }
        Ok(Some(Look::Foreign(what))) => {
            learn(hands, &client, &remote, change).await?;
            return end(Outcome::Conflict { fault: foreign(&what) });
        }
        Ok(None) => return end(unknown_part(change)),
        Err(error) => return Ok(failed(error).await),
    };
    let request = request(&client, &remote, &write);
    if !hands.intend(&all, request.digest(), None).await? {
        return Ok(Delivery::default().outdated());
    }
    match request.await {
        Ok(evidence) => end(done(evidence, None)),
        Err(error) => Ok(failed(error).await),
    }
}

/// That a task or note is not there may mean that its contact is not, which is another question to a
/// person.
async fn is_orphaned(
    client: &Client,
    remote: &RemoteId,
    change: &Change,
    is_of_a_part: bool,
    error: &api::Error,
) -> bool {
    let is_gone = matches!(error, api::Error::Gone { .. });
    is_gone
        && is_of_a_part
        && !change.is_delete()
        && matches!(client.contact(remote).await, Err(api::Error::Gone { .. }))
}

/// `None` for a change that does not go this way.
async fn look(
    client: &Client,
    remote: &RemoteId,
    part: Option<RemoteId>,
    change: &Change,
) -> Result<Option<Look>, api::Error> {
    Ok(Some(match (change, part) {
        (Change::TaskDone { .. }, Some(id)) => Look::Send(Write::CompleteTask(id, true)),
        (Change::TaskReopened { .. }, Some(id)) => Look::Send(Write::CompleteTask(id, false)),
        (Change::TaskEdited { was, now, .. }, Some(id)) => {
            let theirs = client.task(remote, &id).await?;
            match drafts::task(was, now, &theirs.draft) {
                Met::Send(draft) => Look::Send(Write::UpdateTask(id, draft)),
                Met::AlreadySo => Look::AlreadySo(Evidence::Task(Box::new(theirs))),
                Met::Changed(part) => Look::Foreign(format!("changed its {part}")),
            }
        }
        (Change::NoteEdited { was, now, .. }, Some(id)) => {
            let theirs = client.note(remote, &id).await?;
            match drafts::note(was, now, &theirs.draft) {
                Met::Send(draft) => Look::Send(Write::UpdateNote(id, draft)),
                Met::AlreadySo => Look::AlreadySo(Evidence::Note(Box::new(theirs))),
                Met::Changed(part) => Look::Foreign(format!("changed its {part}")),
            }
        }
        (Change::TaskDeleted { was, .. }, Some(id)) => {
            let theirs = client.task(remote, &id).await?;
            if same_task(&was.draft, &theirs.draft) {
                Look::Send(Write::DeleteTask(id))
            } else {
                Look::Foreign("changed it since you saw it".to_owned())
            }
        }
        (Change::NoteDeleted { was, .. }, Some(id)) => {
            let theirs = client.note(remote, &id).await?;
            if same_note(&was.draft, &theirs.draft) {
                Look::Send(Write::DeleteNote(id))
            } else {
                Look::Foreign("changed it since you saw it".to_owned())
            }
        }
        (Change::ContactDeleted { was, .. }, None) => {
            let theirs: ServedContact = client.contact(remote).await?;
            match drafts::unseen(was, &theirs).as_slice() {
                [] => Look::Send(Write::DeleteContact),
                fields => Look::Foreign(format!("changed {} since you saw it", named(fields))),
            }
        }
        _ => return Ok(None),
    }))
}

fn named(fields: &[Field]) -> String {
    let name = |field: &Field| match field {
        Field::Standard(field) => field.spec().label.to_lowercase(),
        Field::Custom(_) => "a custom field".to_owned(),
    };
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn request(client: &Client, remote: &RemoteId, write: &Write) -> Request<Evidence> {
    let task = |task| Evidence::Task(Box::new(task));
    let note = |note| Evidence::Note(Box::new(note));
    match write {
        Write::DeleteContact => client.delete_contact(remote).map(|()| Evidence::Bare),
        Write::UpdateTask(id, draft) => client.update_task(remote, id, draft).map(task),
        Write::CompleteTask(id, is_done) => client.complete_task(remote, id, *is_done).map(task),
        Write::DeleteTask(id) => client.delete_task(remote, id).map(|()| Evidence::Bare),
        Write::UpdateNote(id, draft) => client.update_note(remote, id, draft).map(note),
        Write::DeleteNote(id) => client.delete_note(remote, id).map(|()| Evidence::Bare),
    }
}

/// Takes into the base what somebody else did, so that the person decides knowing it.
async fn learn(
    hands: &Hands,
    client: &Client,
    remote: &RemoteId,
    change: &Change,
) -> Result<(), Error> {
    let (contact, now): (ContactId, _) = (change.contact(), hands.now());
    let base = if change.task().is_some() {
        hands.store.put_tasks_of(contact, client.tasks(remote).await?, now).await?
    } else if change.note().is_some() {
        hands.store.put_notes_of(contact, client.notes(remote).await?, now).await?
    } else {
        hands.store.put_contact(client.contact(remote).await?, now).await?
    };
    hands.tell_base(base);
    Ok(())
}

fn foreign(what: &str) -> Fault {
    Fault::new(Trouble::Conflict, format!("somebody else {what}"), "r decides, u takes theirs")
}

/// The task or note that a change is about, by the service's id.
enum Part {
    Whole,
    Of(RemoteId),
    Unknown,
}

async fn part_of(hands: &Hands, change: &Change) -> Result<Part, Error> {
    let found = match (change.task(), change.note()) {
        (Some(task), _) => hands.store.read(move |reader| reader.task_remote(task)).await?,
        (_, Some(note)) => hands.store.read(move |reader| reader.note_remote(note)).await?,
        (None, None) => return Ok(Part::Whole),
    };
    Ok(found.map_or(Part::Unknown, Part::Of))
}
