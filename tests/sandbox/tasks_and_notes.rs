//! What hangs on a contact: tasks, notes, appointments.

use serde_json::json;

use crate::harness::{Lab, case, invalid, options, text};

#[tokio::test]
async fn a_task_through_all_its_operations() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    let path = format!("/contacts/{id}/tasks");
    let body =
        json!({ "title": "Call", "dueDate": "2026-03-05T10:00:00+01:00", "completed": false });
    let made = lab.post(&path, body).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["task"]["dueDate"], "2026-03-05T09:00:00.000Z");
    assert_eq!(made.body["task"]["contactId"], id);
    let task = text(&made.body["task"]["id"]);
    let one = format!("{path}/{task}");
    lab.play(vec![
        case("list", "GET", &path, json!(null), 200, json!({ "tasks": [{ "id": task, "title": "Call" }] })),
        case("get", "GET", &one, json!(null), 200, json!({ "task": { "completed": false } })),
        case("update", "PUT", &one, json!({ "title": "Call back", "body": "in the morning" }), 200,
            json!({ "task": { "title": "Call back", "body": "in the morning", "dueDate": "2026-03-05T09:00:00.000Z" } })),
        case("complete", "PUT", format!("{one}/completed"), json!({ "completed": true }), 200,
            json!({ "task": { "id": task, "completed": true } })),
        case("only completed", "PUT", format!("{one}/completed"), json!({ "completed": true, "title": "x" }), 422,
            invalid(&["property title should not exist"])),
        case("due date and completed are truly required", "POST", &path, json!({ "title": "x" }), 422, invalid(&[
            "dueDate should not be empty", "dueDate must be a string",
            "completed should not be empty", "completed must be a boolean value",
        ])),
        case("no date", "POST", &path, json!({ "title": "x", "dueDate": "soon", "completed": false }), 422,
            invalid(&["dueDate must be a valid ISO 8601 date string"])),
        case("a location", "PUT", &one, json!({ "locationId": "{location}" }), 422,
            invalid(&["property locationId should not exist"])),
        case("in the location's list, as _id", "POST", "/locations/{location}/tasks/search", json!({}), 201,
            json!({ "tasks": [{ "_id": task, "contactId": id }] })),
        case("delete", "DELETE", &one, json!(null), 200, json!({ "succeded": true })),
        case("gone", "GET", &one, json!(null), 404, json!({ "message": "Task not found" })),
        case("of an unknown contact", "GET", "/contacts/nobody/tasks", json!(null), 400,
            json!({ "message": "Contact not found for id:nobody" })),
    ])
    .await;
}

#[tokio::test]
async fn a_note_through_all_its_operations() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    let path = format!("/contacts/{id}/notes");
    let made = lab.post(&path, json!({ "body": "<p>Hi</p>", "title": "First" })).await;
    assert_eq!(made.status, 201);
    let note = text(&made.body["note"]["id"]);
    let one = format!("{path}/{note}");
    lab.play(vec![
        case("second", "POST", &path, json!({ "body": "later" }), 201, json!({ "note": { "body": "later", "pinned": false } })),
        case("list, newest first", "GET", &path, json!(null), 200, json!({ "notes": [
            { "body": "later" },
            { "id": note, "body": "<p>Hi</p>", "title": "First", "contactId": id, "dateAdded": "2026-03-02T17:20:00.000Z" },
        ] })),
        case("get", "GET", &one, json!(null), 200, json!({ "note": { "id": note } })),
        case("update", "PUT", &one, json!({ "pinned": true, "color": "#FFAA00" }), 200,
            json!({ "note": { "pinned": true, "color": "#FFAA00", "body": "<p>Hi</p>" } })),
        case("no colour", "PUT", &one, json!({ "color": "orange" }), 422, invalid(&["color must be a hexadecimal color"])),
        case("no body", "POST", &path, json!({}), 422, invalid(&["body should not be empty", "body must be a string"])),
        case("an empty body", "POST", &path, json!({ "body": "" }), 422, invalid(&["body should not be empty"])),
        case("attachments", "POST", &path, json!({ "body": "x", "attachments": [] }), 422,
            invalid(&["property attachments should not exist"])),
        case("delete", "DELETE", &one, json!(null), 200, json!({ "succeded": true, "succeeded": true })),
        case("gone", "DELETE", &one, json!(null), 404, json!({ "message": "Note not found" })),
    ])
    .await;
}

#[tokio::test]
async fn location_tasks_are_filtered_and_paged() {
    let lab = Lab::start(rolodeck::sandbox::Options { contacts: 200, ..options() }).await;
    let path = format!("/locations/{}/tasks/search", lab.location());
    let page = async |body: serde_json::Value| {
        let answer = lab.post(&path, body).await;
        assert_eq!(answer.status, 201);
        answer.body["tasks"].as_array().unwrap().clone()
    };
    assert_eq!(page(json!({})).await.len(), 25, "the default page");
    let all = page(json!({ "limit": 1000 })).await;
    let open = page(json!({ "limit": 1000, "completed": false })).await;
    let done = page(json!({ "limit": 1000, "completed": true })).await;
    assert!(!open.is_empty() && !done.is_empty());
    assert_eq!(open.len() + done.len(), all.len());
    assert!(open.iter().all(|task| task["completed"] == false));
    let mut paged = Vec::new();
    for skip in (0..all.len()).step_by(30) {
        paged.extend(page(json!({ "limit": 30, "skip": skip })).await);
    }
    assert_eq!(paged, all);
    let user = text(&all.iter().find(|task| task["assignedTo"].is_string()).unwrap()["assignedTo"]);
    let owned = page(json!({ "limit": 1000, "assignedTo": [user] })).await;
    assert!(!owned.is_empty() && owned.iter().all(|task| task["assignedTo"] == user.as_str()));
    let title = text(&all[0]["title"]);
    let named = page(json!({ "limit": 1000, "query": title.to_uppercase() })).await;
    assert!(!named.is_empty() && named.iter().all(|task| task["title"] == title.as_str()));
}

#[tokio::test]
async fn a_contact_takes_everything_with_it() {
    let lab = Lab::empty().await;
    let id = lab.contact(json!({ "firstName": "Anna" })).await;
    let task = json!({ "title": "Call", "dueDate": "2026-03-05", "completed": false });
    lab.post(&format!("/contacts/{id}/tasks"), task).await;
    lab.post(&format!("/contacts/{id}/notes"), json!({ "body": "x" })).await;
    lab.delete(&format!("/contacts/{id}"), None).await;
    let left = lab.post(&format!("/locations/{}/tasks/search", lab.location()), json!({})).await;
    assert_eq!(left.body["tasks"], json!([]));
}

#[tokio::test]
async fn appointments_are_in_wall_time() {
    let lab = Lab::start(rolodeck::sandbox::Options { contacts: 60, ..options() }).await;
    let body = json!({ "locationId": lab.location(), "pageLimit": 100 });
    let everybody = lab.post("/contacts/search", body).await;
    let mut found = Vec::new();
    for contact in everybody.body["contacts"].as_array().unwrap() {
        let path = format!("/contacts/{}/appointments", text(&contact["id"]));
        let answer = lab.get(&path).await;
        assert_eq!(answer.status, 200);
        found.extend(answer.body["events"].as_array().unwrap().clone());
    }
    assert!(found.len() > 2, "{}", found.len());
    for event in &found {
        let start = text(&event["startTime"]);
        let parsed = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", &start).unwrap();
        assert!((8..18).contains(&parsed.hour()), "{start}");
        assert_eq!(event["locationId"], lab.location());
    }
}
