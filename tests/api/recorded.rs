//! Exchanges as they were recorded of the service (contract 2): what the client sends, letter for
//! letter, and what it makes of the answer; and that the sandbox, asked the same, answers alike.
//!
//! Where the specification contradicts itself (contract 5.1), it is named where it is tolerated.

use rolodeck::{
    api::{Error, ListCursor, TaskSearch},
    model::{
        business::{Business, BusinessDraft},
        custom_field::DataType,
        field::Standard,
        ids::{RemoteId, UserId},
        tag::Tag,
        value::Value,
    },
};
use serde_json::{Value as Json, json};

use crate::exchange::{exchange, recorded};

fn id(text: &str) -> RemoteId {
    RemoteId::from(text)
}

const DONE: &str = r#"{"succeded":true,"succeeded":true,"traceId":"t-1"}"#;

#[tokio::test]
async fn adding_followers() {
    let said = json!({ "followers": ["u1", "u2"], "followersAdded": ["u2"], "traceId": "t-1" });
    let users = [UserId::from("u1"), UserId::from("u2")];
    let (added, line, body) =
        recorded("201 Created", said, async |c| c.add_followers(&id("c1"), &users).await).await;
    assert_eq!(added.unwrap(), [UserId::from("u2")]);
    assert_eq!(line, "POST /contacts/c1/followers");
    assert_eq!(body, json!({ "followers": ["u1", "u2"] }));
}

#[tokio::test]
async fn removing_followers() {
    let said = json!({ "followers": [], "followersRemoved": ["u1"] });
    let users = [UserId::from("u1")];
    let (removed, line, body) =
        recorded("200 OK", said, async |c| c.remove_followers(&id("c1"), &users).await).await;
    assert_eq!(removed.unwrap(), users);
    assert_eq!(line, "DELETE /contacts/c1/followers");
    // Which many generators drop (5.1, 12).
    assert_eq!(body, json!({ "followers": ["u1"] }), "a deletion with a body");
}

#[tokio::test]
async fn campaigns() {
    let said = json!({ "campaigns": [{ "id": "k1", "name": "Welcome", "status": "published" }] });
    let (listed, line, _) = recorded("200 OK", said, async |c| c.campaigns().await).await;
    assert_eq!(listed.unwrap().items[0].name, "Welcome");
    assert_eq!(line, "GET /campaigns/?locationId=ve9EPM428h8vShlRW1KT");

    let done = serde_json::from_str(DONE).unwrap();
    let (outcome, line, body) =
        recorded("201 Created", done, async |c| c.add_to_campaign(&id("c1"), &id("k1")).await)
            .await;
    outcome.unwrap();
    assert_eq!(line, "POST /contacts/c1/campaigns/k1");
    // A required body without any property (5.1, 12).
    assert_eq!(body, json!({}));

    let done: Json = serde_json::from_str(DONE).unwrap();
    let (outcome, line, _) =
        recorded("200 OK", done.clone(), async |c| c.leave_campaign(&id("c1"), &id("k1")).await)
            .await;
    outcome.unwrap();
    assert_eq!(line, "DELETE /contacts/c1/campaigns/k1");
    let (outcome, line, _) =
        recorded("200 OK", done, async |c| c.leave_all_campaigns(&id("c1")).await).await;
    outcome.unwrap();
    assert_eq!(line, "DELETE /contacts/c1/campaigns/removeAll");

    let refused = json!({
        "statusCode": 400,
        "message": "John has dnd enabled, not starting campaign 'Welcome'.",
        "error": "Bad Request",
    });
    let (outcome, ..) = recorded("400 Bad Request", refused, async |c| {
        c.add_to_campaign(&id("c2"), &id("k1")).await
    })
    .await;
    assert!(matches!(outcome, Err(Error::Refused { status: 400, .. })), "{outcome:?}");
}

