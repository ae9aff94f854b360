//! A sandbox with a file that is killed in the middle of writes.

use std::collections::BTreeMap;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::harness::text;
use crate::process::Process;

/// A write that was answered 2xx: whose, and the last name it gave; none for the creation.
type Answered = (String, Option<String>);

#[tokio::test]
async fn nothing_that_was_answered_is_lost_to_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("sandbox.sqlite");
    let arguments = ["--contacts", "0", "--limit", "off", "--db", file.to_str().unwrap()];
    let sandbox = Process::start(home.path(), &arguments);
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut writers = JoinSet::new();
    for writer in 0..4 {
        writers.spawn(write(Caller::of(&sandbox), writer, tell.clone()));
    }
    drop(tell);
    let mut kept: BTreeMap<String, Option<String>> = BTreeMap::new();
    for _ in 0..200 {
        kept.extend(told.recv().await);
    }
    sandbox.kill();
    // What was answered while the signal was on its way counts as well.
    while let Some(answered) = told.recv().await {
        kept.extend([answered]);
    }
    writers.join_all().await;
    assert!(kept.len() >= 100);

    let sandbox = Process::start(home.path(), &arguments);
    let caller = Caller::of(&sandbox);
    for (id, last_name) in kept {
        let (status, body) =
            caller.call(Method::GET, &format!("/contacts/{id}"), None).await.unwrap();
        assert_eq!(status, 200, "{id}: {body}");
        if let Some(last_name) = last_name {
            assert_eq!(body["contact"]["lastName"], last_name, "{id}");
        }
    }
}

/// Creates contacts and renames them, until nobody answers any more.
async fn write(caller: Caller, writer: usize, tell: mpsc::UnboundedSender<Answered>) {
    for turn in 0.. {
        let body =
            json!({ "locationId": caller.location, "firstName": format!("Ada {writer} {turn}") });
        let Ok((201, made)) = caller.call(Method::POST, "/contacts/", Some(body)).await else {
            return;
        };
        let id = text(&made["contact"]["id"]);
        tell.send((id.clone(), None)).unwrap();
        let last_name = format!("Byron {turn}");
        let change = Some(json!({ "lastName": last_name }));
        let answer = caller.call(Method::PUT, &format!("/contacts/{id}"), change).await;
        let Ok((200, _)) = answer else { return };
        tell.send((id, Some(last_name))).unwrap();
    }
}

/// A client of a sandbox in another process.
struct Caller {
    client: Client,
    base: String,
    token: String,
    location: String,
}

impl Caller {
    fn of(sandbox: &Process) -> Self {
        let export = |name: &str| sandbox.exports()[name].clone();
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            base: export("ROLODECK_API_URL"),
            token: export("ROLODECK_TOKEN"),
            location: export("ROLODECK_LOCATION"),
        }
    }

    /// The status and the body of a whole answer.
    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<(u16, Value)> {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = request.bearer_auth(&self.token).header("Version", "2021-07-28");
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }
}
