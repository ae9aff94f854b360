//! The older lists: by double cursor, and by business.

use serde_json::{Value, json};

use crate::harness::{Lab, case, invalid, options, text};

#[tokio::test]
async fn the_list_needs_both_cursors_to_move_on() {
    let lab = Lab::start(options()).await;
    let path = format!("/contacts/?locationId={}&limit=15", lab.location());
    let first = lab.get(&path).await;
    assert_eq!(first.status, 200);
    let meta = &first.body["meta"];
    assert_eq!(meta["total"], 40);
    let ids = |body: &Value| -> Vec<String> {
        body["contacts"].as_array().unwrap().iter().map(|it| text(&it["id"])).collect()
    };
    let alone = lab.get(&format!("{path}&startAfterId={}", text(&meta["startAfterId"]))).await;
    assert_eq!(ids(&alone.body), ids(&first.body), "one cursor alone serves the first page again");

    let mut seen = ids(&first.body);
    let mut page = first;
    while page.body["meta"]["nextPage"].is_number() {
        let meta = &page.body["meta"];
        let cursors = format!(
            "&startAfter={}&startAfterId={}",
            meta["startAfter"],
            text(&meta["startAfterId"])
        );
        let next = text(&meta["nextPageUrl"]);
        assert_eq!(next, format!("{}{path}{cursors}", lab.sandbox.base_url()));
        page = lab.get(&format!("{path}{cursors}")).await;
        seen.extend(ids(&page.body));
    }
    assert_eq!(page.body["meta"]["nextPageUrl"], Value::Null);
    assert_eq!(seen.len(), 40);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 40);
}

#[tokio::test]
async fn the_list_has_a_shape_of_its_own() {
    let lab = Lab::empty().await;
    let id = lab
        .contact(json!({ "firstName": "Anna", "lastName": "LEE", "address1": "1 Mill Rd" }))
        .await;
    lab.play(vec![
        case(
            "names lower-cased, null for what is unset",
            "GET",
            "/contacts/?locationId={location}",
            json!(null),
            200,
            json!({ "contacts": [{
                "id": id, "contactName": "anna lee", "firstName": "anna", "lastName": "lee",
                "firstNameRaw": "Anna", "lastNameRaw": "LEE", "address1": "1 Mill Rd",
                "email": null, "phone": null, "attributions": [], "profilePhoto": null,
            }] }),
        ),
        case(
            "free text",
            "GET",
            "/contacts/?locationId={location}&query=lee+ANNA",
            json!(null),
            200,
            json!({ "meta": { "total": 1 } }),
        ),
        case(
            "nobody",
            "GET",
            "/contacts/?locationId={location}&query=bert",
            json!(null),
            200,
            json!({ "contacts": [], "meta": { "total": 0 } }),
        ),
        case(
            "tags can't be asked for",
            "GET",
            "/contacts/?locationId={location}&tags=vip",
            json!(null),
            422,
            invalid(&["property tags should not exist"]),
        ),
        case(
            "too large a page",
            "GET",
            "/contacts/?locationId={location}&limit=101",
            json!(null),
            422,
            invalid(&["limit must not be greater than 100"]),
        ),
        case(
            "no location",
            "GET",
            "/contacts/",
            json!(null),
            422,
            invalid(&["locationId should not be empty", "locationId must be a string"]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn contacts_of_a_business() {
    let lab = Lab::start(rolodeck::sandbox::Options { contacts: 200, ..options() }).await;
    let body = json!({ "locationId": lab.location(), "pageLimit": 200 });
    let all = lab.post("/contacts/search", body).await;
    let contacts = all.body["contacts"].as_array().unwrap();
    let business =
        text(&contacts.iter().find(|it| it["businessId"].is_string()).unwrap()["businessId"]);
    let wanted = contacts.iter().filter(|it| it["businessId"] == business.as_str()).count();
    let path = format!("/contacts/business/{business}?locationId={}", lab.location());
    let found = lab.get(&path).await;
    assert_eq!(found.body["count"], wanted);
    let skipped = lab.get(&format!("{path}&skip=1&limit=100")).await;
    assert_eq!(skipped.body["contacts"].as_array().unwrap().len(), wanted - 1);
}
