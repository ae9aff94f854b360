//! Create, read, update, delete.

use serde_json::json;

use crate::harness::{Lab, options};

#[tokio::test]
async fn a_contact_lives_and_dies() {
    let lab = Lab::empty().await;
    let id = lab
        .contact(json!({
            "firstName": "Anna", "lastName": "Lindqvist", "email": "Anna@Example.com",
            "phone": "(212) 555-0143", "tags": [" Hot Lead ", "hot lead", "VIP"],
        }))
        .await;
    let contact = lab.get(&format!("/contacts/{id}")).await;
    assert_eq!(contact.status, 200);
    let it = &contact.body["contact"];
    assert_eq!(it["phone"], "+12125550143");
    assert_eq!(it["email"], "anna@example.com");
    assert_eq!(it["tags"], json!(["hot lead", "vip"]));
    assert_eq!(it["dateAdded"], "2026-03-02T17:20:00.000Z");
    assert!(contact.body["traceId"].is_string());

    let changed = lab.put(&format!("/contacts/{id}"), json!({ "lastName": "Berg" })).await;
    assert_eq!((changed.status, &changed.body["succeded"]), (200, &json!(true)));
    assert_eq!(changed.body["succeeded"], true);
    assert_eq!(changed.body["contact"]["firstName"], "Anna");
    assert_eq!(changed.body["contact"]["lastName"], "Berg");

    let gone = lab.delete(&format!("/contacts/{id}"), None).await;
    assert_eq!((gone.status, &gone.body["succeded"]), (200, &json!(true)));
    let missing = lab.get(&format!("/contacts/{id}")).await;
    assert_eq!(missing.status, 400);
    assert_eq!(missing.body["message"], format!("Contact not found for id:{id}"));
}

#[tokio::test]
async fn a_search_pages_through_everybody_once() {
    let lab = Lab::start(options()).await;
    let mut seen = Vec::new();
    let mut body = json!({ "locationId": lab.location(), "pageLimit": 7 });
    loop {
        let page = lab.post("/contacts/search", body.clone()).await;
        assert_eq!((page.status, &page.body["total"]), (200, &json!(40)), "{page:?}");
        let contacts = page.body["contacts"].as_array().unwrap();
        let Some(last) = contacts.last() else { break };
        body["searchAfter"] = last["searchAfter"].clone();
        seen.extend(contacts.iter().map(|it| it["id"].to_string()));
    }
    assert_eq!(seen.len(), 40);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 40);
}
