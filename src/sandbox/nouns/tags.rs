//! Tags of one contact: add and remove.

use serde_json::json;

use super::{contacts, input};
use crate::sandbox::body::{Kind, Property, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::contact::Contact;

const BODY: &[Property] = &[must("tags", Kind::Texts)];

/// A tag that the location doesn't know becomes one of its tags.
pub(crate) fn add(call: &mut Call<'_>) -> Answer {
    let old = call.contact()?;
    let sent = sent(call)?;
    let added = added(old, &sent);
    let mut contact = contacts::touched(old, call);
    contact.tags.extend(added.iter().cloned());
    let new = input::new_location_tags(&added, call.book()?, call)?;
    let reply = Reply::json(json!({ "tags": contact.tags, "tagsAdded": added }));
    Ok(if added.is_empty() { reply } else { reply.keep_all(new).keep(contact) })
}

pub(crate) fn remove(call: &mut Call<'_>) -> Answer {
    let old = call.contact()?;
    let sent = sent(call)?;
    let removed = removed(old, &sent);
    let mut contact = contacts::touched(old, call);
    contact.tags.retain(|tag| !removed.contains(tag));
    let reply = Reply::json(json!({ "tags": contact.tags, "tagsRemoved": removed }));
    Ok(if removed.is_empty() { reply } else { reply.keep(contact) })
}

/// Those of the sent tags that the contact hasn't yet.
pub(crate) fn added(contact: &Contact, sent: &[String]) -> Vec<String> {
    sent.iter().filter(|tag| !contact.tags.contains(tag)).cloned().collect()
}

/// Those of the sent tags that the contact has.
pub(crate) fn removed(contact: &Contact, sent: &[String]) -> Vec<String> {
    sent.iter().filter(|tag| contact.tags.contains(tag)).cloned().collect()
}

fn sent(call: &Call<'_>) -> Result<Vec<String>, Refusal> {
    let fields = call.fields(BODY)?;
    let tags = input::normal_tags(&fields.texts("tags").unwrap_or_default());
    if tags.is_empty() {
        return Err(Refusal::invalid(vec!["tags should not be empty".into()]));
    }
    Ok(tags)
}
