//! The users who follow a contact.

use serde_json::json;

use super::contacts;
use crate::sandbox::body::{Kind, Property, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::id::Id;

const BODY: &[Property] = &[must("followers", Kind::Texts)];

pub(crate) fn add(call: &mut Call<'_>) -> Answer {
    let old = call.contact()?;
    let mut added = sent(call)?;
    added.retain(|id| !old.followers.contains(id));
    let mut contact = contacts::touched(old, call);
    contact.followers.extend(added.iter().cloned());
    let body = json!({ "followers": contact.followers, "followersAdded": added });
    let reply = Reply::json(body);
    Ok(if added.is_empty() { reply } else { reply.keep(contact) })
}

pub(crate) fn remove(call: &mut Call<'_>) -> Answer {
    let old = call.contact()?;
    let mut removed = sent(call)?;
    removed.retain(|id| old.followers.contains(id));
    let mut contact = contacts::touched(old, call);
    contact.followers.retain(|id| !removed.contains(id));
    let body = json!({ "followers": contact.followers, "followersRemoved": removed });
    let reply = Reply::json(body);
    Ok(if removed.is_empty() { reply } else { reply.keep(contact) })
}

/// Each once; all of them must be users of the location.
fn sent(call: &Call<'_>) -> Result<Vec<Id>, Refusal> {
    let fields = call.fields(BODY)?;
    let location = &call.location()?.id;
    let mut ids: Vec<Id> = Vec::new();
    for id in fields.texts("followers").unwrap_or_default() {
        if call.world.setting.users_of(location).all(|user| user.id != *id) {
            return Err(Refusal::bad(format!("User not found for id:{id}")));
        }
        if !ids.contains(&id.into()) {
            ids.push(id.into());
        }
    }
    if ids.is_empty() {
        return Err(Refusal::invalid(vec!["followers should not be empty".into()]));
    }
    Ok(ids)
}
