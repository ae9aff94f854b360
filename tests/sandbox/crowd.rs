//! Many clients at once, in bad weather: nobody's answer is another's, nothing that was answered is
//! lost, nothing is done twice, and the limits hold to the call.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method};
use rolodeck::sandbox::{Action, Commit, Limits, Options, Sandbox};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::options;

const CLIENTS: usize = 16;
const ROUNDS: usize = 12;

/// Each strikes a few of a hundred requests.
const WEATHER: [&str; 12] = [
    "429:3%",
    "503:3%",
    "504-after-commit:3%",
    "422-but-created:3%@POST/contacts/",
    "drop-before-commit:3%",
    "drop-after-commit:3%",
    "half-close:2%",
    "cut:40:3%",
    "malformed:3%",
    "html:2%",
    "idle-close:1ms:5%",
    "slow:3ms:20%",
];

/// What an answer proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    NotDone,
    Unknown,
}

/// One thing that a client asked for, named so that nothing else is.
#[derive(Debug)]
struct Deed {
    mark: String,
    fate: Fate,
}

/// A client with connections of its own, and all that it did.
struct Caller {
    client: Client,
    sandbox: Arc<Sandbox>,
    deeds: Vec<Deed>,
    /// Ids of contacts of which an answer told the deletion.
    deleted: Vec<String>,
}

