//! What the service does against its own documentation, where no other test meets it, and the
//! page's list of all of it.

use std::fs;
use std::path::Path;

use rolodeck::sandbox::Options;
use serde_json::{Value, json};

use crate::harness::{Lab, options, text};

/// A location whose one contact has a second email; only an import can give it one.
async fn imported(folder: &Path) -> (Lab, String) {
    let file = folder.join("export.csv");
    let rows = "First Name,Email,Additional Emails\nAnna,anna@example.com,anna@example.org\n";
    fs::write(&file, rows).unwrap();
    let lab = Lab::start(Options { load: Some(file), ..options() }).await;
    let path = format!("/contacts/?locationId={}", lab.location());
    let id = text(&lab.get(&path).await.body["contacts"][0]["id"]);
    (lab, id)
}

#[tokio::test]
async fn an_upsert_by_the_second_email_loses_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let (lab, id) = imported(folder.path()).await;
    let body = json!({ "locationId": lab.location(), "email": "anna@example.org" });
    let answer = lab.post("/contacts/upsert", body).await;
    assert_eq!((answer.status, text(&answer.body["contact"]["id"])), (200, id.clone()));
    let contact = lab.get(&format!("/contacts/{id}")).await.body["contact"].clone();
    assert_eq!(contact["email"], "anna@example.org");
    assert!(!contact.to_string().contains("anna@example.com"), "{contact}");
}

#[tokio::test]
async fn an_attribution_has_other_keys_in_the_list() {
    let lab = Lab::start(options()).await;
    let list = lab.get(&format!("/contacts/?locationId={}&limit=40", lab.location())).await;
    let contacts = list.body["contacts"].as_array().unwrap();
    let with = |it: &&Value| it["attributions"][0]["utmSessionSource"].is_string();
    let listed = contacts.iter().find(with).expect("somebody who came from somewhere");
    let single = lab.get(&format!("/contacts/{}", text(&listed["id"]))).await;
    let single = &single.body["contact"]["attributionSource"];
    let listed = &listed["attributions"][0];
    assert_eq!(single["sessionSource"], listed["utmSessionSource"]);
    assert_eq!(single["url"], listed["pageUrl"]);
    assert!(single.get("utmSessionSource").is_none() && listed.get("sessionSource").is_none());
}

#[tokio::test]
async fn the_total_is_right_beyond_the_last_page() {
    let lab = Lab::start(Options { contacts: 10_003, ..options() }).await;
    let search = |page: u32| {
        let body = json!({ "locationId": lab.location(), "pageLimit": 500, "page": page });
        lab.post("/contacts/search", body)
    };
    let last = search(20).await;
    assert_eq!((last.status, &last.body["total"]), (200, &json!(10_003)));
    assert_eq!(last.body["contacts"].as_array().unwrap().len(), 500);
    assert_eq!(search(21).await.status, 422);
}

#[tokio::test]
async fn a_custom_value_comes_back_without_its_key() {
    let lab = Lab::empty().await;
    let values = json!([{ "key": "lead_score", "field_value": 40 }]);
    let id = lab.contact(json!({ "customFields": values })).await;
    let contact = lab.get(&format!("/contacts/{id}")).await;
    let value = contact.body["contact"]["customFields"][0].as_object().unwrap();
    assert!(value.keys().eq(["id", "value"]), "{value:?}");
}

#[tokio::test]
async fn an_idempotency_key_means_nothing() {
    let lab = Lab::empty().await;
    let url = format!("{}/contacts/", lab.sandbox.base_url());
    let body = json!({ "locationId": lab.location(), "firstName": "Anna" });
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request = lab.client.post(&url).bearer_auth(&lab.token).json(&body);
        let request = request.header("Version", lab.version).header("Idempotency-Key", "one");
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        ids.push(text(&answer["contact"]["id"]));
    }
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn an_upsert_can_assign() {
    let lab = Lab::empty().await;
    let users = lab.get(&format!("/users/?locationId={}", lab.location())).await;
    let [maya, sam] = [0, 1].map(|at| text(&users.body["users"][at]["id"]));
    for user in [maya, sam] {
        let body = json!({
            "locationId": lab.location(), "email": "anna@example.com", "assignedTo": user,
        });
        let answer = lab.post("/contacts/upsert", body).await;
        assert_eq!(answer.body["contact"]["assignedTo"], user.as_str());
    }
}
