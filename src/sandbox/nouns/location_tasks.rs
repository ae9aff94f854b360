//! The tasks of a whole location, page by page.

use serde_json::{Value, json};

use super::tasks;
use crate::sandbox::body::{Kind, Property, may};
use crate::sandbox::call::{Answer, Call, Reply};
use crate::sandbox::records::task::Task;

const BODY: &[Property] = &[
    may("contactId", Kind::Texts),
    may("completed", Kind::Flag),
    may("assignedTo", Kind::Texts),
    may("query", Kind::Text),
    may("limit", Kind::Number),
    may("skip", Kind::Number),
    may("businessId", Kind::Text),
];
const PAGE: i64 = 25;

/// Oldest first, so that new tasks never move those on the pages before.
/// A list of tasks, not of lists of nothing as in the schema (5.1, 5).
pub(crate) fn search(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(BODY)?;
    let location = &call.location()?.id;
    let contacts = fields.texts("contactId");
    let users = fields.texts("assignedTo");
    let query = fields.text("query").map(str::to_lowercase);
    let business = fields.text("businessId");
    let count =
        |name, default| usize::try_from(fields.number(name).unwrap_or(default)).unwrap_or_default();
    let of_business = |task: &Task| {
        business.is_none_or(|id| {
            let contact = call.world.contact(&task.contact_id);
            contact.is_some_and(|it| it.business_id.as_deref() == Some(id))
        })
    };
    let fits = |task: &&Task| {
        task.location_id == *location
            && fields.flag("completed").is_none_or(|completed| task.completed == completed)
            && contacts.as_ref().is_none_or(|ids| ids.contains(&&*task.contact_id))
            && users.as_ref().is_none_or(|ids| {
                task.assigned_to.as_ref().is_some_and(|user| ids.contains(&&**user))
            })
            && query.as_ref().is_none_or(|query| task.title.to_lowercase().contains(query))
            && of_business(task)
    };
    let found = call.world.tasks.iter().filter(fits).skip(count("skip", 0));
    let tasks: Vec<Value> = found.take(count("limit", PAGE)).map(item).collect();
    Ok(Reply::json(json!({ "tasks": tasks })))
}

/// The id comes as `_id` here.
fn item(task: &Task) -> Value {
    let mut value = tasks::json(task);
    value["_id"] = json!(task.id);
    value["locationId"] = json!(task.location_id);
    if let Some(map) = value.as_object_mut() {
        map.remove("id");
    }
    value
}
