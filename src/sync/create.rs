//! Makes contacts, tasks and notes on the server, never twice (reliability d4).
//!
//! There is no idempotency key, so a creation is looked for before it is sent, and what the server
//! lists before the first try is noted with the intent: an unanswered one is then recognised by
//! what was not there before.

use std::collections::BTreeMap;

use super::{
    delivery::{Delivery, done, orphaned},
    hands::{Error, Hands, Word},
    merge::value_of,
    seen::{Seen, look},
};
use crate::{
    api,
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
