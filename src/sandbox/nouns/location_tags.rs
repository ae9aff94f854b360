//! The tags that a location knows. Renaming or deleting one leaves the contacts' own tags alone.

use serde_json::{Value, json};

use crate::sandbox::body::{Kind, Property, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::tag::{self, LocationTag};
use crate::sandbox::world::write::{Noun, Write};

const BODY: &[Property] = &[must("name", Kind::Text)];

pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let tags: Vec<Value> = call.book()?.tags.values().map(json).collect();
    Ok(Reply::json(json!({ "tags": tags })))
}

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let name = name(call)?;
    let tag = LocationTag { id: call.new_id(), location_id: call.location()?.id.clone(), name };
    Ok(reply(&tag).keep(tag))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(reply(tag(call)?))
}

pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let old = tag(call)?;
    let name = name(call)?;
    let tag = LocationTag { name, ..old.clone() };
    Ok(reply(&tag).keep(tag))
}

pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let id = tag(call)?.id.clone();
    Ok(Reply::json(Call::success()).keep(Write::Remove(Noun::LocationTag, id)))
}

fn tag<'a>(call: &Call<'a>) -> Result<&'a LocationTag, Refusal> {
    let id = call.param("tagId");
    let found = call.book()?.tags.values().find(|tag| tag.id == *id);
    found.ok_or_else(|| Refusal::not_found("Tag not found"))
}

/// The sent name as it will be kept, if no other tag has it.
fn name(call: &Call<'_>) -> Result<String, Refusal> {
    let fields = call.fields(BODY)?;
    let name = tag::normal(fields.text("name").unwrap_or_default());
    if name.is_empty() {
        return Err(Refusal::invalid(vec!["name should not be empty".into()]));
    }
    let taken = call.book()?.tags.get(&name).is_some_and(|tag| tag.id != *call.param("tagId"));
    if taken { Err(Refusal::bad("The tag name is already exist.")) } else { Ok(name) }
}

fn reply(tag: &LocationTag) -> Reply {
    Reply::json(json!({ "tag": json(tag) }))
}

fn json(tag: &LocationTag) -> Value {
    json!({ "id": tag.id, "name": tag.name, "locationId": tag.location_id })
}
