//! Tokens, versions, locations, limits: what every request must pass.

use std::time::Duration;

use rolodeck::sandbox::{Limits, Options};
use serde_json::{Value, json};

use crate::harness::{Lab, case, options};

#[tokio::test]
async fn tokens_are_checked() {
    let mut lab = Lab::empty().await;
    let contact = lab.contact(json!({ "firstName": "Anna" })).await;
    let contacts = format!("/contacts/{contact}");
    for (token, path, message) in [
        ("pit-0000", contacts.as_str(), "Invalid Private Integration token"),
        ("eyJhbGciOi.x.y", &contacts, "Invalid JWT"),
        ("", &contacts, "Invalid JWT"),
    ] {
        lab.token = token.to_owned();
        let answer = lab.get(path).await;
        assert_eq!((answer.status, &answer.body["message"]), (401, &json!(message)), "{token}");
        assert_eq!(answer.body["error"], "Unauthorized");
    }
    lab.token = lab.sandbox.agency_token().to_owned();
    let users = format!("/users/?locationId={}", lab.location());
    lab.play(vec![
        case(
            "an agency token opens no contacts",
            "GET",
            contacts,
            json!(null),
            401,
            json!({ "message": "The token is not authorized for this scope." }),
        ),
        case(
            "nor the users of a location",
            "GET",
            users,
            json!(null),
            401,
            json!({ "message": "Token's user type mismatch!" }),
        ),
        case(
            "but the location itself",
            "GET",
            "/locations/{location}",
            json!(null),
            200,
            json!({}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn locations_are_kept_apart() {
    let mut lab = Lab::empty().await;
    let contact = lab.contact(json!({ "firstName": "Anna" })).await;
    lab.token = lab.sandbox.other_token().to_owned();
    let forbidden = json!({
        "statusCode": 403, "error": "Forbidden", "message": "The token does not have access to this location.",
    });
    let path = format!("/contacts/{contact}");
    lab.play(vec![
        case("in the path, by contact", "GET", &path, json!(null), 403, forbidden.clone()),
        case("writing", "PUT", &path, json!({ "firstName": "x" }), 403, forbidden.clone()),
        case("in the path", "GET", "/locations/{location}", json!(null), 403, forbidden.clone()),
        case(
            "in the query",
            "GET",
            "/contacts/?locationId={location}",
            json!(null),
            403,
            forbidden.clone(),
        ),
        case(
            "in the body",
            "POST",
            "/contacts/",
            json!({ "locationId": "{location}" }),
            403,
            forbidden.clone(),
        ),
        case(
            "before the whitelist",
            "POST",
            "/contacts/search",
            json!({ "locationId": "{location}", "x": 1 }),
            403,
            forbidden,
        ),
    ])
    .await;
}

#[tokio::test]
async fn versions_are_checked() {
    let mut lab = Lab::empty().await;
    let path = format!("/contacts/?locationId={}", lab.location());
    for (version, status, message) in [
        ("2021-07-28", 200, Value::Null),
        ("2021-04-15", 200, Value::Null),
        ("2023-02-21", 200, Value::Null),
        ("legacy", 200, Value::Null),
        ("v3", 200, Value::Null),
        ("", 401, json!("version header was not found.")),
        ("2020-01-01", 401, json!("version header is invalid")),
        ("bogus-version", 400, json!("Invalid API version segment 'bogus-version' at position 0")),
    ] {
        lab.version = version;
        let answer = lab.get(&path).await;
        assert_eq!((answer.status, &answer.body["message"]), (status, &message), "{version}");
    }
}

#[tokio::test]
async fn unknown_paths_are_404() {
    let lab = Lab::empty().await;
    lab.play(vec![
        case(
            "a path",
            "GET",
            "/x",
            json!(null),
            404,
            json!({ "statusCode": 404, "message": "Cannot GET /x", "error": "Not Found" }),
        ),
        case(
            "a prefix that nobody has",
            "GET",
            "/v2/contacts/?a=b",
            json!(null),
            404,
            json!({ "message": "Cannot GET /v2/contacts/?a=b" }),
        ),
        case(
            "a method",
            "PATCH",
            "/contacts/abc",
            json!({}),
            404,
            json!({ "message": "Cannot PATCH /contacts/abc" }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_is_no_json_is_400() {
    let lab = Lab::empty().await;
    let url = format!("{}/contacts/", lab.sandbox.base_url());
    let request = lab.client.post(url).bearer_auth(&lab.token).header("Version", lab.version);
    let response =
        request.header("content-type", "application/json").body("{oops").send().await.unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn a_v3_body_differs_where_the_contract_says_so() {
    let mut lab = Lab::empty().await;
    let id = lab
        .contact(json!({ "firstName": "Anna", "dndSettings": { "SMS": { "status": "active" } } }))
        .await;
    lab.version = "v3";
    let path = format!("/contacts/{id}");
    let updated = lab.put(&path, json!({ "lastName": "Lee" })).await;
    assert_eq!(updated.body["succeeded"], true);
    assert!(updated.body.get("succeded").is_none());
    assert_eq!(updated.body["contact"]["dndSettings"], json!({ "sms": { "status": "active" } }));
    let bulk = json!({ "locationId": lab.location(), "contacts": [id], "tags": ["x"] });
    let bulk = lab.post("/contacts/bulk/tags/update/add", bulk).await;
    assert_eq!((&bulk.body["succeded"], &bulk.body["succeeded"]), (&json!(true), &json!(true)));
    let removed = lab.delete(&format!("{path}/campaigns/removeAll"), None).await;
    let sentence = format!(
        "Endpoint {path}/campaigns/removeAll not available in API version v3. This endpoint was \
         removed in version v3. Please use a version before v3."
    );
    assert_eq!((removed.status, &removed.body["message"]), (400, &json!(sentence)));
    let created =
        lab.post("/contacts/", json!({ "locationId": lab.location(), "name": "Bo Li" })).await;
    assert_eq!(created.body["contact"]["name"], "Bo Li", "the same schema as a read");
}

#[tokio::test]
async fn the_window_is_real_and_its_headers_are_everywhere() {
    let limits = Limits { burst: Some((3, Duration::from_secs(10))), daily: Some(5) };
    let lab = Lab::start(Options { contacts: 0, limits, ..options() }).await;
    // The window is fixed; begin at the start of one.
    lab.sandbox.advance(Duration::from_secs(10) - Duration::from_millis(1));
    let call = async || {
        let answer = lab.get("/contacts/nobody").await;
        let header =
            |name: &str| answer.headers.get(name).map(|it| it.to_str().unwrap().to_owned());
        assert_eq!(header("x-ratelimit-max").as_deref(), Some("3"));
        assert_eq!(header("x-ratelimit-interval-milliseconds").as_deref(), Some("10000"));
        assert_eq!(header("x-ratelimit-limit-daily").as_deref(), Some("5"));
        assert!(header("x-ratelimit-reset").is_none(), "nobody ever saw one");
        let left = |name| header(name).unwrap().parse::<u32>().unwrap();
        (answer.status, left("x-ratelimit-remaining"), left("x-ratelimit-daily-remaining"))
    };
    lab.sandbox.advance(Duration::from_millis(1));
    assert_eq!(call().await, (400, 2, 4));
    assert_eq!(call().await, (400, 1, 3));
    assert_eq!(call().await, (400, 0, 2));
    assert_eq!(call().await, (429, 0, 2));
    lab.sandbox.advance(Duration::from_secs(10));
    assert_eq!(call().await, (400, 2, 1));
    assert_eq!(call().await, (400, 1, 0));
    assert_eq!(call().await, (429, 1, 0), "the day is used up, though the window isn't");
}