impl Caller {
    fn new(sandbox: &Arc<Sandbox>) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self { client, sandbox: sandbox.clone(), deeds: Vec::new(), deleted: Vec::new() }
    }

    /// The status of the answer and its body, as far as they came.
    async fn ask(&self, method: Method, path: &str, body: &Value) -> (Option<u16>, Value) {
        let url = format!("{}{path}", self.sandbox.base_url());
        let request = self.client.request(method, url).header("Version", "2021-07-28");
        let sent = request.bearer_auth(self.sandbox.token()).json(body).send().await;
        let Ok(response) = sent else { return (None, Value::Null) };
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap_or_default();
        (Some(status), serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// Does one thing, and gives the answer if it came whole.
    async fn act(&mut self, method: Method, path: &str, mark: &str, body: Value) -> Option<Value> {
        let (status, answer) = self.ask(method, path, &body).await;
        let fate = match status {
            // Broken on its way, or the page of somebody else, which is 200 as well.
            Some(200 | 201) if answer.is_null() => Fate::Unknown,
            Some(200 | 201 | 504 | 422) => Fate::Done, // the refusal is of what was created
            Some(429 | 503) => Fate::NotDone,
            Some(other) => panic!("{path}: {other} {answer}"),
            None => Fate::Unknown,
        };
        self.deeds.push(Deed { mark: mark.to_owned(), fate });
        let whole = matches!(status, Some(200 | 201)) && !answer.is_null();
        whole.then_some(answer)
    }

    async fn live(mut self, number: usize) -> Self {
        for round in 0..ROUNDS {
            let mark = |what: &str| format!("{what}-{number}-{round}");
            let name = mark("name");
            let body = json!({ "locationId": self.sandbox.location_id(), "firstName": name });
            let made = self.act(Method::POST, "/contacts/", &name, body).await;
            let Some(made) = made else { continue };
            assert_eq!(made["contact"]["firstName"], name, "somebody else's answer");
            let id = made["contact"]["id"].as_str().unwrap().to_owned();
            let path = format!("/contacts/{id}");

            let company = mark("company");
            let change = json!({ "source": company });
            if let Some(changed) = self.act(Method::PUT, &path, &company, change).await {
                assert_eq!(changed["contact"]["id"], id);
                assert_eq!(changed["contact"]["source"], company);
            }
            let tag = mark("tag");
            let tags = format!("{path}/tags");
            if let Some(tagged) =
                self.act(Method::POST, &tags, &tag, json!({ "tags": [tag] })).await
            {
                assert_eq!(tagged["tagsAdded"], json!([tag]));
            }
            let words = mark("words");
            let notes = format!("{path}/notes");
            if let Some(noted) =
                self.act(Method::POST, &notes, &words, json!({ "body": words })).await
            {
                assert_eq!(
                    (&noted["note"]["body"], &noted["note"]["contactId"]),
                    (&json!(words), &json!(id))
                );
            }
            let (_, read) = self.ask(Method::GET, &path, &Value::Null).await;
            if let Some(contact) = read.get("contact") {
                assert_eq!((&contact["id"], &contact["firstName"]), (&json!(id), &json!(name)));
            }
            if round % 3 == 0 {
                let (status, answer) = self.ask(Method::DELETE, &path, &Value::Null).await;
                if status == Some(200) && !answer.is_null() {
                    self.deleted.push(id);
                }
            }
        }
        self
    }
}

/// What was asked for in the commits, each by its mark.
fn done(commits: &[Commit]) -> BTreeMap<String, usize> {
    let mut done = BTreeMap::new();
    for commit in commits.iter().filter(|it| matches!(it.noun.as_str(), "contact" | "note")) {
        let texts = ["firstName", "source", "body"].map(|name| &commit.sent[name]);
        for mark in texts.into_iter().chain([&commit.sent["tags"][0]]) {
            if let Some(mark) = mark.as_str() {
                *done.entry(mark.to_owned()).or_default() += 1;
            }
        }
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn many_clients_in_bad_weather_get_their_own_answers_and_lose_nothing() {
    let sandbox = Sandbox::start(Options { contacts: 0, ..options() }).await.unwrap();
    let sandbox = Arc::new(sandbox);
    sandbox.weather().set_faults(WEATHER.iter().map(|fault| fault.parse().unwrap()).collect());
    let mut lives = JoinSet::new();
    for number in 0..CLIENTS {
        lives.spawn(Caller::new(&sandbox).live(number));
    }
    let callers = lives.join_all().await;
    sandbox.weather().set_faults(Vec::new());

    let commits = sandbox.commits();
    let done = done(&commits);
    let mut seen = [0; 3];
    for deed in callers.iter().flat_map(|caller| &caller.deeds) {
        let times = done.get(&deed.mark).copied().unwrap_or_default();
        let is_right = match deed.fate {
            Fate::Done => times == 1,
            Fate::NotDone => times == 0,
            Fate::Unknown => times <= 1,
        };
        assert!(is_right, "{deed:?} was done {times} times");
        seen[deed.fate as usize] += 1;
    }
    assert!(seen.iter().all(|count| *count > 5), "the weather was too good: {seen:?}");

    // The records are what the commits say.
    let caller = Caller::new(&sandbox);
    let made = commits.iter().filter(|it| it.noun == "contact" && it.action == Action::Created);
    for contact in made {
        let hers = || commits.iter().filter(|it| it.noun == "contact" && it.id == contact.id);
        let is_deleted = hers().any(|it| it.action == Action::Deleted);
        let path = format!("/contacts/{}", contact.id);
        let (status, read) = caller.ask(Method::GET, &path, &Value::Null).await;
        assert_eq!(status, Some(if is_deleted { 400 } else { 200 }));
        if !is_deleted {
            assert_eq!(read["contact"]["firstName"], contact.sent["firstName"]);
            let source = hers().rev().map(|it| &it.sent["source"]).find(|it| !it.is_null());
            assert_eq!(read["contact"].get("source").filter(|it| !it.is_null()), source);
        }
    }
    for id in callers.iter().flat_map(|caller| &caller.deleted) {
        assert!(commits.iter().any(|it| it.id == *id && it.action == Action::Deleted), "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_clients_share_one_limit_to_the_call() {
    const MOST: usize = 150;
    let burst = Some((150, Duration::from_hours(1)));
    let limits = Limits { burst, daily: Some(200) };
    let sandbox = Sandbox::start(Options { limits, ..options() }).await.unwrap();
    let sandbox = Arc::new(sandbox);
    sandbox.weather().set_faults(vec!["slow:2ms:30%".parse().unwrap()]);
    let mut lives = JoinSet::new();
    for _ in 0..CLIENTS {
        let caller = Caller::new(&sandbox);
        lives.spawn(async move {
            let mut answers = Vec::new();
            for _ in 0..20 {
                let url = format!("{}/contacts/x", caller.sandbox.base_url());
                let asked = caller.client.get(url).header("Version", "2021-07-28");
                let answer = asked.bearer_auth(caller.sandbox.token()).send().await.unwrap();
                let left = |name: &str| -> usize {
                    answer.headers()[name].to_str().unwrap().parse().unwrap()
                };
                answers.push((
                    answer.status().as_u16(),
                    left("x-ratelimit-remaining"),
                    left("x-ratelimit-daily-remaining"),
                ));
            }
            answers
        });
    }
    let answers: Vec<_> = lives.join_all().await.into_iter().flatten().collect();
    let (taken, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|(status, ..)| *status != 429);
    // Everybody who was let in was told another number.
    let mut left: Vec<usize> = taken.iter().map(|(_, left, _)| *left).collect();
    left.sort_unstable();
    assert_eq!(left, (0..MOST).collect::<Vec<_>>());
    assert!(taken.iter().all(|(_, left, today)| *today == left + 50));
    assert!(refused.iter().all(|(_, left, today)| (*left, *today) == (0, 50)));
    assert_eq!(refused.len(), CLIENTS * 20 - MOST);

    // Another location has a limit of its own.
    let asked = Client::new().get(format!("{}/contacts/x", sandbox.base_url()));
    let asked = asked.header("Version", "2021-07-28").bearer_auth(sandbox.other_token());
    assert_eq!(asked.send().await.unwrap().headers()["x-ratelimit-remaining"], "149");
}
