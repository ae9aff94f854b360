//! Carries one request's worth of changes to the service and says how each of them ended.
//!
//! In this order: look at what the server holds, put the intent on disk, send, compare what came
//! back with what was asked.

use jiff::Timestamp;

use super::{
    create,
    delivery::{Delivery, done, orphaned},
    hands::{Error, Hands},
    merge::{self, value_of},
    patience::OUTAGE_CAP,
    plan::{Chain, Parcel, TagMove, tag},
    recheck, single,
};
use crate::{
    api::{BulkTags, Refusal},
    model::{
        canonical::same,
        change::Change,
        fault::{Fault, Trouble},
        field::Field,
        gap::{Gap, Sent},
        ids::{ContactId, RemoteId},
        op::Op,
        served::ServedContact,
        tag::Tag,
        value::Value,
    },
    store::{Evidence, Outcome},
};

/// `before`: what the server listed before the first try of a creation.
pub(crate) async fn push(
    hands: &Hands,
    parcel: &Parcel,
    before: Option<&[RemoteId]>,
) -> Result<Delivery, Error> {
    match parcel {
        Parcel::Fields { contact, chains } => fields(hands, *contact, chains).await,
        Parcel::Tags { contact, to, ops } => tags(hands, *contact, *to, ops).await,
        Parcel::Bulk { to, tags, ops } => bulk(hands, *to, tags, ops).await,
        Parcel::Single(op) if op.change.is_create() => create::send(hands, op, before).await,
        Parcel::Draft { whole, chain } => single::send(hands, whole, chain).await,
        Parcel::Single(op) => single::send(hands, &op.change, std::slice::from_ref(op)).await,
    }
}

/// What a chain of edits asks for: its field, what it was made from, what it wants.
fn wanted(chain: &Chain) -> Option<(&Field, &Value, &Value)> {
    match (&chain.first()?.change, &chain.last()?.change) {
        (Change::ContactEdited { field, was, .. }, Change::ContactEdited { now, .. }) => {
            Some((field, was, now))
        }
        _ => None,
    }
}

async fn fields(hands: &Hands, contact: ContactId, chains: &[Chain]) -> Result<Delivery, Error> {
    let all: Vec<&Op> = chains.iter().flatten().collect();
    let mut delivery = Delivery::default();
    let Some(remote) = hands.remote(contact).await? else {
        for op in all {
            delivery.settle(op, orphaned(&op.change));
        }
        return Ok(delivery);
    };
    let client = hands.client.for_outbox();
    let before = match client.contact(&remote).await {
        Ok(before) => before,
        Err(error) => return Ok(delivery.fail(&all, chains.len(), error)),
    };
    let mut going = Vec::new();
    for chain in chains {
        let Some((field, was, now)) = wanted(chain) else { continue };
        match merge::compare(field, was, now, value_of(&before, field)) {
            merge::Verdict::Send => going.push((chain, now.clone())),
            merge::Verdict::Merged(both) => going.push((chain, both)),
            merge::Verdict::AlreadySo => {
                let evidence = Evidence::Contact(Box::new(before.clone()));
                delivery.settle_all(chain, &done(evidence, Some(false)));
            }
            merge::Verdict::Changed(_) if recheck::is_own(hands, &chain[0], &before).await? => {
                going.push((chain, now.clone()));
            }
            merge::Verdict::Changed(theirs) => {
                let outcome = Outcome::Conflict { fault: foreign(&theirs) };
                delivery.settle_all(chain, &outcome);
            }
        }
    }
    if delivery.settled.iter().any(|end| matches!(end.outcome, Outcome::Conflict { .. })) {
        let base = hands.store.put_contact(before.clone(), hands.now()).await?;
        hands.tell_base(base);
    }
    let ops: Vec<&Op> = going.iter().flat_map(|(chain, _)| chain.iter()).collect();
    if ops.is_empty() {
        return Ok(delivery);
    }
    let values: Vec<(Field, Value)> = going
        .iter()
        .filter_map(|(chain, value)| Some((wanted(chain)?.0.clone(), value.clone())))
        .collect();
    let request = client.update_contact(&remote, &values);
    if !hands.intend(&ops, request.digest(), None).await? {
        return Ok(delivery.outdated());
    }
    match request.await {
        Ok(after) => {
            for (chain, value) in &going {
                delivery.settle_all(chain, &stored(chain, value, &after));
            }
            let gap = gap(&before, &going, &after);
            let base = hands.store.put_written(contact, after, gap, hands.now()).await?;
            hands.tell_base(base);
            Ok(delivery)
        }
        Err(error) => Ok(delivery.fail(&ops, going.len(), error)),
    }
}

/// What was looked at, and what stands there now. Nothing can be said where the server does not date
/// its records.
fn gap(before: &ServedContact, going: &[(&Chain, Value)], after: &ServedContact) -> Option<Gap> {
    let sent = going.iter().filter_map(|(chain, value)| {
        let (field, op) = (wanted(chain)?.0.clone(), chain.last()?.id);
        let found = value_of(before, &field).clone();
        Some(Sent { op, field, found, value: value.clone() })
    });
    let (looked, written) = (before.updated?, after.updated?);
    Some(Gap { looked, written, sent: sent.collect() })
}

