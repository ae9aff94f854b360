//! What can be made to go wrong: the sky, the faults, and holding requests back.

use std::time::{Duration, Instant};

use reqwest::Method;
use rolodeck::sandbox::{Action, Fault, Moment, Options, Pattern, Sky};
use serde_json::{Value, json};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{Lab, options};

fn fault(text: &str) -> Fault {
    text.parse().unwrap()
}

async fn with(faults: &[&str]) -> Lab {
    let faults = faults.iter().map(|text| fault(text)).collect();
    Lab::start(Options { contacts: 3, faults, ..options() }).await
}

fn create(lab: &Lab) -> Value {
    json!({ "locationId": lab.location(), "firstName": "Anna", "email": "anna@example.com" })
}

/// How often the contact of [`create`] is there.
fn created(lab: &Lab) -> usize {
    let commits = lab.sandbox.commits();
    let of_a_contact =
        commits.iter().filter(|it| it.noun == "contact" && it.action == Action::Created);
    of_a_contact.count()
}

#[tokio::test]
async fn offline_refuses_connections_and_ends_those_that_are_open() {
    let lab = with(&[]).await;
    assert_eq!(lab.get("/contacts/x").await.status, 400);
    lab.sandbox.weather().set(Sky::Offline);
    lab.sandbox.weather().settled().await;
    let stale = lab.try_send(Method::GET, "/contacts/x", None).await;
    assert!(stale.is_err(), "a connection of before, if the client still has one");
    let error = lab.try_send(Method::GET, "/contacts/x", None).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    lab.sandbox.weather().set(Sky::Normal);
    lab.sandbox.weather().settled().await;
    assert_eq!(lab.get("/contacts/x").await.status, 400, "on the same port as before");
}

