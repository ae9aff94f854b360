//! A started sandbox and a client that speaks plain JSON to it.

use std::time::Duration;

use reqwest::{Client, Method};
use rolodeck::sandbox::{ClockStart, Limits, Options, Sandbox};
use serde_json::Value;

/// Monday morning, for every test.
pub(crate) const NOW: &str = "2026-03-02T17:20:00Z";

pub(crate) struct Lab {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) token: String,
    pub(crate) version: &'static str,
}

/// An answer with its body read; null when that is no JSON.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: reqwest::header::HeaderMap,
}

/// No limits, no lag, a clock that stands still.
pub(crate) fn options() -> Options {
    Options {
        contacts: 40,
        clock: ClockStart::FrozenAt(NOW.parse().unwrap()),
        limits: Limits::OFF,
        index_lag: Duration::ZERO,
        ..Options::default()
    }
}

impl Lab {
    pub(crate) async fn start(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let token = sandbox.token().to_owned();
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { sandbox, client, token, version: "2021-07-28" }
    }

    /// Without any contact.
    pub(crate) async fn empty() -> Self {
        Self::start(Options { contacts: 0, ..options() }).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.try_send(method, path, body).await.unwrap()
    }

    pub(crate) async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<Answer> {
        let url = format!("{}{path}", self.sandbox.base_url());
        let mut request = self.client.request(method, url).header("Version", self.version);
        request = request.bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await?;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer { status, body, headers })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, body: Option<Value>) -> Answer {
        self.send(Method::DELETE, path, body).await
    }

    pub(crate) fn location(&self) -> &str {
        self.sandbox.location_id()
    }

    /// Creates a contact and gives its id.
    pub(crate) async fn contact(&self, mut fields: Value) -> String {
        fields["locationId"] = self.location().into();
        let answer = self.post("/contacts/", fields).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        text(&answer.body["contact"]["id"])
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// One recorded exchange: what is sent, and what the answer must have in it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Value,
    pub(crate) status: u16,
    /// Every part of it must be in the answer; the answer may have more.
    pub(crate) has: Value,
}

pub(crate) fn case(
    name: &'static str,
    method: &'static str,
    path: impl Into<String>,
    body: Value,
    status: u16,
    has: Value,
) -> Case {
    Case { name, method, path: path.into(), body, status, has }
}

impl Lab {
    /// Plays the exchanges in order; `{location}` in paths and bodies stands for the location's id.
    pub(crate) async fn play(&self, cases: Vec<Case>) {
        for case in cases {
            let filled = |text: &str| text.replace("{location}", self.location());
            let method = case.method.parse().unwrap();
            let body = (!case.body.is_null())
                .then(|| serde_json::from_str(&filled(&case.body.to_string())).unwrap());
            let answer = self.send(method, &filled(&case.path), body).await;
            assert_eq!(answer.status, case.status, "{}: {}", case.name, answer.body);
            if let Some(missing) = missing(&case.has, &answer.body, "") {
                panic!("{}: {missing}\nin {:#}", case.name, answer.body);
            }
            assert!(answer.body["traceId"].is_string(), "{}: no traceId", case.name);
        }
    }
}

/// The first part of `wanted` that `found` doesn't have. Lists must be of one length.
pub(crate) fn missing(wanted: &Value, found: &Value, at: &str) -> Option<String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => wanted.iter().find_map(|(key, value)| {
            let at = format!("{at}/{key}");
            match found.get(key) {
                Some(found) => missing(value, found, &at),
                None => Some(format!("{at} is missing, wanted {value}")),
            }
        }),
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let pairs = wanted.iter().zip(found).enumerate();
            pairs
                .into_iter()
                .find_map(|(n, (wanted, found))| missing(wanted, found, &format!("{at}/{n}")))
        }
        _ if wanted == found => None,
        _ => Some(format!("{at} is {found}, wanted {wanted}")),
    }
}

/// What a refusal by validation looks like.
pub(crate) fn invalid(messages: &[&str]) -> Value {
    serde_json::json!({ "statusCode": 422, "message": messages, "error": "Unprocessable Entity" })
}