#[tokio::test]
async fn workflows() {
    let workflow = "6a7b4c1e-1111-4222-8333-444455556666";
    let said = json!({ "workflows": [{ "id": workflow, "name": "Nurture", "status": "published",
        "version": 3, "locationId": "l1" }], "traceId": "t-1" });
    let (listed, line, _) = recorded("200 OK", said, async |c| c.workflows().await).await;
    assert_eq!(listed.unwrap().items[0].id, id(workflow));
    assert_eq!(line, "GET /workflows/?locationId=ve9EPM428h8vShlRW1KT");

    let done: Json = serde_json::from_str(DONE).unwrap();
    let start: jiff::Zoned = "2021-06-23T03:30:00+01:00[Europe/London]".parse().unwrap();
    let (outcome, line, body) = recorded("201 Created", done.clone(), async |c| {
        c.add_to_workflow(&id("c1"), &id(workflow), Some(&start)).await
    })
    .await;
    outcome.unwrap();
    assert_eq!(line, format!("POST /contacts/c1/workflow/{workflow}"));
    assert_eq!(body, json!({ "eventStartTime": "2021-06-23T03:30:00+01:00" }));

    let (outcome, line, body) =
        recorded("200 OK", done, async |c| c.leave_workflow(&id("c1"), &id(workflow)).await).await;
    outcome.unwrap();
    assert_eq!(line, format!("DELETE /contacts/c1/workflow/{workflow}"));
    assert_eq!(body, json!({}));
}

#[tokio::test]
async fn a_business_is_read_under_both_spellings() {
    let draft =
        BusinessDraft { name: "Acme".into(), country: "US".into(), ..BusinessDraft::default() };
    let wire = json!({ "id": "63771dcac1116f0e21de8e12", "name": "Acme", "locationId": "l1",
        "country": "US", "phone": null, "createdBy": { "source": "x" } });
    let acme = Business {
        id: id("63771dcac1116f0e21de8e12"),
        draft: draft.clone(),
        extra: [("createdBy".to_owned(), json!({ "source": "x" }))].into(),
    };

    // `buiseness` is on the wire, though a read says `business` (5.1, 16).
    let right = json!({ "success": true, "business": wire });
    let (made, ..) =
        exchange("201 Created", right, async |c| c.create_business(&draft).await).await;
    let wrong = json!({ "success": true, "buiseness": wire });
    let (again, line, body) =
        recorded("201 Created", wrong, async |c| c.create_business(&draft).await).await;
    for made in [made, again] {
        assert_eq!(made.unwrap(), acme);
    }
    assert_eq!(line, "POST /businesses/");
    let sent = json!({ "name": "Acme", "country": "US", "locationId": "ve9EPM428h8vShlRW1KT" });
    assert_eq!(body, sent);

    let now = BusinessDraft { phone: "+12125550143".into(), ..draft.clone() };
    let said = json!({ "success": true, "buiseness": wire });
    let (_, line, body) =
        recorded("200 OK", said, async |c| c.update_business(&acme.id, &draft, &now).await).await;
    assert_eq!(line, "PUT /businesses/63771dcac1116f0e21de8e12");
    assert_eq!(body, json!({ "phone": "+12125550143" }), "only what changed");

    let said = json!({ "businesses": [wire, { "name": "no id" }] });
    let (listed, line, _) = recorded("200 OK", said, async |c| c.businesses(0, 100).await).await;
    let listed = listed.unwrap();
    assert_eq!((listed.items.as_slice(), listed.unread.count), ([acme.clone()].as_slice(), 1));
    assert_eq!(line, "GET /businesses/?locationId=ve9EPM428h8vShlRW1KT&limit=100&skip=0");

    let said = json!({ "business": wire });
    let (one, ..) = recorded("200 OK", said, async |c| c.business(&acme.id).await).await;
    assert_eq!(one.unwrap(), acme);
    let said = json!({ "success": true });
    let (outcome, line, _) =
        recorded("200 OK", said, async |c| c.delete_business(&acme.id).await).await;
    outcome.unwrap();
    assert_eq!(line, "DELETE /businesses/63771dcac1116f0e21de8e12");
}

