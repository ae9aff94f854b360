//! The reads around contacts: location, custom fields, users.

use serde_json::json;

use crate::harness::{Lab, case, invalid, text};

#[tokio::test]
async fn the_location_says_country_zone_and_policy() {
    let lab = Lab::empty().await;
    lab.play(vec![case(
        "get",
        "GET",
        "/locations/{location}",
        json!(null),
        200,
        json!({ "location": {
        "id": lab.location(), "companyId": lab.sandbox.company_id(), "country": "US",
        "timezone": "America/Los_Angeles", "settings": { "allowDuplicateContact": false },
    } }),
    )])
    .await;
}

#[tokio::test]
async fn there_is_a_custom_field_of_every_type() {
    let lab = Lab::empty().await;
    let answer = lab.get(&format!("/locations/{}/customFields", lab.location())).await;
    let fields = answer.body["customFields"].as_array().unwrap();
    for data_type in [
        "TEXT",
        "LARGE_TEXT",
        "NUMERICAL",
        "PHONE",
        "MONETORY",
        "CHECKBOX",
        "SINGLE_OPTIONS",
        "MULTIPLE_OPTIONS",
        "DATE",
        "TEXTBOX_LIST",
        "FILE_UPLOAD",
        "RADIO",
        "SIGNATURE",
    ] {
        assert!(fields.iter().any(|field| field["dataType"] == data_type), "{data_type}");
    }
    let field = fields.iter().find(|field| field["name"] == "Preferred language").unwrap();
    assert_eq!(field["fieldKey"], "contact.preferred_language");
    assert_eq!(field["picklistOptions"][0], "English");
    let id = text(&field["id"]);
    lab.play(vec![
        case("one", "GET", format!("/locations/{{location}}/customFields/{id}"), json!(null), 200,
            json!({ "customField": { "id": id, "model": "contact" } })),
        case("of opportunities", "GET", "/locations/{location}/customFields?model=opportunity", json!(null), 200,
            json!({ "customFields": [{ "name": "Deal notes", "fieldKey": "opportunity.deal_notes" }] })),
        case("of something", "GET", "/locations/{location}/customFields?model=thing", json!(null), 422, json!({})),
    ])
    .await;
}

#[tokio::test]
async fn users_are_listed_searched_and_read() {
    let lab = Lab::empty().await;
    let list = lab.get(&format!("/users/?locationId={}", lab.location())).await;
    let users = list.body["users"].as_array().unwrap();
    assert_eq!(users.len(), 5);
    let id = text(&users[0]["id"]);
    let company = lab.sandbox.company_id();
    let search = format!("/users/search?companyId={company}");
    lab.play(vec![
        case("bare", "GET", format!("/users/{id}"), json!(null), 200, json!({ "id": id, "name": "Maya Torres" })),
        case("an unknown user is 401", "GET", "/users/nobody", json!(null), 401,
            json!({ "message": "The user does not exist." })),
        case("search", "GET", format!("{search}&query=maya"), json!(null), 200,
            json!({ "users": [{ "id": id, "roles": { "role": "admin", "type": "account" } }], "count": 1 })),
        case("pages", "GET", format!("{search}&limit=2&skip=4"), json!(null), 200, json!({ "count": 6, "users": [{}, {}] })),
        case("no company", "GET", "/users/search", json!(null), 422,
            invalid(&["companyId should not be empty", "companyId must be a string"])),
    ])
    .await;
}
