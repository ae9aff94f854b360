//! Who is there in the place of a contact: with the same email or phone as one who was to be made, or
//! as one who is gone, for she may go on as somebody else.

use super::hands::{Error, Hands};
use crate::{
    model::{
        change::Change,
        contact::Contact,
        field::Standard,
        ids::{ContactId, OpId, RemoteId},
    },
    store::{Reader, Result},
};

/// What is known of the one whose place it is.
struct Asked {
    record: Contact,
    /// Who was met when she was to be made.
    met: Option<ContactId>,
}

/// `may_ask`: whether the server may be asked; else only who was met before is known.
pub(crate) async fn find(
    hands: &Hands,
    op: OpId,
    may_ask: bool,
) -> std::result::Result<Option<ContactId>, Error> {
    let asked = hands.store.read(move |reader| asked(reader, op)).await?;
    let Some(Asked { record, met }) = asked else { return Ok(None) };
    let text = |field| Some(record.text(field)).filter(|text| !text.is_empty());
    let (email, phone) = (text(Standard::Email), text(Standard::Phone));
    if !may_ask || (email.is_none() && phone.is_none()) {
        return Ok(met);
    }
    let found = match hands.client.for_person().find_duplicate(email, phone).await {
        Ok(found) => found,
        Err(_) if met.is_some() => return Ok(met),
        Err(error) => return Err(error.into()),
    };
    // The index may not know yet that she is gone.
    let Some(found) = found.filter(|found| Some(&found.remote) != record.remote.as_ref()) else {
        return Ok(None);
    };
    let remote = found.remote.clone();
    hands.tell_base(hands.store.put_contact(found, hands.now()).await?);
    Ok(hands.store.read(move |reader| reader.contact_by_remote(&remote)).await?)
}

fn asked(reader: &Reader, op: OpId) -> Result<Option<Asked>> {
    let Some(pending) = reader.change(op)? else { return Ok(None) };
    let change = pending.outgoing.op.change;
    if let Change::ContactAdded { .. } = change {
        let before: Vec<RemoteId> =
            pending.pre_image.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default();
        let met = match before.last() {
            Some(remote) => reader.contact_by_remote(remote)?,
            None => None,
        };
        return Ok(change.upon_contact(None).map(|record| Asked { record, met }));
    }
    let contact = change.contact();
    let buried = || reader.tombstone(contact).map(|stone| stone.map(|stone| stone.contact));
    let record = match reader.contact(contact)? {
        Some(record) => Some(record),
        None => buried()?,
    };
    Ok(record.map(|record| Asked { record, met: None }))
}