#[tokio::test]
async fn moving_contacts_into_and_out_of_a_business() {
    let contacts = [id("c1"), id("c2")];
    let business = id("63771dcac1116f0e21de8e12");
    let said = json!({ "success": true, "ids": ["c1"] });
    let (moved, line, body) = recorded("200 OK", said.clone(), async |c| {
        c.move_to_business(&contacts, Some(&business)).await
    })
    .await;
    assert_eq!(moved.unwrap(), [id("c1")]);
    assert_eq!(line, "POST /contacts/bulk/business");
    assert_eq!(
        body,
        json!({ "locationId": "ve9EPM428h8vShlRW1KT", "ids": ["c1", "c2"],
            "businessId": "63771dcac1116f0e21de8e12" })
    );
    let (_, _, body) =
        recorded("200 OK", said, async |c| c.move_to_business(&contacts, None).await).await;
    assert_eq!(body["businessId"], Json::Null, "out of all of them");

    let said = json!({ "contacts": [{ "id": "c1", "firstName": "jane", "firstNameRaw": "Jane" }],
        "count": 1 });
    let (listed, line, _) =
        recorded("200 OK", said, async |c| c.contacts_of_business(&business, 0, 25).await).await;
    let name = listed.unwrap().items[0].values[&Standard::FirstName.into()].clone();
    assert_eq!(name, Value::text("Jane"));
    assert_eq!(
        line,
        "GET /contacts/business/63771dcac1116f0e21de8e12?locationId=ve9EPM428h8vShlRW1KT&limit=25&skip=0"
    );
}

#[tokio::test]
async fn tags_of_the_location() {
    let tag = Tag::new("Hot Lead").unwrap();
    let said = json!({ "tag": { "id": "t1", "name": "hot lead", "locationId": "l1" } });
    let (made, line, body) =
        recorded("201 Created", said.clone(), async |c| c.create_location_tag(&tag).await).await;
    assert_eq!(made.unwrap().id, id("t1"));
    assert_eq!(line, "POST /locations/ve9EPM428h8vShlRW1KT/tags");
    assert_eq!(body, json!({ "name": "hot lead" }));
    let (_, line, _) =
        recorded("200 OK", said.clone(), async |c| c.location_tag(&id("t1")).await).await;
    assert_eq!(line, "GET /locations/ve9EPM428h8vShlRW1KT/tags/t1");
    let (_, line, _) =
        recorded("200 OK", said, async |c| c.rename_location_tag(&id("t1"), &tag).await).await;
    assert_eq!(line, "PUT /locations/ve9EPM428h8vShlRW1KT/tags/t1");
    let done = serde_json::from_str(DONE).unwrap();
    let (outcome, line, _) =
        recorded("200 OK", done, async |c| c.delete_location_tag(&id("t1")).await).await;
    outcome.unwrap();
    assert_eq!(line, "DELETE /locations/ve9EPM428h8vShlRW1KT/tags/t1");
}

