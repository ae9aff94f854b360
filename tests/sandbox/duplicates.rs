//! The rule against duplicates, the look for one, and upsert.

use serde_json::json;

use crate::harness::{Lab, case, text};

#[tokio::test]
async fn a_location_without_duplicates_refuses_them() {
    let lab = Lab::empty().await;
    let anna = lab.contact(json!({ "firstName": "Anna", "email": "anna@example.com" })).await;
    let bert = lab.contact(json!({ "firstName": "Bert", "phone": "+12125550143" })).await;
    let refusal = |id: &str, name: &str, field: &str| {
        json!({
            "statusCode": 400,
            "message": "This location does not allow duplicated contacts.",
            "meta": { "contactId": id, "contactName": name, "matchingField": field },
        })
    };
    let create = |email: &str, phone: &str| json!({ "locationId": "{location}", "email": email, "phone": phone });
    lab.play(vec![
        case(
            "by email, whatever its case",
            "POST",
            "/contacts/",
            create("ANNA@example.com", "+12125550199"),
            400,
            refusal(&anna, "Anna", "email"),
        ),
        case(
            "by phone, however written",
            "POST",
            "/contacts/",
            create("new@example.com", "(212) 555 0143"),
            400,
            refusal(&bert, "Bert", "phone"),
        ),
        case(
            "email goes first",
            "POST",
            "/contacts/",
            create("anna@example.com", "+12125550143"),
            400,
            refusal(&anna, "Anna", "email"),
        ),
        case(
            "by update too",
            "PUT",
            format!("/contacts/{bert}"),
            json!({ "email": "anna@example.com" }),
            400,
            refusal(&anna, "Anna", "email"),
        ),
        case(
            "its own email is nobody else's",
            "PUT",
            format!("/contacts/{anna}"),
            json!({ "email": "anna@example.com", "lastName": "B" }),
            200,
            json!({}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn another_location_may_allow_them() {
    let mut lab = Lab::empty().await;
    lab.token = lab.sandbox.other_token().to_owned();
    let body =
        json!({ "locationId": lab.sandbox.other_location_id(), "email": "twin@example.com" });
    let ids = [lab.post("/contacts/", body.clone()).await, lab.post("/contacts/", body).await]
        .map(|answer| (answer.status, text(&answer.body["contact"]["id"])));
    assert_eq!((ids[0].0, ids[1].0), (201, 201));
    assert_ne!(ids[0].1, ids[1].1);
}

#[tokio::test]
async fn the_look_for_a_duplicate_tries_email_then_number() {
    let lab = Lab::empty().await;
    let anna = lab.contact(json!({ "email": "anna@example.com" })).await;
    let bert = lab.contact(json!({ "phone": "+12125550143" })).await;
    let path = |query: &str| format!("/contacts/search/duplicate?locationId={{location}}{query}");
    lab.play(vec![
        case(
            "email",
            "GET",
            path("&email=anna%40example.com"),
            json!(null),
            200,
            json!({ "contact": { "id": anna } }),
        ),
        case(
            "number",
            "GET",
            path("&number=%2B12125550143"),
            json!(null),
            200,
            json!({ "contact": { "id": bert } }),
        ),
        case(
            "both",
            "GET",
            path("&number=%2B12125550143&email=anna%40example.com"),
            json!(null),
            200,
            json!({ "contact": { "id": anna } }),
        ),
        case(
            "nobody",
            "GET",
            path("&email=x%40example.com"),
            json!(null),
            200,
            json!({ "contact": null }),
        ),
        case(
            "neither",
            "GET",
            path(""),
            json!(null),
            400,
            json!({ "message": "Pass at least one of number, email query parameter" }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn upsert_creates_or_updates() {
    let lab = Lab::empty().await;
    let upsert = |mut body: serde_json::Value| {
        body["locationId"] = lab.location().into();
        lab.post("/contacts/upsert", body)
    };
    let made =
        upsert(json!({ "email": "anna@example.com", "gender": "female", "tags": ["a", "b"] }))
            .await;
    assert_eq!((made.status, &made.body["new"]), (201, &json!(true)));
    let anna = text(&made.body["contact"]["id"]);

    let again = upsert(json!({
        "email": "Anna@Example.com", "firstName": "Anna", "gender": "male", "tags": ["C"],
    }))
    .await;
    assert_eq!((again.status, &again.body["new"]), (200, &json!(false)));
    let contact = &again.body["contact"];
    assert_eq!(text(&contact["id"]), anna);
    assert_eq!(contact["tags"], json!(["c"]), "the whole set is replaced");
    assert_eq!(contact["gender"], "female", "ignored where the contact exists");

    let bert = lab.contact(json!({ "firstName": "Bert", "phone": "+12125550143" })).await;
    let both =
        upsert(json!({ "email": "anna@example.com", "phone": "+12125550143", "city": "Bend" }))
            .await;
    assert_eq!(text(&both.body["contact"]["id"]), anna, "the email decides");
    assert!(both.body["contact"].get("phone").is_none(), "Bert's phone is silently left with Bert");
    assert_eq!(
        lab.get(&format!("/contacts/{bert}")).await.body["contact"]["phone"],
        "+12125550143"
    );

    let neither = upsert(json!({ "firstName": "Nobody" })).await;
    assert_eq!(neither.status, 400);
    assert_eq!(neither.body["message"], "Pass at least one of number, email query parameter");

    let ignored =
        upsert(json!({ "email": "anna@example.com", "createNewIfDuplicateAllowed": true })).await;
    assert_eq!(ignored.status, 200, "not allowed here, so the flag is ignored");
}

#[tokio::test]
async fn upsert_makes_a_new_contact_where_duplicates_are_allowed_and_wanted() {
    let mut lab = Lab::empty().await;
    lab.token = lab.sandbox.other_token().to_owned();
    let body = |flag: bool| {
        json!({
            "locationId": lab.sandbox.other_location_id(),
            "email": "twin@example.com",
            "createNewIfDuplicateAllowed": flag,
        })
    };
    let first = lab.post("/contacts/upsert", body(true)).await;
    let second = lab.post("/contacts/upsert", body(true)).await;
    let third = lab.post("/contacts/upsert", body(false)).await;
    assert_eq!([first.status, second.status, third.status], [201, 201, 200]);
    assert_ne!(first.body["contact"]["id"], second.body["contact"]["id"]);
}
