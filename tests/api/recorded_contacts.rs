//! Recorded exchanges about contacts and what hangs on them (contract 2.2 to 2.6), played to the
//! client and to the sandbox.

use rolodeck::{
    api::{BulkTags, Client, Error, Search, TaskSearch},
    model::{
        field::Standard, ids::RemoteId, note::NoteDraft, tag::Tag, task::TaskDraft, value::Value,
    },
};
use serde_json::{Value as Json, json};

use crate::exchange::recorded;

fn id(text: &str) -> RemoteId {
    RemoteId::from(text)
}

fn tags(names: &[&str]) -> Vec<Tag> {
    names.iter().map(|name| Tag::new(name).unwrap()).collect()
}

/// In both spellings, of which one is a slip that became part of the wire (5.1, 16).
fn done() -> Json {
    json!({ "succeded": true, "succeeded": true, "traceId": "t-1" })
}

#[tokio::test]
async fn a_contact_is_created() {
    // The birthday is a datetime here and a date in a read (5.1, 17); both are a day.
    let said = json!({ "contact": {
        "id": "c9", "locationId": "ve9EPM428h8vShlRW1KT", "firstName": "Rosan",
        "email": "rosan@example.com", "tags": [], "dnd": false, "type": "lead", "country": "US",
        "dateAdded": "2021-07-02T05:18:26.704Z", "dateOfBirth": "1990-09-25T00:00:00.000Z",
        "birthMonth": 9, "birthDay": 25, "deleted": false, "offers": [], "products": [],
    }, "traceId": "t-1" });
    let values = [
        (Standard::FirstName.into(), Value::text("Rosan")),
        (Standard::Email.into(), Value::text("rosan@example.com")),
        (Standard::DateOfBirth.into(), Value::text("1990-09-25")),
    ]
    .into();
    let create = async |c: Client| c.create_contact(&values, &[]).await;
    let (made, line, body) = recorded("201 Created", said, create).await;
    let made = made.unwrap();
    assert_eq!(made.values[&Standard::DateOfBirth.into()], Value::text("1990-09-25"));
    assert_eq!(line, "POST /contacts/");
    assert_eq!(
        body,
        json!({ "firstName": "Rosan", "email": "rosan@example.com", "dateOfBirth": "1990-09-25",
            "locationId": "ve9EPM428h8vShlRW1KT" })
    );
}