/// A 200 does not prove that a field was stored (contract 2.3).
fn stored(chain: &Chain, sent: &Value, after: &ServedContact) -> Outcome {
    match wanted(chain) {
        Some((field, ..)) if !same(field, value_of(after, field), sent) => Outcome::Rejected {
            fault: Fault::new(
                Trouble::Refused,
                format!("the server said yes but kept {}", quoted(value_of(after, field))),
                "r tries again, e edits it, u drops it",
            ),
        },
        _ => done(Evidence::Contact(Box::new(after.clone())), Some(true)),
    }
}

fn foreign(theirs: &Value) -> Fault {
    Fault::new(
        Trouble::Conflict,
        format!("somebody else changed it to {}", quoted(theirs)),
        "r sends yours, e edits it, u takes theirs",
    )
}

fn quoted(value: &Value) -> String {
    if value.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", value.shown()) }
}

async fn tags(
    hands: &Hands,
    contact: ContactId,
    to: TagMove,
    ops: &[Op],
) -> Result<Delivery, Error> {
    let mut delivery = Delivery::default();
    let Some(remote) = hands.remote(contact).await? else {
        for op in ops {
            delivery.settle(op, orphaned(&op.change));
        }
        return Ok(delivery);
    };
    let wanted: Vec<Tag> = ops.iter().filter_map(|op| tag(&op.change)).cloned().collect();
    let client = hands.client.for_outbox();
    let request = match to {
        TagMove::Add => client.add_tags(&remote, &wanted),
        TagMove::Remove => client.remove_tags(&remote, &wanted),
    };
    let ops: Vec<&Op> = ops.iter().collect();
    if !hands.intend(&ops, request.digest(), None).await? {
        return Ok(delivery.outdated());
    }
    match request.await {
        Ok(changed) => {
            for op in ops {
                delivery.settle(op, done(Evidence::Bare, Some(concerns(&changed, op))));
            }
            Ok(delivery)
        }
        Err(error) => Ok(delivery.fail(&ops, ops.len(), error)),
    }
}

fn concerns(changed: &[Tag], op: &Op) -> bool {
    tag(&op.change).is_some_and(|tag| changed.contains(tag))
}

async fn bulk(hands: &Hands, to: TagMove, tags: &[Tag], ops: &[Op]) -> Result<Delivery, Error> {
    let mut delivery = Delivery::default();
    let contacts: Vec<ContactId> = ops.iter().map(|op| op.change.contact()).collect();
    let remotes = hands.store.read(move |reader| reader.remotes(&contacts)).await?;
    let (known, unknown): (Vec<_>, Vec<_>) =
        ops.iter().zip(remotes).partition(|(_, remote)| remote.is_some());
    for (op, _) in unknown {
        delivery.settle(op, orphaned(&op.change));
    }
    let known: Vec<(&Op, RemoteId)> =
        known.into_iter().filter_map(|(op, remote)| Some((op, remote?))).collect();
    let mut ids: Vec<RemoteId> = known.iter().map(|(_, remote)| remote.clone()).collect();
    ids.dedup();
    let kind = match to {
        TagMove::Add => BulkTags::Add,
        TagMove::Remove => BulkTags::Remove,
    };
    let request = hands.client.for_outbox().bulk_tags(kind, &ids, tags);
    let asked: Vec<&Op> = known.iter().map(|(op, _)| *op).collect();
    if !hands.intend(&asked, request.digest(), None).await? {
        return Ok(delivery.outdated());
    }
    match request.await {
        Ok(outcomes) => {
            let now = hands.now();
            for (op, remote) in known {
                let own = outcomes.iter().find(|outcome| outcome.contact == remote);
                delivery.settle(op, bulk_outcome(op, own.map(|own| &own.outcome), now));
            }
            Ok(delivery)
        }
        Err(error) => Ok(delivery.fail(&asked, asked.len(), error)),
    }
}

fn bulk_outcome(op: &Op, answer: Option<&Result<Vec<Tag>, Refusal>>, now: Timestamp) -> Outcome {
    match answer {
        Some(Ok(changed)) => done(Evidence::Bare, Some(concerns(changed, op))),
        Some(Err(refusal)) => refused(refusal, now),
        None => Outcome::Retry {
            fault: Fault::new(Trouble::Garbled, "the answer left this contact out", ""),
            not_before: now,
        },
    }
}

/// What a bulk answer says of one contact.
fn refused(refusal: &Refusal, now: Timestamp) -> Outcome {
    match refusal {
        Refusal::Passing(_) => Outcome::Retry {
            fault: Fault::new(Trouble::Garbled, refusal.to_string(), "it is tried again"),
            not_before: now + OUTAGE_CAP,
        },
        Refusal::Deleted | Refusal::Foreign | Refusal::NoContact => Outcome::Conflict {
            fault: Fault::new(Trouble::Gone, refusal.to_string(), "u drops the change"),
        },
    }
}
