//! The control routes, for whoever has no handle on the sandbox.

use reqwest::Method;
use rolodeck::sandbox::Options;
use serde_json::{Value, json};

use crate::harness::{Lab, options, text};

impl Lab {
    async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/_sandbox/{path}", self.sandbox.control_url());
        let mut request =
            self.client.request(method, url).bearer_auth(self.sandbox.control_token());
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
    let log = lab
        .client
        .get(url)
        .bearer_auth(lab.sandbox.control_token())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
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
async fn only_who_has_the_key_gets_in_and_no_browser() {
    let lab = Lab::empty().await;
    let key = lab.sandbox.control_token();
    for base in [lab.sandbox.base_url(), lab.sandbox.control_url()] {
        let ask = async |token: &str, header: (&str, &str)| {
            let request = lab.client.get(format!("{base}/_sandbox/state")).bearer_auth(token);
            request.header(header.0, header.1).send().await.unwrap().status().as_u16()
        };
        let own = base.trim_start_matches("http://");
        assert_eq!(ask(key, ("Accept", "*/*")).await, 200);
        assert_eq!(ask("", ("Accept", "*/*")).await, 401);
        assert_eq!(ask(&lab.token, ("Accept", "*/*")).await, 401, "the service's is another");
        assert_eq!(ask(key, ("Origin", base)).await, 403);
        assert_eq!(ask(key, ("Host", own)).await, 200);
        assert_eq!(ask(key, ("Host", &own.replace("127.0.0.1", "localhost"))).await, 200);
        assert_eq!(ask(key, ("Host", &own.replace("127.0.0.1", "example.com"))).await, 403);
    }
    assert_eq!(lab.control(Method::GET, "nothing", Value::Null).await.0, 404);
}

#[tokio::test]
async fn policies_change_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let db = Some(folder.path().join("sandbox.sqlite"));
    let options = Options { contacts: 0, db, ..options() };
    let lab = Lab::start(options.clone()).await;
    let twin = json!({ "locationId": lab.location(), "email": "twin@example.com" });
    assert_eq!(lab.post("/contacts/", twin.clone()).await.status, 201);
    assert_eq!(lab.post("/contacts/", twin.clone()).await.status, 400);
    let path = format!("locations/{}", lab.location());
    let allow = json!({ "allowDuplicateContact": true });
    assert_eq!(lab.control(Method::PUT, &path, allow.clone()).await.0, 200);
    assert_eq!(lab.control(Method::PUT, "locations/nowhere", allow).await.0, 400);
    assert_eq!(lab.post("/contacts/", twin.clone()).await.status, 201);

    let upsert = json!({ "locationId": lab.location(), "phone": "+12125550143" });
    lab.weather(json!({ "specStatuses": true })).await;
    let made = lab.post("/contacts/upsert", upsert).await;
    assert_eq!((made.status, &made.body["new"]), (200, &json!(true)), "as it is specified");
    drop(lab);

    let lab = Lab::start(options).await;
    let location = lab.get(&format!("/locations/{}", lab.location())).await;
    assert_eq!(location.body["location"]["settings"]["allowDuplicateContact"], true);
}