#[tokio::test]
async fn custom_fields() {
    let wire = json!({ "id": "f1", "name": "Deal size", "fieldKey": "contact.deal_size",
        "dataType": "MONETORY", "position": 50, "picklistOptions": null, "model": "contact" });
    let draft = rolodeck::api::CustomFieldDraft {
        name: "Deal size".into(),
        position: Some(50),
        ..Default::default()
    };
    let said = json!({ "customField": wire });
    let (made, line, body) = recorded("201 Created", said.clone(), async |c| {
        c.create_custom_field(DataType::Money, &draft).await
    })
    .await;
    let made = made.unwrap();
    assert_eq!((made.data_type, made.position), (DataType::Money, 50));
    assert_eq!(line, "POST /locations/ve9EPM428h8vShlRW1KT/customFields");
    assert_eq!(
        body,
        json!({ "name": "Deal size", "dataType": "MONETORY", "position": 50, "model": "contact" })
    );
    let (_, line, _) =
        recorded("200 OK", said.clone(), async |c| c.custom_field(&made.id).await).await;
    assert_eq!(line, "GET /locations/ve9EPM428h8vShlRW1KT/customFields/f1");
    let (_, line, body) =
        recorded("200 OK", said, async |c| c.update_custom_field(&made.id, &draft).await).await;
    assert_eq!(line, "PUT /locations/ve9EPM428h8vShlRW1KT/customFields/f1");
    assert_eq!(body, json!({ "name": "Deal size", "position": 50, "model": "contact" }));
    let done = serde_json::from_str(DONE).unwrap();
    let (outcome, line, _) =
        recorded("200 OK", done, async |c| c.delete_custom_field(&made.id).await).await;
    outcome.unwrap();
    assert_eq!(line, "DELETE /locations/ve9EPM428h8vShlRW1KT/customFields/f1");

    let odd = json!({ "customField": { "id": "f2", "dataType": "SIGNATURE", "position": "7" } });
    let (odd, ..) = exchange("200 OK", odd, async |c| c.custom_field(&made.id).await).await;
    let odd = odd.unwrap();
    assert_eq!((odd.data_type, odd.position), (DataType::Other, 7));
}

#[tokio::test]
async fn users() {
    let said = json!({ "id": "u1", "firstName": "Ada", "lastName": "Byron", "roles": {} });
    let (user, line, _) = recorded("200 OK", said, async |c| c.user(&"u1".into()).await).await;
    assert_eq!(user.unwrap().name, "Ada Byron", "the answer is not wrapped");
    assert_eq!(line, "GET /users/u1");

    let missing = json!({ "statusCode": 401, "message": "The user does not exist.",
        "error": "Unauthorized" });
    let (gone, ..) =
        recorded("401 Unauthorized", missing, async |c| c.user(&"u9".into()).await).await;
    assert!(matches!(gone, Err(Error::Gone { status: 401, .. })), "{gone:?}");

    let said = json!({ "users": [{ "id": "u1", "name": "Ada" }], "count": 1 });
    let (found, line, _) =
        recorded("200 OK", said, async |c| c.search_users("co1", "ada byron", 0, 25).await).await;
    assert_eq!(found.unwrap().items.len(), 1);
    assert_eq!(
        line,
        "GET /users/search?companyId=co1&locationId=ve9EPM428h8vShlRW1KT&query=ada+byron&skip=0&limit=25"
    );
}

#[tokio::test]
async fn an_upsert_tells_whether_it_made_or_overwrote() {
    let person = |email: &str| [(Standard::Email.into(), Value::text(email))].into();
    let (jane, nobody) = (person("jane@example.com"), person("nobody@example.com"));
    let said = |new: Json| json!({ "new": new, "contact": { "id": "c1" }, "traceId": "t-1" });
    // 201 for a creation, where the specification has 200 for both (5.1, 20).
    let (made, line, _) =
        recorded("201 Created", said(json!(true)), async |c| c.upsert_contact(&nobody, &[]).await)
            .await;
    assert!(made.unwrap().is_new);
    assert_eq!(line, "POST /contacts/upsert");
    let (overwritten, ..) =
        recorded("200 OK", said(json!(false)), async |c| c.upsert_contact(&jane, &[]).await).await;
    assert!(!overwritten.unwrap().is_new);
    let (made, ..) =
        exchange("201 Created", said(Json::Null), async |c| c.upsert_contact(&nobody, &[]).await)
            .await;
    assert!(made.unwrap().is_new, "the status alone tells");
}

