//! Many contacts in one call: tags, and the business.

use serde_json::{Value, json};

use super::{contacts, input, tags};
use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply, Version};
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::world::write::Write;

// `type` stands in the path, where the schema forgot it (5.1, 2). The flag is one, though the schema's
// example is a text (5.1, 3).
const TAGS: &[Property] = &[
    must("contacts", Kind::Texts),
    must("tags", Kind::Texts),
    must("locationId", Kind::Text),
    may("removeAllTags", Kind::Flag),
];
const BUSINESS: &[Property] = &[
    must("locationId", Kind::Text),
    must("ids", Kind::Texts),
    must("businessId", Kind::TextOrNull),
];

const MOST_CONTACTS_FOR_TAGS: usize = 500;
/// Which the schema says of the letters of an id (5.1, 4).
const MOST_CONTACTS_FOR_BUSINESS: usize = 50;

/// One of so many, when a bulk call is asked to fail for some.
const MISSED: usize = 10;

/// What to do with the tags of each contact.
enum Task {
    Add(Vec<String>),
    Remove(Vec<String>),
    RemoveAll,
}

/// 201 even when some contacts failed: each has its own answer.
pub(crate) fn update_tags(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(TAGS)?;
    let ids = fields.texts("contacts").unwrap_or_default();
    at_most(MOST_CONTACTS_FOR_TAGS, "contacts", &ids)?;
    let sent = input::normal_tags(&fields.texts("tags").unwrap_or_default());
    let remove_all = fields.flag("removeAllTags") == Some(true);
    let task = match call.param("type") {
        "add" if remove_all => {
            return Err(Refusal::invalid(vec!["property removeAllTags should not exist".into()]));
        }
        "add" => Task::Add(sent.clone()),
        "remove" if remove_all => Task::RemoveAll,
        "remove" => Task::Remove(sent.clone()),
        _ => {
            let message = "type must be one of the following values: add, remove";
            return Err(Refusal::invalid(vec![message.into()]));
        }
    };
    if sent.is_empty() && !remove_all {
        return Err(Refusal::invalid(vec!["tags should not be empty".into()]));
    }
    let update = |(at, id): (usize, &&str)| {
        if call.distortion.bulk_misses && at.is_multiple_of(MISSED) {
            (failed(id, "something went wrong, please try again"), None)
        } else {
            update_one(id, &task, call)
        }
    };
    let results: Vec<(Value, Option<Contact>)> = ids.iter().enumerate().map(update).collect();
    let errors = results.iter().filter(|(response, _)| response["type"] == "error").count();
    let mut writes = Vec::new();
    if let Task::Add(tags) = &task
        && errors < results.len()
    {
        writes = input::new_location_tags(tags, call.book()?, call)?;
    }
    let (responses, changed): (Vec<Value>, Vec<Option<Contact>>) = results.into_iter().unzip();
    writes.extend(changed.into_iter().flatten().map(Write::from));
    let mut body = json!({ "succeded": true, "errorCount": errors, "responses": responses });
    if call.version == Version::V3 {
        body["succeeded"] = true.into();
    }
    Ok(Reply::json(body).keep_all(writes))
}

fn failed(id: &str, message: &str) -> Value {
    json!({ "contactId": id, "message": message, "type": "error" })
}

/// The answer for one contact, and the contact if it changes.
fn update_one(id: &str, task: &Task, call: &Call<'_>) -> (Value, Option<Contact>) {
    let error = |message| (failed(id, message), None);
    let Some(location) = call.location else { return error("contact does not belong to location") };
    let Some(old) = call.world.contact(id) else {
        let deleted = call.world.is_gone(id, &location.id);
        return error(if deleted {
            "contact is deleted"
        } else {
            "contact id is not a valid firebase id"
        });
    };
    if old.location_id != location.id {
        return error("contact does not belong to location");
    }
    let (verb, delta) = match task {
        Task::Add(sent) => ("tagsAdded", tags::added(old, sent)),
        Task::Remove(sent) => ("tagsRemoved", tags::removed(old, sent)),
        Task::RemoveAll => ("tagsRemoved", old.tags.clone()),
    };
    let mut response = json!({
        "contactId": id,
        "message": "Tags updated",
        "type": "success",
        "oldTags": old.tags,
    });
    response[verb] = json!(delta);
    if delta.is_empty() {
        return (response, None);
    }
    let mut contact = contacts::touched(old, call);
    match task {
        Task::Add(_) => contact.tags.extend(delta),
        Task::Remove(_) | Task::RemoveAll => contact.tags.retain(|tag| !delta.contains(tag)),
    }
    (response, Some(contact))
}

/// Ties contacts to a business, or with null unties them; answers the ids that changed.
pub(crate) fn set_business(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(BUSINESS)?;
    let ids = fields.texts("ids").unwrap_or_default();
    at_most(MOST_CONTACTS_FOR_BUSINESS, "ids", &ids)?;
    let location = call.location()?;
    let business = fields.text("businessId").map(Id::from);
    if let Some(id) = &business {
        let known = call.world.businesses.get(id).filter(|it| it.location_id == location.id);
        known.ok_or_else(|| Refusal::bad(format!("Business not found for id:{id}")))?;
    }
    let ours = ids.iter().filter_map(|id| call.world.contact(id));
    let changed: Vec<Contact> = ours
        .filter(|it| it.location_id == location.id && it.business_id != business)
        .map(|old| Contact { business_id: business.clone(), ..contacts::touched(old, call) })
        .collect();
    let ids: Vec<&Id> = changed.iter().map(|contact| &contact.id).collect();
    let body = json!({ "success": true, "ids": ids });
    Ok(Reply::json(body).keep_all(changed.into_iter().map(Write::from)))
}

fn at_most(most: usize, name: &str, ids: &[&str]) -> Result<(), Refusal> {
    let complaint = match ids.len() {
        0 => format!("{name} should not be empty"),
        count if count > most => format!("{name} must contain no more than {most} elements"),
        _ => return Ok(()),
    };
    Err(Refusal::invalid(vec![complaint]))
}
