//! Tasks of a contact: all six operations.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::sandbox::body::{Change, Fields, Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::clock::{Millis, iso, parse_iso};
use crate::sandbox::id::Id;
use crate::sandbox::records::task::Task;
use crate::sandbox::world::write::{Noun, Write};

const CREATE: &[Property] = &[
    must("title", Kind::Text),
    may("body", Kind::TextOrNull),
    must("dueDate", Kind::Text),
    must("completed", Kind::Flag),
    may("assignedTo", Kind::TextOrNull),
];
const UPDATE: &[Property] = &[
    may("title", Kind::Text),
    may("body", Kind::TextOrNull),
    may("dueDate", Kind::Text),
    may("completed", Kind::Flag),
    may("assignedTo", Kind::TextOrNull),
];
const COMPLETE: &[Property] = &[must("completed", Kind::Flag)];

pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let contact = call.contact()?;
    let tasks: Vec<Value> = call.world.tasks.of(&contact.id).map(json).collect();
    Ok(Reply::json(json!({ "tasks": tasks })))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(reply(task(call)?))
}

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let contact = call.contact()?;
    let fields = call.fields(CREATE)?;
    let mut task = Task {
        id: call.new_id(),
        contact_id: contact.id.clone(),
        location_id: contact.location_id.clone(),
        title: String::new(),
        body: None,
        assigned_to: None,
        due: call.now,
        completed: false,
    };
    apply(&fields, &mut task)?;
    Ok(reply(&task).keep(task))
}

pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    change(call, UPDATE)
}

pub(crate) fn complete(call: &mut Call<'_>) -> Answer {
    change(call, COMPLETE)
}

pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let id = task(call)?.id.clone();
    Ok(Reply::json(Call::success()).keep(Write::Remove(Noun::Task, id)))
}

fn change(call: &mut Call<'_>, allowed: &[Property]) -> Answer {
    let mut task = task(call)?.clone();
    apply(&call.fields(allowed)?, &mut task)?;
    Ok(reply(&task).keep(task))
}

fn task<'a>(call: &Call<'a>) -> Result<&'a Task, Refusal> {
    let contact = call.contact()?;
    let found = call.world.tasks.get_of(&contact.id, call.param("taskId"));
    found.ok_or_else(|| Refusal::not_found("Task not found"))
}

fn apply(fields: &Fields, task: &mut Task) -> Result<(), Refusal> {
    if let Some(title) = fields.text("title") {
        title.clone_into(&mut task.title);
    }
    if let Some(Change(body)) = fields.change("body") {
        task.body = body.map(str::to_owned);
    }
    if let Some(Change(user)) = fields.change("assignedTo") {
        task.assigned_to = user.map(Id::from);
    }
    if let Some(due) = fields.text("dueDate") {
        task.due = due_date(due)?;
    }
    if let Some(completed) = fields.flag("completed") {
        task.completed = completed;
    }
    Ok(())
}

fn due_date(text: &str) -> Result<Millis, Refusal> {
    let complaint =
        || Refusal::invalid(vec!["dueDate must be a valid ISO 8601 date string".into()]);
    parse_iso(text, &TimeZone::UTC).ok_or_else(complaint)
}

fn reply(task: &Task) -> Reply {
    Reply::json(json!({ "task": json(task) }))
}

/// A task in an answer; the due date comes back as UTC with milliseconds, however it was sent.
pub(crate) fn json(task: &Task) -> Value {
    let mut value = json!({
        "id": task.id,
        "contactId": task.contact_id,
        "title": task.title,
        "dueDate": iso(task.due),
        "completed": task.completed,
    });
    if let Some(body) = &task.body {
        value["body"] = json!(body);
    }
    if let Some(user) = &task.assigned_to {
        value["assignedTo"] = json!(user);
    }
    value
}
