//! Records as JSON: the service's own names, plus `local_id` and `sync`.

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::standing::Standing;
use crate::model::{
    appointment::Appointment,
    catalog::Catalog,
    change::Change,
    contact::Contact,
    extra::Extra,
    fault::Fault,
    field::{Field, Standard},
    ids::{ContactId, RemoteId},
    note::Note,
    op::Outgoing,
    row::Row,
    task::Task,
};

/// The service's id once there is one, before that the local one.
pub(super) fn id(remote: Option<&RemoteId>, local: &impl ToString) -> String {
    remote.map_or_else(|| local.to_string(), ToString::to_string)
}

/// A whole contact. Standard fields are always there, `null` where they hold nothing.
pub(super) fn contact(contact: &Contact, standing: Standing, catalog: &Catalog) -> Json {
    let mut json: Map<String, Json> = contact.extra.clone().into_iter().collect();
    json.insert("id".into(), json!(id(contact.remote.as_ref(), &contact.id)));
    json.insert("local_id".into(), json!(contact.id.to_string()));
    json.insert("sync".into(), json!(standing));
    for field in Standard::ALL {
        let value = contact.value(&Field::Standard(*field));
        json.insert(field.spec().name.into(), value.to_json());
    }
    let custom = contact.values.iter().filter_map(|(field, value)| match field {
        Field::Custom(id) => {
            let key = catalog.custom_field(id).map(|field| field.key.as_str());
            Some(json!({ "id": id, "key": key, "value": value.to_json() }))
        }
        Field::Standard(_) => None,
    });
    json.insert("customFields".into(), custom.collect());
    json.insert("tags".into(), json!(contact.tags));
    json.insert("dateAdded".into(), time(contact.added));
    json.insert("dateUpdated".into(), time(contact.updated));
    Json::Object(json)
}

/// What lists know of a contact.
pub(super) fn row(row: &Row, remote: Option<&RemoteId>, standing: Standing) -> Json {
    let text = |text: &str| if text.is_empty() { Json::Null } else { text.into() };
    json!({
        "id": id(remote, &row.id),
        "local_id": row.id.to_string(),
        "sync": standing,
        "firstName": text(&row.first),
        "lastName": text(&row.last),
        "companyName": text(&row.company),
        "email": text(&row.email),
        "phone": text(&row.phone),
        "city": text(&row.city),
        "state": text(&row.state),
        "country": text(&row.country),
        "source": text(&row.source),
        "type": text(&row.kind),
        "assignedTo": row.owner,
        "tags": row.tags,
        "dnd": row.dnd,
        "dateAdded": time(row.added),
        "dateUpdated": time(row.updated),
    })
}

/// A task, and the id of its contact.
pub(super) fn task(task: &Task, contact: &str, standing: Standing) -> Json {
    let known = json!({
        "id": id(task.remote.as_ref(), &task.id),
        "local_id": task.id.to_string(),
        "sync": standing,
        "contactId": contact,
        "title": task.draft.title,
        "body": task.draft.body,
        "dueDate": time(task.draft.due),
        "assignedTo": task.draft.owner,
        "completed": task.done,
    });
    over(&task.extra, known)
}

/// A note, and the id of its contact.
pub(super) fn note(note: &Note, contact: &str, standing: Standing) -> Json {
    let known = json!({
        "id": id(note.remote.as_ref(), &note.id),
        "local_id": note.id.to_string(),
        "sync": standing,
        "contactId": contact,
        "title": note.draft.title,
        "body": note.draft.body,
        "userId": note.author,
        "dateAdded": time(note.added),
        "pinned": note.pinned,
    });
    over(&note.extra, known)
}

pub(super) fn appointment(appointment: &Appointment) -> Json {
    let known = json!({
        "id": appointment.id,
        "title": appointment.title,
        "appointmentStatus": appointment.status,
        "startTime": appointment.start.map(|time| time.to_string()),
        "endTime": appointment.end.map(|time| time.to_string()),
        "address": appointment.address,
    });
    over(&appointment.extra, known)
}

/// What is known, and what the service says beyond it under other names.
fn over(extra: &Extra, known: Json) -> Json {
    let mut json: Map<String, Json> = extra.clone().into_iter().collect();
    if let Json::Object(known) = known {
        json.extend(known);
    }
    Json::Object(json)
}

/// One line of the outbox. `contact` is the id of the contact as the service knows it, if it does.
pub(super) fn change(outgoing: &Outgoing, contact: Option<&RemoteId>, name: &str) -> Json {
    let change = &outgoing.op.change;
    json!({
        "id": outgoing.op.id.to_string(),
        "deed": outgoing.op.deed.to_string(),
        "at": outgoing.op.at.to_string(),
        "sync": Standing::of(outgoing),
        "state": outgoing.state.word(),
        "heldUntil": time(outgoing.until),
        "tries": outgoing.tries,
        "kind": kind(change),
        "change": change.words(),
        "contactId": contact_id(contact, change.contact()),
        "contact": name,
        "fault": outgoing.fault.as_ref().map(fault),
    })
}

pub(super) fn fault(fault: &Fault) -> Json {
    json!({
        "trouble": fault.trouble,
        "cause": fault.cause,
        "status": fault.status,
        "traceId": fault.trace,
    })
}

/// What happened, in a few words; what helps, a command says by itself.
pub(super) fn why(fault: &Fault) -> String {
    fault.status.map_or_else(String::new, |status| format!("{status} ")) + &fault.cause
}

pub(super) fn time(time: Option<Timestamp>) -> Json {
    time.map_or(Json::Null, |time| time.to_string().into())
}

fn contact_id(remote: Option<&RemoteId>, local: ContactId) -> String {
    id(remote, &local)
}

/// The name of the variant: stable words for scripts.
const fn kind(change: &Change) -> &'static str {
    match change {
        Change::ContactAdded { .. } => "contactAdded",
        Change::ContactEdited { .. } => "contactEdited",
        Change::ContactDeleted { .. } => "contactDeleted",
        Change::TagAdded { .. } => "tagAdded",
        Change::TagRemoved { .. } => "tagRemoved",
        Change::TaskAdded { .. } => "taskAdded",
        Change::TaskEdited { .. } => "taskEdited",
        Change::TaskDone { .. } => "taskDone",
        Change::TaskReopened { .. } => "taskReopened",
        Change::TaskDeleted { .. } => "taskDeleted",
        Change::NoteAdded { .. } => "noteAdded",
        Change::NoteEdited { .. } => "noteEdited",
        Change::NoteDeleted { .. } => "noteDeleted",
    }
}
