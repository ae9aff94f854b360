//! Makes contacts, tasks and notes on the server, never twice (reliability d4).
//!
//! There is no idempotency key, so a creation is looked for before it is sent, and what the server
//! lists before the first try is noted with the intent: an unanswered one is then recognised by
//! what was not there before.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::{
    delivery::{Delivery, done, orphaned},
    found,
    hands::{Error, Hands, Word},
    merge::{is_ours, value_of},
};
use crate::{
    api::{self, Direction, Search, Sort, SortBy},
    model::{
        canonical::same,
        change::Change,
        fault::{Fault, Trouble},
        field::{Field, Standard},
        ids::RemoteId,
        op::Op,
        served::ServedContact,
        value::Value,
    },
    store::{Evidence, Outcome},
};

/// How far the server's clock may be behind ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
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
            return Ok(Delivery::end(op, Outcome::Conflict { fault: taken(&op.change, &other) }));
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
        return look_for_contact(&client, op, values).await;
    }
    let Some(contact) = hands.remote(op.change.contact()).await? else {
        return Ok(Seen::Orphaned);
    };
    let (ours, listed) = match &op.change {
        Change::TaskAdded { draft, .. } => {
            let tasks = client.tasks(&contact).await?;
            let ours = before.and_then(|before| found::task(draft, before, &tasks.items));
            let ours = ours.map(|task| Evidence::Task(Box::new(task.clone())));
            (ours, tasks.into_iter().map(|task| task.remote).collect())
        }
        Change::NoteAdded { draft, .. } => {
            let notes = client.notes(&contact).await?;
            let ours = before.and_then(|before| found::note(draft, before, &notes.items));
            let ours = ours.map(|note| Evidence::Note(Box::new(note.clone())));
            (ours, notes.into_iter().map(|note| note.remote).collect())
        }
        _ => (None, Vec::new()),
    };
    Ok(ours.map_or(Seen::Absent { listed }, Seen::Ours))
}

async fn look_for_contact(
    client: &api::Client,
    op: &Op,
    values: &BTreeMap<Field, Value>,
) -> Result<Seen, Error> {
    let text = |field: Standard| match values.get(&field.into()) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let is_ours = |served: &ServedContact| {
        served.added.is_some_and(|added| added >= op.at - SKEW) && is_ours(values, served)
    };
    let (email, phone) = (text(Standard::Email), text(Standard::Phone));
    if email.is_some() || phone.is_some() {
        return Ok(match client.find_duplicate(email, phone).await? {
            Some(found) if is_ours(&found) => Seen::Ours(Evidence::Contact(Box::new(found))),
            Some(other) => Seen::Taken(Box::new(other)),
            None => Seen::Absent { listed: Vec::new() },
        });
    }
    let newest = client
        .search(&Search {
            page_limit: NEWEST,
            sort: Sort { by: SortBy::Added, direction: Direction::Descending },
            ..Search::default()
        })
        .await?;
    let ours = newest.contacts.into_iter().find(is_ours);
    Ok(ours.map_or(Seen::Absent { listed: Vec::new() }, |found| {
        Seen::Ours(Evidence::Contact(Box::new(found)))
    }))
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
        "e changes yours, u drops it",
    )
}