#[tokio::test]
async fn the_old_list_takes_both_halves_of_its_cursor() {
    let said = json!({
        "contacts": [{ "id": "c1", "firstName": "brenda", "firstNameRaw": "Brenda" }],
        "meta": { "total": 7, "startAfterId": "c1", "startAfter": 1_625_203_106_704_i64,
            "nextPageUrl": "http://services.leadconnectorhq.com/contacts/?x", "currentPage": 1 },
    });
    let (page, line, _) =
        recorded("200 OK", said, async |c| c.list_contacts(20, Some("b&c"), None).await).await;
    let page = page.unwrap();
    assert_eq!(line, "GET /contacts/?locationId=ve9EPM428h8vShlRW1KT&limit=20&query=b%26c");
    let added = "2021-07-02T05:18:26.704Z".parse().unwrap();
    let after = ListCursor { added, id: id("c1") };
    assert_eq!((page.total, page.after.as_ref()), (Some(7), Some(&after)));

    let last = json!({ "contacts": [], "meta": { "nextPageUrl": "", "startAfterId": "c1" } });
    let (page, line, _) =
        recorded("200 OK", last, async |c| c.list_contacts(20, None, Some(&after)).await).await;
    assert_eq!(page.unwrap().after, None);
    assert!(line.ends_with("&startAfter=1625203106704&startAfterId=c1"), "{line}");
}

#[tokio::test]
async fn a_phone_number_survives_the_query() {
    let said = json!({ "contact": null, "traceId": "t-1" });
    let (nobody, line, _) = recorded("200 OK", said, async |c| {
        c.find_duplicate(Some("jane+x@example.com"), Some("+12125550143")).await
    })
    .await;
    assert_eq!(nobody.unwrap(), None);
    assert_eq!(
        line,
        "GET /contacts/search/duplicate?locationId=ve9EPM428h8vShlRW1KT\
         &email=jane%2Bx%40example.com&number=%2B12125550143"
    );
}

#[tokio::test]
async fn what_is_said_of_a_record_beyond_its_fields_is_kept() {
    let with = |known: Json| {
        let said = json!({ "id": "x1", "contactId": "c1", "locationId": "l1", "color": "#ffaa00",
            "relations": [{ "objectKey": "contact" }], "\u{1b}[2J": "\u{202e}", "users": [],
            "notes": "", "groupId": null });
        let (Json::Object(mut said), Json::Object(known)) = (said, known) else {
            panic!("objects")
        };
        said.extend(known);
        Json::Object(said)
    };
    let kept = json!({ "color": "#ffaa00", "relations": [{ "objectKey": "contact" }],
        "\u{1b}[2J": "\u{202e}" });

    let said = json!({ "tasks": [with(json!({ "title": "call", "completed": true }))] });
    let (listed, ..) = exchange("200 OK", said.clone(), async |c| c.tasks(&id("c1")).await).await;
    assert_eq!(json!(listed.unwrap().items[0].extra), kept);
    let search = TaskSearch::default();
    let (found, ..) = exchange("201 Created", said, async |c| c.search_tasks(&search).await).await;
    assert_eq!(json!(found.unwrap().items[0].extra), kept);
    let said = json!({ "task": with(json!({ "dueDate": 0 })) });
    let (done, ..) =
        exchange("200 OK", said, async |c| c.complete_task(&id("c1"), &id("x1"), true).await).await;
    assert_eq!(json!(done.unwrap().extra), kept);

    let said = json!({ "notes": [with(json!({ "body": "rang", "pinned": false }))] });
    let (listed, ..) = exchange("200 OK", said, async |c| c.notes(&id("c1")).await).await;
    assert_eq!(json!(listed.unwrap().items[0].extra), kept);

    let said = json!({ "events": [with(json!({ "title": "Demo", "appointmentStatus": "new" }))] });
    let (listed, ..) = exchange("200 OK", said, async |c| c.appointments(&id("c1")).await).await;
    assert_eq!(json!(listed.unwrap().items[0].extra), kept);

    let said = json!({ "businesses": [with(json!({ "name": "Acme" }))] });
    let (listed, ..) = exchange("200 OK", said, async |c| c.businesses(0, 25).await).await;
    assert_eq!(json!(listed.unwrap().items[0].extra), kept);
}
