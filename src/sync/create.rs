//! Makes contacts, tasks and notes on the server, never twice (reliability d4).
//!
//! There is no idempotency key, so a creation is looked for before it is sent, and what the server
//! lists before the first try is noted with the intent: an unanswered one is then recognised by
//! what was not there before.

use std::collections::BTreeMap;

use super::{
    delivery::{Delivery, done, orphaned},
    found::{self, Traces},
    hands::{Error, Hands, Word},
    merge::{is_ours, value_of},
};
use crate::{
    api::{self, Direction, Search, Sort, SortBy},
    model::{
        canonical::same,
        change::{Change, Key},
        dossier::Dossier,
        fault::{Fault, Trouble},
        field::{Field, Standard},
        ids::{OpId, RemoteId},
        op::Op,
        served::ServedContact,
        value::Value,
    },
    store::{Evidence, Outcome, Pending, Reader},
};

/// How many of the newest contacts are searched for one without email and phone.
const NEWEST: u16 = 100;

/// What a look at the server shows of a creation.
pub(crate) enum Seen {
    /// It is there.
    Ours(Evidence),
    /// It is not.
    Absent {
        /// What the server lists now, to be told from what comes.
        listed: Vec<RemoteId>,
    },
    /// Another contact has the same email or phone.
    Taken(Box<ServedContact>),
    /// What it belongs to is not on the server.
    Orphaned,
}

/// Looks, then sends. `before` is what the server listed before the first try, if there was one.
pub(crate) async fn send(
    hands: &Hands,
    op: &Op,
    before: Option<&[RemoteId]>,
) -> Result<Delivery, Error> {
    let listed = match look(hands, op, before).await {
        Ok(Seen::Absent { listed }) => listed,
        Ok(Seen::Ours(evidence)) => return Ok(Delivery::end(op, done(evidence, Some(true)))),
        Ok(Seen::Taken(other)) => {
            let fault = taken(&op.change, &other);
            // Whoever says that it goes all the same knows of that one.
            hands.store.met(op.id, other.remote, hands.now()).await?;
            return Ok(Delivery::end(op, Outcome::Conflict { fault }));
        }
        Ok(Seen::Orphaned) => return Ok(Delivery::end(op, orphaned(&op.change))),
        Err(Error::Api(error)) => return Ok(Delivery::default().fail(&[op], error)),
        Err(error) => return Err(error),
    };
    if hands.intend(&[op], Some(serde_json::json!(listed))).await?.is_empty() {
        return Ok(Delivery::default());
    }
    let mut delivery = match make(hands, op).await? {
        Ok(evidence) => Delivery::end(op, done(evidence, Some(true))),
        Err(error) => Delivery::default().fail(&[op], error),
    };
    delivery.listed = Some(listed);
    Ok(delivery)
}

/// Whether a creation is on the server. `before`: what was listed before the first try; none if
/// it was never sent, so that nothing listed can be ours.
pub(crate) async fn look(
    hands: &Hands,
    op: &Op,
    before: Option<&[RemoteId]>,
) -> Result<Seen, Error> {
    let client = hands.client.for_outbox();
    if let Change::ContactAdded { values, .. } = &op.change {
        return look_for_contact(hands, op, values, before).await;
    }
    let Some(contact) = hands.remote(op.change.contact()).await? else {
        return Ok(Seen::Orphaned);
    };
    let traces = match before {
        Some(before) => Some(traces(hands, op, before).await?),
        None => None,
    };
    let (ours, listed) = match &op.change {
        Change::TaskAdded { draft, .. } => {
            let tasks = client.tasks(&contact).await?;
            let ours = traces.and_then(|traces| found::task(draft, &traces, &tasks.items));
            let ours = ours.map(|task| Evidence::Task(Box::new(task.clone())));
            (ours, tasks.into_iter().map(|task| task.remote).collect())
        }
        Change::NoteAdded { draft, .. } => {
            let notes = client.notes(&contact).await?;
            let ours = traces.and_then(|traces| found::note(draft, &traces, &notes.items));
            let ours = ours.map(|note| Evidence::Note(Box::new(note.clone())));
            (ours, notes.into_iter().map(|note| note.remote).collect())
        }
        _ => (None, Vec::new()),
    };
    Ok(ours.map_or(Seen::Absent { listed }, Seen::Ours))
}

/// What is known of other creations of tasks or notes of the same contact: two may look alike.
async fn traces(hands: &Hands, op: &Op, before: &[RemoteId]) -> Result<Traces, Error> {
    let (contact, own) = (op.change.contact(), op.id);
    let mut traces = Traces { others: before.to_vec(), ..Traces::default() };
    let read = move |reader: &Reader| {
        for (remote, key) in reader.dossier(contact)?.iter().flat_map(parts) {
            if reader.changes_of(&key)?.iter().any(|it| is_other_creation(it, own)) {
                traces.others.push(remote);
            }
        }
        let open = reader.open_changes_of(contact)?;
        let later = open.into_iter().skip_while(|it| it.outgoing.op.id != own).skip(1);
        let images = later.filter_map(|it| it.pre_image);
        let listed = images.filter_map(|it| serde_json::from_value::<Vec<RemoteId>>(it).ok());
        traces.earlier = listed.flatten().collect();
        Ok(traces)
    };
    Ok(hands.store.read(read).await?)
}

