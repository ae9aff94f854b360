//! What the service tells an app's webhook about writes: flat, and with its own omissions.

use serde_json::{Map, Value, json};

use super::store::World;
use super::write::{Noun, Record, Write};
use crate::sandbox::clock::iso;
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::{Channel, Contact};
use crate::sandbox::records::note::Note;
use crate::sandbox::records::task::Task;

/// Something that happened in a location.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) kind: &'static str,
    pub(crate) location_id: Id,
    pub(crate) fields: Map<String, Value>,
}

/// The events of writes that are about to be made. What hangs on a contact that goes is not told of,
/// nor are changes of its business or its followers.
pub(crate) fn events(world: &World, writes: &[Write]) -> Vec<Event> {
    let removed: Vec<&Id> = writes
        .iter()
        .filter_map(|write| match write {
            Write::Remove(Noun::Contact, id) => Some(id),
            _ => None,
        })
        .collect();
    let mut events = Vec::new();
    for write in writes {
        match write {
            Write::Put(record) => put(record, world, &mut events),
            Write::Remove(noun, id) => events.extend(gone(*noun, id, &removed, world)),
        }
    }
    events
}

fn put(record: &Record, world: &World, events: &mut Vec<Event>) {
    match record {
        Record::Contact(is) => {
            for kind in contact_kinds(world.contact(&is.id).map(AsRef::as_ref), is) {
                events.push(event(kind, &is.location_id, contact(is, kind == "ContactDndUpdate")));
            }
        }
        Record::Note(is) => {
            let kind = if world.notes.get(&is.id).is_some() { "NoteUpdate" } else { "NoteCreate" };
            events.extend(of_contact(kind, &is.contact_id, note(is), world));
        }
        Record::Task(is) => {
            let was = world.tasks.get(&is.id);
            let completes = is.completed && was.is_none_or(|was| !was.completed);
            if was.is_none() {
                let mut fields = task(is, world);
                // As the service does, whatever its pages say.
                fields.remove("contactId");
                fields.remove("body");
                events.push(event("TaskCreate", &is.location_id, fields));
            } else if completes {
                events.push(event("TaskComplete", &is.location_id, task(is, world)));
            }
        }
        _ => {}
    }
}

fn gone(noun: Noun, id: &Id, removed: &[&Id], world: &World) -> Option<Event> {
    match noun {
        Noun::Contact => {
            let was = world.contact(id)?;
            Some(event("ContactDelete", &was.location_id, contact(was, false)))
        }
        Noun::Note => {
            let was = world.notes.get(id).filter(|it| !removed.contains(&&it.contact_id))?;
            of_contact("NoteDelete", &was.contact_id, note(was), world)
        }
        Noun::Task => {
            let was = world.tasks.get(id).filter(|it| !removed.contains(&&it.contact_id))?;
            Some(event("TaskDelete", &was.location_id, task(was, world)))
        }
        _ => None,
    }
}

/// One write can be several events: tags, do-not-disturb and the rest are told apart.
fn contact_kinds(was: Option<&Contact>, is: &Contact) -> Vec<&'static str> {
    let Some(was) = was else { return vec!["ContactCreate"] };
    let mut kinds = Vec::new();
    if was.tags != is.tags {
        kinds.push("ContactTagUpdate");
    }
    if (was.dnd, &was.dnd_settings) != (is.dnd, &is.dnd_settings) {
        kinds.push("ContactDndUpdate");
    }
    let told = |it: &Contact| Contact {
        tags: Vec::new(),
        dnd: false,
        dnd_settings: std::collections::BTreeMap::new(),
        inbound_dnd: None,
        business_id: None,
        followers: Vec::new(),
        campaigns: Vec::new(),
        workflows: Vec::new(),
        date_updated: 0,
        ..it.clone()
    };
    if told(was) != told(is) {
        kinds.push("ContactUpdate");
    }
    kinds
}

fn of_contact(
    kind: &'static str,
    contact: &Id,
    fields: Map<String, Value>,
    world: &World,
) -> Option<Event> {
    Some(event(kind, &world.contact(contact)?.location_id, fields))
}

fn event(kind: &'static str, location_id: &Id, fields: Map<String, Value>) -> Event {
    Event { kind, location_id: location_id.clone(), fields }
}

fn contact(it: &Contact, with_dnd: bool) -> Map<String, Value> {
    let mut fields = object(json!({
        "id": it.id,
        "name": it.name(),
        "firstName": it.first_name,
        "lastName": it.last_name,
        "email": it.email,
        "phone": it.phone,
        "address1": it.address1,
        "city": it.city,
        "state": it.state,
        "country": it.country,
        "postalCode": it.postal_code,
        "companyName": it.company_name,
        "website": it.website,
        "source": it.source,
        "assignedTo": it.assigned_to,
        "dateAdded": iso(it.date_added),
        "dateOfBirth": it.date_of_birth.as_ref().map(|day| format!("{day}T00:00:00.000Z")),
        "dnd": it.dnd,
        "tags": it.tags,
        "attachments": [],
        "customFields": it.custom_fields,
    }));
    if with_dnd {
        let settings = Channel::NAMES.iter().filter_map(|(channel, name, _)| {
            Some(((*name).to_owned(), json!(it.dnd_settings.get(channel)?)))
        });
        fields.insert("dndSettings".into(), Value::Object(settings.collect()));
    }
    fields.retain(|_, value| !value.is_null());
    fields
}

/// A fixed list of four fields: neither the user nor the title is told.
fn note(it: &Note) -> Map<String, Value> {
    object(json!({
        "id": it.id,
        "body": it.body,
        "contactId": it.contact_id,
        "dateAdded": iso(it.date_added),
    }))
}

fn task(it: &Task, world: &World) -> Map<String, Value> {
    let added = world.contact(&it.contact_id).map(|contact| iso(contact.date_added));
    let mut fields = object(json!({
        "id": it.id,
        "title": it.title,
        "body": it.body,
        "assignedTo": it.assigned_to,
        "contactId": it.contact_id,
        "dueDate": iso(it.due),
        "dateAdded": added,
    }));
    fields.retain(|_, value| !value.is_null());
    fields
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}
