//! The control routes, for whoever has no handle on the sandbox.

use reqwest::Method;
use rolodeck::sandbox::Options;
use serde_json::{Value, json};

use crate::harness::{Lab, options, text};

impl Lab {
    async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/_sandbox/{path}", self.sandbox.control_url());
        let mut request = self.client.request(method, url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null))
    }

    async fn weather(&self, change: Value) -> (u16, Value) {
        self.control(Method::PUT, "weather", change).await
    }
}

#[tokio::test]
async fn the_weather_changes_even_while_offline() {
    let lab = Lab::empty().await;
    let change = json!({ "sky": "offline", "faults": ["500:2%"], "indexLagMs": 7 });
    let (status, state) = lab.weather(change).await;
    assert_eq!(
        (status, &state["sky"], &state["faults"]),
        (200, &json!("offline"), &json!(["500:2%"]))
    );
    assert_eq!(state["indexLagMs"], 7);
    lab.try_send(Method::GET, "/contacts/x", None).await.unwrap_err();
    let change = json!({ "sky": "normal", "faults": [], "advanceMs": 60_000 });
    let (status, state) = lab.weather(change).await;
    assert_eq!((status, &state["now"]), (200, &json!("2026-03-02T17:21:00.000Z")));
    assert_eq!(lab.get("/contacts/x").await.status, 400);
    for wrong in
        [json!({ "sky": "sunny" }), json!({ "faults": ["earthquake"] }), json!({ "rain": 1 })]
    {
        let (status, answer) = lab.weather(wrong).await;
        assert!(status == 400 && answer["error"].is_string(), "{answer}");
    }
}

#[tokio::test]
async fn the_log_is_one_line_a_record() {
    let lab = Lab::empty().await;
    lab.contact(json!({ "firstName": "Anna" })).await;
    lab.contact(json!({ "firstName": "Bert" })).await;
    let url = format!("{}/_sandbox/log?after=1", lab.sandbox.control_url());
    let log = lab.client.get(url).send().await.unwrap().text().await.unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (&lines[0]["seq"], &lines[0]["noun"], &lines[0]["action"]),
        (&json!(2), &json!("contact"), &json!("created"))
    );
    assert_eq!(lines[0]["sent"]["firstName"], "Bert");
}

#[tokio::test]
async fn requests_can_be_counted_and_held() {
    let lab = Lab::empty().await;
    let holding = json!({ "pattern": "POST/contacts/", "moment": "before-commit" });
    let (_, hold) = lab.control(Method::POST, "holds", holding).await;
    let path = format!("holds/{}", hold["id"]);
    let (answer, ()) = tokio::join!(
        lab.post("/contacts/", json!({ "locationId": lab.location(), "firstName": "Anna" })),
        async {
            let (_, waiting) = lab.control(Method::GET, &path, Value::Null).await;
            assert_eq!(waiting, json!({ "waiting": 1 }));
            assert!(lab.sandbox.commits().is_empty());
            assert_eq!(lab.control(Method::DELETE, &path, Value::Null).await.0, 200);
        }
    );
    assert_eq!(answer.status, 201);
    assert_eq!(lab.control(Method::DELETE, &path, Value::Null).await.0, 400, "released already");
    let (_, seen) =
        lab.control(Method::GET, "seen?pattern=POST/contacts/&count=1", Value::Null).await;
    assert_eq!(seen, json!({ "seen": 1 }));
    let (_, requests) = lab.control(Method::GET, "requests", Value::Null).await;
    assert_eq!(
        requests["requests"],
        json!([{ "method": "POST", "path": "/contacts/", "status": 201 }])
    );
    let (_, state) = lab.control(Method::DELETE, "requests", Value::Null).await;
    assert_eq!(state["requests"], 0);
}

#[tokio::test]
async fn tokens_come_and_go() {
    let mut lab = Lab::empty().await;
    let wanted = json!({ "scopes": ["contacts.readonly"], "locationId": lab.location() });
    let (_, made) = lab.control(Method::POST, "tokens", wanted).await;
    lab.token = text(&made["token"]);
    assert_eq!(lab.get("/contacts/x").await.status, 400);
    lab.control(Method::DELETE, &format!("tokens/{}", lab.token), Value::Null).await;
    assert_eq!(lab.get("/contacts/x").await.status, 401);
    let unknown = lab.control(Method::POST, "tokens", json!({ "scopes": ["everything"] })).await;
    assert_eq!(unknown, (400, json!({ "error": "there is no scope everything" })));
}

#[tokio::test]
async fn a_reset_makes_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for db in [None, Some(folder.path().join("sandbox.sqlite"))] {
        let lab = Lab::start(Options { db, ..options() }).await;
        let body = json!({ "locationId": lab.location(), "pageLimit": 100 });
        let before = lab.post("/contacts/search", body.clone()).await.body["contacts"].clone();
        lab.contact(json!({ "firstName": "Anna" })).await;
        lab.delete(&format!("/contacts/{}", text(&before[0]["id"])), None).await;
        lab.weather(json!({ "faults": ["500:1%"], "latencyMs": 1 })).await;
        let (status, state) = lab.control(Method::POST, "reset", Value::Null).await;
        assert_eq!(
            (status, &state["commits"], &state["faults"], &state["latencyMs"]),
            (200, &json!(0), &json!([]), &json!(0))
        );
        let after = lab.post("/contacts/search", body).await.body["contacts"].clone();
        assert_eq!(before, after);
    }
}

#[tokio::test]
async fn only_this_machine_and_no_browser_gets_in() {
    let lab = Lab::empty().await;
    let main = format!("{}/_sandbox/state", lab.sandbox.base_url());
    assert_eq!(lab.client.get(&main).send().await.unwrap().status(), 200);
    let page = lab.client.get(main).header("Origin", "https://example.com").send().await.unwrap();
    assert_eq!(page.status(), 403);
    assert_eq!(lab.control(Method::GET, "nothing", Value::Null).await.0, 404);
}