/// Its tasks and notes that the server has.
fn parts(dossier: &Dossier) -> Vec<(RemoteId, Key)> {
    let tasks = dossier.tasks.items.iter().map(|it| (&it.remote, Key::Task(it.id)));
    let notes = dossier.notes.items.iter().map(|it| (&it.remote, Key::Note(it.id)));
    tasks.chain(notes).filter_map(|(remote, key)| Some((remote.clone()?, key))).collect()
}

async fn look_for_contact(
    hands: &Hands,
    op: &Op,
    values: &BTreeMap<Field, Value>,
    before: Option<&[RemoteId]>,
) -> Result<Seen, Error> {
    let client = hands.client.for_outbox();
    let text = |field: Standard| match values.get(&field.into()) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let may_be_ours = |served: &ServedContact| {
        let now = hands.now();
        let earliest = found::earliest(op.at, now, client.server_time().unwrap_or(now));
        before.is_some_and(|before| !before.contains(&served.remote))
            && served.added.is_some_and(|added| added >= earliest)
            && is_ours(values, served)
    };
    let (email, phone) = (text(Standard::Email), text(Standard::Phone));
    if email.is_some() || phone.is_some() {
        match client.find_duplicate(email, phone).await? {
            Some(found) if may_be_ours(&found) && !is_another(hands, op, &found).await? => {
                return Ok(Seen::Ours(Evidence::Contact(Box::new(found))));
            }
            // There may be two by now: of whom she knows already, and ours.
            Some(other) if before.is_some_and(|before| before.contains(&other.remote)) => {}
            Some(other) => return Ok(Seen::Taken(Box::new(other))),
            None => return Ok(Seen::Absent { listed: Vec::new() }),
        }
    }
    let newest = client
        .search(&Search {
            page_limit: NEWEST,
            sort: Sort { by: SortBy::Added, direction: Direction::Descending },
            ..Search::default()
        })
        .await?;
    let listed = newest.contacts.iter().map(|contact| contact.remote.clone()).collect();
    // The oldest first: before a later one was sent, it may have been there.
    for found in newest.contacts.into_iter().rev().filter(may_be_ours) {
        if !is_another(hands, op, &found).await? {
            return Ok(Seen::Ours(Evidence::Contact(Box::new(found))));
        }
    }
    Ok(Seen::Absent { listed })
}

/// Whether this is what became of another creation of ours.
async fn is_another(hands: &Hands, op: &Op, found: &ServedContact) -> Result<bool, Error> {
    let (remote, own) = (found.remote.clone(), op.id);
    let read = move |reader: &Reader| {
        let Some(known) = reader.contact_by_remote(&remote)? else { return Ok(false) };
        let made = reader.changes_of(&Key::Contact(known))?;
        Ok(made.iter().any(|it| is_other_creation(it, own)))
    };
    Ok(hands.store.read(read).await?)
}

fn is_other_creation(pending: &Pending, own: OpId) -> bool {
    let op = &pending.outgoing.op;
    op.id != own && op.change.is_create()
}

/// The one write.
async fn make(hands: &Hands, op: &Op) -> Result<Result<Evidence, api::Error>, Error> {
    let client = hands.client.for_outbox();
    if let Change::ContactAdded { values, tags, .. } = &op.change {
        let made = client.create_contact(values, tags).await;
        if let Ok(served) = &made {
            tell_what_was_dropped(hands, values, served);
        }
        return Ok(made.map(|served| Evidence::Contact(Box::new(served))));
    }
    let Some(contact) = hands.remote(op.change.contact()).await? else {
        return Ok(Err(api::Error::Unfit("its contact is not on the server".to_owned())));
    };
    Ok(match &op.change {
        Change::TaskAdded { draft, .. } => {
            client.create_task(&contact, draft).await.map(|task| Evidence::Task(Box::new(task)))
        }
        Change::NoteAdded { draft, .. } => client
            .create_note(&contact, draft, None)
            .await
            .map(|note| Evidence::Note(Box::new(note))),
        _ => Err(api::Error::Unfit("not a creation".to_owned())),
    })
}

/// A 201 does not prove that every field was stored (contract 2.3).
fn tell_what_was_dropped(hands: &Hands, asked: &BTreeMap<Field, Value>, served: &ServedContact) {
    let dropped: Vec<String> = asked
        .iter()
        .filter(|(field, value)| {
            !same(field, value_of(served, field), value) && value_of(served, field).is_empty()
        })
        .map(|(field, _)| field.to_string())
        .collect();
    if !dropped.is_empty() {
        hands.tell(Word::Trouble(Fault::new(
            Trouble::Refused,
            format!(
                "the new contact is there, but the server did not store {}",
                dropped.join(", ")
            ),
            "edit the field to send it again",
        )));
    }
}

fn taken(change: &Change, other: &ServedContact) -> Fault {
    let email = Field::from(Standard::Email);
    let wanted = match change {
        Change::ContactAdded { values, .. } => values.get(&email).cloned().unwrap_or_default(),
        _ => Value::Empty,
    };
    let shared = if !wanted.is_empty() && same(&email, &wanted, value_of(other, &email)) {
        "email"
    } else {
        "phone"
    };
    let name = [Standard::FirstName, Standard::LastName]
        .map(|field| value_of(other, &field.into()).shown().into_owned())
        .join(" ");
    Fault::new(
        Trouble::Conflict,
        format!("{} has this {shared} already", name.trim()),
        "r makes it all the same, e changes yours, u drops it",
    )
}