#[tokio::test]
async fn going_offline_cuts_what_is_under_way() {
    let lab = with(&[]).await;
    let hold = lab.sandbox.traffic().hold("GET/contacts/x", Moment::AfterCommit);
    let (answer, ()) = tokio::join!(lab.try_send(Method::GET, "/contacts/x", None), async {
        hold.reached(1).await;
        lab.sandbox.weather().set(Sky::Offline);
    });
    let error = answer.unwrap_err();
    assert!(error.is_request() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn an_outage_ends_by_itself() {
    let lab = with(&[]).await;
    lab.sandbox.weather().add_fault(fault("offline:50ms"));
    let refused = async || lab.try_send(Method::GET, "/contacts/x", None).await.is_err();
    while !refused().await {}
    while refused().await {}
    assert_eq!(lab.sandbox.weather().sky(), Sky::Normal);
}

#[tokio::test]
async fn throttled_answers_429_with_the_real_headers() {
    let lab = with(&[]).await;
    lab.sandbox.weather().set(Sky::Throttled);
    let answer = lab.get("/contacts/x").await;
    assert_eq!((answer.status, &answer.body["message"]), (429, &json!("Too Many Requests")));
    assert_eq!(answer.headers["x-ratelimit-remaining"], "0");
    lab.sandbox.weather().set(Sky::Normal);
    assert_eq!(lab.get("/contacts/x").await.status, 400);
}

#[tokio::test]
async fn refusing_refuses_writes_and_nothing_is_written() {
    let lab = with(&[]).await;
    let id = lab.contact(json!({ "firstName": "Bert" })).await;
    lab.sandbox.weather().set(Sky::Refusing);
    let written = lab.sandbox.commits().len();
    let tags = lab.post(&format!("/contacts/{id}/tags"), json!({ "tags": ["x"] })).await;
    assert_eq!(
        (tags.status, &tags.body["message"]),
        (400, &json!("The tag is not allowed in this location."))
    );
    let edit = lab.put(&format!("/contacts/{id}"), json!({ "firstName": "x" })).await;
    assert_eq!(edit.status, 422);
    assert!(edit.body["message"].is_array());
    assert_eq!(lab.get(&format!("/contacts/{id}")).await.body["contact"]["firstName"], "Bert");
    assert_eq!(lab.sandbox.commits().len(), written);
}

#[tokio::test]
async fn a_status_fault_answers_instead() {
    let lab =
        with(&["429:30s:x1@POST/contacts/", "500:x1@POST/contacts/", "503:x1@POST/contacts/"])
            .await;
    let throttled = lab.post("/contacts/", create(&lab)).await;
    assert_eq!((throttled.status, created(&lab)), (429, 0));
    assert_eq!(throttled.headers["retry-after"], "30");
    let broken = lab.post("/contacts/", create(&lab)).await;
    assert_eq!((broken.status, &broken.body["statusCode"]), (500, &json!(500)));
    let gateway = lab.post("/contacts/", create(&lab)).await;
    assert_eq!((gateway.status, &gateway.body), (503, &Value::Null), "a gateway's HTML");
    assert_eq!(created(&lab), 0);
    assert_eq!(lab.post("/contacts/", create(&lab)).await.status, 201);
}

#[tokio::test]
async fn an_answer_can_be_lost_before_and_after_the_commit() {
    for (text, wanted) in [("drop-before-commit:x1", 0), ("drop-after-commit:x1", 1)] {
        let lab = with(&[text]).await;
        let error = lab.try_send(Method::POST, "/contacts/", Some(create(&lab))).await.unwrap_err();
        assert!(error.is_request() && !error.is_connect(), "{text}: {error:?}");
        assert_eq!(created(&lab), wanted, "{text}");
    }
}

#[tokio::test]
async fn a_refusal_can_hide_a_commit() {
    for (text, status) in
        [("500-after-commit:x1", 500), ("504-after-commit:x1", 504), ("422-but-created:x1", 422)]
    {
        let lab = with(&[text]).await;
        assert_eq!(lab.post("/contacts/", create(&lab)).await.status, status, "{text}");
        assert_eq!(created(&lab), 1, "{text}");
    }
}

#[tokio::test]
async fn a_commit_can_come_late() {
    let lab = with(&["late-commit:30ms:x1"]).await;
    lab.try_send(Method::POST, "/contacts/", Some(create(&lab))).await.unwrap_err();
    while created(&lab) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn bodies_can_be_spoilt() {
    let lab = with(&["html:x1", "malformed:x1", "cut:10:x1"]).await;
    let page = lab.post("/contacts/", create(&lab)).await;
    assert_eq!((page.status, created(&lab)), (200, 0));
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let malformed = lab.post("/contacts/", create(&lab)).await;
    assert_eq!((malformed.status, &malformed.body, created(&lab)), (201, &Value::Null, 1));
    let error = lab.try_send(Method::GET, "/contacts/x", None).await.unwrap_err();
    assert!(error.is_body() || error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn headers_without_end_and_answers_that_never_come() {
    let lab = with(&["endless-headers:x1", "hang:x1"]).await;
    lab.try_send(Method::GET, "/contacts/x", None).await.unwrap_err();
    let wait = tokio::time::timeout(Duration::from_millis(100), lab.get("/contacts/x")).await;
    assert!(wait.is_err());
}

/// A connection by hand, on which a request for a contact has been sent.
async fn by_hand(lab: &Lab) -> TcpStream {
    let host = lab.sandbox.base_url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let request = format!(
        "GET /contacts/x HTTP/1.1\r\nHost: {host}\r\nVersion: 2021-07-28\r\n\
         Authorization: Bearer {}\r\n\r\n",
        lab.token
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Everything that still comes on the connection, which has to end some time.
async fn rest(stream: &mut TcpStream) -> String {
    let mut rest = String::new();
    let end = stream.read_to_string(&mut rest);
    tokio::time::timeout(Duration::from_mins(1), end).await.expect("an end").unwrap();
    rest
}

#[tokio::test]
async fn one_side_of_a_connection_can_end() {
    let lab = with(&["half-close:x2"]).await;
    let mut stream = by_hand(&lab).await;
    assert_eq!(rest(&mut stream).await, "", "an end, and no reset");
    stream.write_all(b"still listening?").await.unwrap();
    lab.try_send(Method::POST, "/contacts/", Some(create(&lab))).await.unwrap_err();
    assert_eq!(created(&lab), 1, "carried out");
}

#[tokio::test]
async fn an_idle_connection_can_end() {
    let lab = with(&["idle-close:1ms:x1"]).await;
    let mut stream = by_hand(&lab).await;
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.ends_with('}'), "whole: {answer}");
}

#[tokio::test]
async fn a_body_can_be_a_bomb() {
    let lab = with(&["gzip-bomb:x1"]).await;
    let url = format!("{}/contacts/x", lab.sandbox.base_url());
    let request = lab.client.get(url).bearer_auth(&lab.token).header("Version", lab.version);
    let mut response = request.send().await.unwrap();
    let mut unpacked = 0;
    while unpacked < 8 << 20 {
        let chunk = response.chunk().await.unwrap().expect("more");
        assert!(chunk.iter().all(|byte| *byte == b' '));
        unpacked += chunk.len();
    }
}

#[tokio::test]
async fn rate_headers_can_be_nonsense_or_missing() {
    let lab = with(&["bad-rate-headers:x1", "no-rate-headers:x1"]).await;
    let bad = lab.get("/contacts/x").await;
    assert_eq!(bad.headers["x-ratelimit-max"], "-1");
    let without = lab.get("/contacts/x").await;
    assert!(without.headers.keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
}

#[tokio::test]
async fn lists_can_lie() {
    let lab =
        with(&["empty-list:x1@POST/contacts/search", "repeat-page:x1@POST/contacts/search"]).await;
    let body = json!({ "locationId": lab.location(), "pageLimit": 2 });
    let empty = lab.post("/contacts/search", body.clone()).await;
    assert_eq!((&empty.body["contacts"], &empty.body["total"]), (&json!([]), &json!(0)));
    let repeated = lab.post("/contacts/search", body.clone()).await;
    let contacts = &repeated.body["contacts"];
    assert_eq!(contacts[0]["searchAfter"], contacts[1]["searchAfter"]);
    let honest = lab.post("/contacts/search", body).await;
    assert_eq!(honest.body["total"], 3);
}

#[tokio::test]
async fn rare_misbehaviour_can_be_asked_for() {
    let lab = with(&[
        "phone-misses:x1@POST/contacts/search",
        "upsert-refused:x1@POST/contacts/upsert",
        "bare-next-page:x1@GET/contacts/",
    ])
    .await;
    let phone = "+12125550143";
    let id = lab.contact(json!({ "phone": phone })).await;
    let body = json!({
        "locationId": lab.location(), "pageLimit": 2,
        "filters": [{ "field": "phone", "operator": "eq", "value": phone }],
    });
    assert_eq!(lab.post("/contacts/search", body.clone()).await.body["total"], 0);
    assert_eq!(lab.post("/contacts/search", body).await.body["total"], 1);

    let upsert = json!({ "locationId": lab.location(), "phone": phone });
    let refused = lab.post("/contacts/upsert", upsert.clone()).await;
    assert_eq!((refused.status, &refused.body["meta"]["contactId"]), (400, &json!(id)));
    assert_eq!(refused.body["meta"]["matchingField"], "phone");
    assert_eq!(lab.post("/contacts/upsert", upsert).await.status, 200);

    let page = lab.get(&format!("/contacts/?locationId={}&limit=1", lab.location())).await;
    let next = page.body["meta"]["nextPageUrl"].as_str().unwrap();
    let path = next.strip_prefix(lab.sandbox.base_url()).expect("an address of the sandbox");
    let followed = lab.get(path).await;
    assert_eq!(followed.status, 403, "it lacks the location");
    assert_eq!(followed.body["message"], "The token does not have access to this location.");
}

#[tokio::test]
async fn a_bulk_call_can_fail_for_some() {
    let lab = with(&["bulk-misses:x1@POST/contacts/bulk/*"]).await;
    let ids = [
        lab.contact(json!({ "firstName": "Ada" })).await,
        lab.contact(json!({ "firstName": "Bo" })).await,
    ];
    let body = json!({ "contacts": ids, "tags": ["vip"], "locationId": lab.location() });
    let answer = lab.post("/contacts/bulk/tags/update/add", body.clone()).await;
    assert_eq!((answer.status, &answer.body["errorCount"]), (201, &json!(1)));
    assert_eq!(answer.body["responses"][0]["type"], "error");
    let again = lab.post("/contacts/bulk/tags/update/add", body).await;
    assert_eq!(again.body["responses"][0]["tagsAdded"], json!(["vip"]));
    assert_eq!(again.body["responses"][1]["tagsAdded"], json!([]), "it had it already");
}

#[tokio::test]
async fn a_redirect_points_elsewhere() {
    let lab = with(&["307:x1"]).await;
    let answer = lab.get("/contacts/x").await;
    assert_eq!(answer.status, 307);
    assert_eq!(answer.headers["location"], "https://login.example.com/");
}

#[tokio::test]
async fn slowness_and_latency_add_up() {
    let lab = with(&["slow:30ms:x1"]).await;
    lab.sandbox.weather().set_latency(Duration::from_millis(20));
    let start = Instant::now();
    lab.get("/contacts/x").await;
    assert!(start.elapsed() >= Duration::from_millis(50), "never faster than asked for");
}

#[tokio::test]
async fn a_held_create_is_written_only_once_released() {
    let lab = with(&[]).await;
    let hold = lab.sandbox.traffic().hold("POST/contacts/", Moment::BeforeCommit);
    let (answer, ()) = tokio::join!(lab.post("/contacts/", create(&lab)), async {
        hold.reached(1).await;
        assert_eq!(created(&lab), 0);
        hold.release();
    });
    assert_eq!((answer.status, created(&lab)), (201, 1));
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_undo_its_request() {
    let lab = with(&[]).await;
    let hold = lab.sandbox.traffic().hold("POST/contacts/", Moment::BeforeCommit);
    let body = create(&lab);
    tokio::select! {
        _ = lab.post("/contacts/", body) => panic!("held"),
        () = hold.reached(1) => {}
    }
    hold.release();
    lab.sandbox.traffic().answered(&Pattern::read("POST/contacts/"), 1).await;
    assert_eq!(created(&lab), 1);
}

#[tokio::test]
async fn the_log_names_every_record_written() {
    let lab = with(&[]).await;
    let id = lab.contact(json!({ "firstName": "Anna", "tags": ["new tag"] })).await;
    lab.post(&format!("/contacts/{id}/notes"), json!({ "body": "hello" })).await;
    lab.delete(&format!("/contacts/{id}"), None).await;
    let log = lab.sandbox.commits();
    let lines: Vec<(&str, Action)> = log.iter().map(|it| (it.noun.as_str(), it.action)).collect();
    assert_eq!(
        lines,
        [
            ("location-tag", Action::Created),
            ("contact", Action::Created),
            ("note", Action::Created),
            ("note", Action::Deleted),
            ("contact", Action::Deleted),
        ]
    );
    assert!(log.iter().zip(1..).all(|(line, seq)| line.seq == seq));
    assert_eq!(log[2].contact_id.as_deref(), Some(id.as_str()));
    assert_eq!(log[2].sent, json!({ "body": "hello" }));
}
