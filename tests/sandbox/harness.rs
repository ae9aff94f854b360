//! A started sandbox and a client that speaks plain JSON to it.

use std::time::Duration;

use reqwest::{Client, Method};
use rolodeck::sandbox::{ClockStart, Limits, Options, Sandbox};
use serde_json::Value;

/// Monday morning, for every test.
pub const NOW: &str = "2026-03-02T17:20:00Z";

pub struct Lab {
    pub sandbox: Sandbox,
    pub client: Client,
    pub token: String,
    pub version: &'static str,
}

/// An answer with its body read; null when that is no JSON.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

/// No limits, no lag, a clock that stands still.
pub fn options() -> Options {
    Options {
        contacts: 40,
        clock: ClockStart::FrozenAt(NOW.parse().unwrap()),
        limits: Limits::OFF,
        index_lag: Duration::ZERO,
        ..Options::default()
    }
}

impl Lab {
    pub async fn start(options: Options) -> Self {
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
    pub async fn empty() -> Self {
        Self::start(Options { contacts: 0, ..options() }).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.try_send(method, path, body).await.unwrap()
    }

    pub async fn try_send(
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

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str, body: Option<Value>) -> Answer {
        self.send(Method::DELETE, path, body).await
    }

    pub fn location(&self) -> &str {
        self.sandbox.location_id()
    }

    /// Creates a contact and gives its id.
    pub async fn contact(&self, mut fields: Value) -> String {
        fields["locationId"] = self.location().into();
        let answer = self.post("/contacts/", fields).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        text(&answer.body["contact"]["id"])
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