#[tokio::test]
async fn a_duplicate_is_refused_with_the_other_contact() {
    let said = json!({
        "statusCode": 400, "message": "This location does not allow duplicated contacts.",
        "meta": { "contactId": "c1", "contactName": "Jane", "matchingField": "email" },
        "traceId": "t-1",
    });
    let values = [(Standard::Email.into(), Value::text("jane@example.com"))].into();
    let create = async |c: Client| c.create_contact(&values, &[]).await;
    let (refused, ..) = recorded("400 Bad Request", said, create).await;
    let Err(Error::Duplicate { contact, field, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((contact, field.as_deref()), (Some(id("c1")), Some("email")));
}

#[tokio::test]
async fn a_contact_is_read_changed_and_deleted() {
    let jane = json!({
        "id": "c1", "locationId": "ve9EPM428h8vShlRW1KT", "email": "jane@example.com",
        "emailLowerCase": "jane@example.com", "dnd": false, "type": "lead", "country": "US",
        "tags": [], "customFields": [], "dndSettings": {}, "followers": [],
        "dateAdded": "2021-07-02T05:18:26.704Z", "dateUpdated": "2021-07-02T05:18:26.704Z",
    });
    let said = json!({ "contact": jane, "traceId": "t-1" });
    let (read, line, _) =
        recorded("200 OK", said, async |c: Client| c.contact(&id("c1")).await).await;
    assert_eq!(read.unwrap().remote, id("c1"));
    assert_eq!(line, "GET /contacts/c1");

    let mut said = done();
    said["contact"] = jane;
    said["contact"]["city"] = "Bend".into();
    let city = [(Standard::City.into(), Value::text("Bend"))];
    let update = async |c: Client| c.update_contact(&id("c1"), &city).await;
    let (now, line, body) = recorded("200 OK", said, update).await;
    assert_eq!(now.unwrap().values[&Standard::City.into()], Value::text("Bend"));
    assert_eq!((line.as_str(), body), ("PUT /contacts/c1", json!({ "city": "Bend" })));

    let delete = async |c: Client| c.delete_contact(&id("c1")).await;
    let (gone, line, _) = recorded("200 OK", done(), delete).await;
    gone.unwrap();
    assert_eq!(line, "DELETE /contacts/c1");

    let unknown = json!({ "statusCode": 400, "message": "Contact not found for id:c9",
        "error": "Bad Request", "traceId": "t-1" });
    let read = async |c: Client| c.contact(&id("c9")).await;
    let (gone, ..) = recorded("400 Bad Request", unknown, read).await;
    assert!(matches!(gone, Err(Error::Gone { status: 400, .. })), "{gone:?}");
}

#[tokio::test]
async fn an_unfit_value_is_refused() {
    let said = json!({ "statusCode": 422, "message": ["email must be an email"],
        "error": "Unprocessable Entity", "traceId": "t-1" });
    let email = [(Standard::Email.into(), Value::text("jane at example"))];
    let update = async |c: Client| c.update_contact(&id("c1"), &email).await;
    let (refused, ..) = recorded("422 Unprocessable Entity", said, update).await;
    assert!(matches!(refused, Err(Error::Refused { status: 422, .. })), "{refused:?}");
}

#[tokio::test]
async fn tags_of_one_and_of_many() {
    let said = json!({ "tags": ["hot", "vip"], "tagsAdded": ["vip"], "traceId": "t-1" });
    let add = async |c: Client| c.add_tags(&id("c1"), &tags(&["vip"])).await;
    let (added, line, body) = recorded("201 Created", said, add).await;
    assert_eq!(added.unwrap(), tags(&["vip"]));
    assert_eq!((line.as_str(), body), ("POST /contacts/c1/tags", json!({ "tags": ["vip"] })));

    let said = json!({ "tags": [], "tagsRemoved": [], "traceId": "t-1" });
    let remove = async |c: Client| c.remove_tags(&id("c1"), &tags(&["vip"])).await;
    let (removed, line, _) = recorded("200 OK", said, remove).await;
    assert_eq!((removed.unwrap(), line.as_str()), (vec![], "DELETE /contacts/c1/tags"));

    // `responses` are objects, which the specification calls texts (5.1, 3).
    let said = json!({ "succeded": true, "errorCount": 1, "traceId": "t-1", "responses": [
        { "contactId": "c1", "message": "Tags updated", "type": "success", "oldTags": [],
            "tagsAdded": ["vip"] },
        { "contactId": "x", "message": "contact id is not a valid firebase id", "type": "error" },
    ] });
    let both = [id("c1"), id("x")];
    let bulk = async |c: Client| c.bulk_tags(BulkTags::Add, &both, &tags(&["vip"])).await;
    let (outcomes, line, body) = recorded("201 Created", said, bulk).await;
    let fine: Vec<bool> = outcomes.unwrap().iter().map(|it| it.outcome.is_ok()).collect();
    assert_eq!(fine, [true, false], "201, and yet");
    assert_eq!(line, "POST /contacts/bulk/tags/update/add");
    assert_eq!(
        body,
        json!({ "contacts": ["c1", "x"], "tags": ["vip"], "locationId": "ve9EPM428h8vShlRW1KT" })
    );
}

#[tokio::test]
async fn a_note_is_created() {
    let said = json!({ "note": { "id": "n1", "body": "rang twice", "contactId": "c1",
        "title": "Call", "dateAdded": "2021-07-02T05:18:26.704Z" }, "traceId": "t-1" });
    let draft = NoteDraft { title: "Call".into(), body: "rang twice".into() };
    let create = async |c: Client| c.create_note(&id("c1"), &draft, None).await;
    let (made, line, body) = recorded("201 Created", said, create).await;
    assert_eq!(made.unwrap().draft, draft);
    assert_eq!(line, "POST /contacts/c1/notes");
    assert_eq!(body, json!({ "body": "rang twice", "title": "Call" }));
    let (listed, line, _) =
        recorded("200 OK", json!({ "notes": [], "traceId": "t-1" }), async |c| {
            c.notes(&id("c1")).await
        })
        .await;
    assert_eq!((listed.unwrap().items, line.as_str()), (vec![], "GET /contacts/c1/notes"));
}

#[tokio::test]
async fn a_task_is_created_and_searched() {
    let task = json!({ "id": "s1", "title": "Call", "body": "the offer", "dueDate": "2021-07-02T05:18:26.704Z",
        "completed": false, "contactId": "c1" });
    let due = "2021-07-02T05:18:26.704Z".parse().unwrap();
    let draft =
        TaskDraft { title: "Call".into(), body: "the offer".into(), due: Some(due), owner: None };
    let create = async |c: Client| c.create_task(&id("c1"), &draft).await;
    let said = json!({ "task": task, "traceId": "t-1" });
    let (made, line, body) = recorded("201 Created", said, create).await;
    assert_eq!(made.unwrap().draft, draft);
    assert_eq!(line, "POST /contacts/c1/tasks");
    assert_eq!(
        body,
        json!({ "title": "Call", "body": "the offer", "dueDate": "2021-07-02T05:18:26.704Z", "completed": false })
    );

    // A search that is a creation by its status (5.1, 20), of tasks without a schema (5.1, 5).
    let said = json!({ "tasks": [], "traceId": "t-1" });
    let search = TaskSearch { contacts: vec![id("c1")], ..TaskSearch::default() };
    let (found, line, body) =
        recorded("201 Created", said, async |c: Client| c.search_tasks(&search).await).await;
    assert_eq!(found.unwrap().items, []);
    assert_eq!(line, "POST /locations/ve9EPM428h8vShlRW1KT/tasks/search");
    assert_eq!(body, json!({ "contactId": ["c1"], "skip": 0 }));
}

#[tokio::test]
async fn a_search_has_a_schema_nowhere_but_on_the_wire() {
    // An empty object goes in and nothing comes out, by the specification (5.1, 1).
    let said = json!({ "contacts": [{
        "id": "c1", "locationId": "ve9EPM428h8vShlRW1KT", "email": "jane@example.com",
        "firstNameLowerCase": null, "address": null, "dnd": false, "type": "lead", "tags": [],
        "customFields": [], "followers": [], "additionalEmails": [], "additionalPhones": [],
        "opportunities": [], "dateAdded": "2021-07-02T05:18:26.704Z",
        "dateUpdated": "2021-07-02T05:18:26.704Z", "searchAfter": [1_625_203_106_704_i64, "c1"],
    }], "total": 15_693, "traceId": "t-1" });
    let search = Search { page_limit: 1, ..Search::default() };
    let (page, line, body) =
        recorded("200 OK", said, async |c: Client| c.search(&search).await).await;
    let page = page.unwrap();
    assert_eq!((page.total, page.contacts.len()), (Some(15_693), 1));
    assert!(page.after.is_some());
    assert_eq!(line, "POST /contacts/search");
    assert_eq!(
        body,
        json!({ "locationId": "ve9EPM428h8vShlRW1KT", "pageLimit": 1,
            "sort": [{ "field": "dateAdded", "direction": "asc" }] })
    );
}

#[tokio::test]
async fn what_is_read_around_a_contact() {
    let said = json!({ "location": { "id": "l1", "companyId": "co1", "name": "Studio",
        "country": "US", "timezone": "America/Chicago",
        "settings": { "allowDuplicateContact": false } }, "traceId": "t-1" });
    let (location, line, _) = recorded("200 OK", said, async |c: Client| c.location().await).await;
    assert_eq!(location.unwrap().name, "Studio");
    assert_eq!(line, "GET /locations/ve9EPM428h8vShlRW1KT");

    let said = json!({ "events": [], "traceId": "t-1" });
    let (events, line, _) =
        recorded("200 OK", said, async |c: Client| c.appointments(&id("c1")).await).await;
    assert_eq!((events.unwrap().items, line.as_str()), (vec![], "GET /contacts/c1/appointments"));
}
