//! Makes contacts, tasks and notes on the server, never twice (reliability d4).
//!
//! There is no idempotency key, so a creation is looked for before it is sent, and what the server
//! lists before the first try is noted with the intent: an unanswered one is then recognised by
//! what was not there before.

use super::{
    delivery::{Delivery, done, orphaned},
    hands::{Error, Hands, Word},
    merge::value_of,
    seen::{Seen, look},
};
use crate::{
    api::Request,
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

/// Looks, then sends. `before` is what the server listed before the first try, if there was one.
pub(crate) async fn send(
    hands: &Hands,
    op: &Op,
    before: Option<&[RemoteId]>,
) -> Result<Delivery, Error> {
    let listed = match look(hands, op, before).await {
        Ok(Seen::Absent { listed, .. }) => listed,
        Ok(Seen::Ours(evidence)) => return Ok(Delivery::end(op, done(evidence, Some(true)))),
        Ok(Seen::Taken(other)) => {
            let fault = taken(&op.change, &other);
            // Whoever says that it goes all the same knows of that one.
            hands.store.met(op.id, other.remote, hands.now()).await?;
            return Ok(Delivery::end(op, Outcome::Conflict { fault }));
        }
        Ok(Seen::Orphaned) => return Ok(Delivery::end(op, orphaned(&op.change))),
        Err(Error::Api(error)) => return Ok(Delivery::default().fail(&[op], 1, error)),
        Err(error) => return Err(error),
    };
    let Some(request) = request(hands, &op.change).await? else {
        return Ok(Delivery::end(op, orphaned(&op.change)));
    };
    if !hands.intend(&[op], request.digest(), Some(serde_json::json!(listed))).await? {
        return Ok(Delivery::default().outdated());
    }
    let mut delivery = match request.await {
        Ok(evidence) => {
            tell_what_was_dropped(hands, &op.change, &evidence);
            Delivery::end(op, done(evidence, Some(true)))
        }
        Err(error) => Delivery::default().fail(&[op], 1, error),
    };
    delivery.listed = Some(listed);
    Ok(delivery)
}

/// The one write; none if what it belongs to is not on the server.
async fn request(hands: &Hands, change: &Change) -> Result<Option<Request<Evidence>>, Error> {
    let client = hands.client.for_outbox();
    if let Change::ContactAdded { values, tags, .. } = change {
        let evidence = |served| Evidence::Contact(Box::new(served));
        return Ok(Some(client.create_contact(values, tags).map(evidence)));
    }
    let Some(contact) = hands.remote(change.contact()).await? else { return Ok(None) };
    Ok(match change {
        Change::TaskAdded { draft, .. } => {
            Some(client.create_task(&contact, draft).map(|task| Evidence::Task(Box::new(task))))
        }
        Change::NoteAdded { draft, .. } => {
            let request = client.create_note(&contact, draft, None);
            Some(request.map(|note| Evidence::Note(Box::new(note))))
        }
        _ => None,
    })
}

/// A 201 does not prove that every field was stored (contract 2.3).
fn tell_what_was_dropped(hands: &Hands, change: &Change, evidence: &Evidence) {
    let (Change::ContactAdded { values: asked, .. }, Evidence::Contact(served)) =
        (change, evidence)
    else {
        return;
    };
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
