//! The one way out: slot, token, request, answer, and what the outcome proves.
//!
//! A call is sent once. Twice only where the first surely had no effect: when the token was
//! refused and another was to be had, and when a read broke off before its answer was complete,
//! as happens to a connection that the server had closed meanwhile. A 429 stops all clones of
//! the client for the time told and is the caller's to repeat.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{
    Request, StatusCode, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{
    answer::Answer,
    call::{Call, Credentials},
    carrier::Arrival,
    client::Client,
    error::{Doubt, Error},
    gate::{NotToday, Permit},
    headers,
    operation::Operation,
    plain::plain,
    said::Said,
    tokens::NoToken,
    verdict,
};
use crate::rehearsal::Point;

const VERSION: HeaderValue = HeaderValue::from_static("2021-07-28");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// When a call that was held back for the day is worth another try.
const ANOTHER_DAY: Duration = Duration::from_mins(15);

impl Client {
    pub(super) async fn send(&self, call: Call) -> Result<Answer, Error> {
        let permit = self.enter(&call).await?;
        let token = match &call.credentials {
            Credentials::Client => Some(self.token(&call).await?),
            Credentials::Bearer(token) => Some(token.clone()),
            Credentials::None => None,
        };
        match self.once(&call, token.as_ref(), permit).await {
            Err(refused @ Error::Unauthorised { scope_missing: false, .. }) => {
                match self.renewed(&call, token.as_ref()).await {
                    Some(token) => self.once(&call, Some(&token), self.enter(&call).await?).await,
                    None => Err(refused),
                }
            }
            Err(Error::Unknown { why: Doubt::Broken, .. }) if call.operation.reads() => {
                self.once(&call, token.as_ref(), self.enter(&call).await?).await
            }
            outcome => outcome,
        }
    }

    async fn renewed(&self, call: &Call, refused: Option<&SecretString>) -> Option<SecretString> {
        match (&call.credentials, refused) {
            (Credentials::Client, Some(refused)) => self.line.tokens.renew(refused).await,
            _ => None,
        }
    }

    async fn enter(&self, call: &Call) -> Result<Permit<'_>, Error> {
        let permit = self.line.gate.enter(self.priority, call.operation.reads()).await;
        permit.map_err(|NotToday| Error::Throttled { wait: ANOTHER_DAY, daily: true })
    }

    /// Asked for as late as possible, since the wait for a slot may be long.
    async fn token(&self, call: &Call) -> Result<SecretString, Error> {
        self.line.tokens.token().await.map_err(|none| match none {
            NoToken::SignedOut(why) => Error::Unauthorised {
                scope_missing: false,
                scope: call.operation.scope(),
                message: plain(&why),
                trace: None,
            },
            NoToken::Unreachable(why) => Error::NotSent { reason: plain(&why), untrusted: false },
        })
    }

    async fn once(
        &self,
        call: &Call,
        token: Option<&SecretString>,
        mut permit: Permit<'_>,
    ) -> Result<Answer, Error> {
        let request = self.request(call, token)?;
        permit.sending();
        self.line.traffic.sent();
        let sent = Instant::now();
        let outcome = match self.line.carrier.carry(request).await {
            Ok(arrival) => {
                if !call.operation.reads() {
                    Point::SendAnswered.pass();
                }
                self.receive(call.operation, arrival, permit)
            }
            Err(error) => {
                match error {
                    Error::NotSent { .. } => permit.unsent(),
                    _ => permit.answered(None),
                }
                Err(error)
            }
        };
        log(call.operation, &outcome, sent.elapsed());
        outcome
    }

    fn request(&self, call: &Call, token: Option<&SecretString>) -> Result<Request, Error> {
        let unfit = || Error::Unfit("no request can be made of this".into());
        let mut url = Url::parse(&self.line.origin.at(&call.path)).map_err(|_| unfit())?;
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        let mut request = Request::new(call.operation.verb().method(), url);
        let limits = &self.line.limits;
        let timeout = if call.is_page { limits.page_total } else { limits.total };
        *request.timeout_mut() = Some(timeout);
        let headers = request.headers_mut();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, bearer(token)?);
        }
        headers.insert("version", VERSION);
        headers.insert(ACCEPT, JSON);
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(body.content_type));
            *request.body_mut() = Some(body.bytes.clone().into());
        }
        Ok(request)
    }

    fn receive(
        &self,
        operation: Operation,
        arrival: Arrival,
        permit: Permit<'_>,
    ) -> Result<Answer, Error> {
        let Arrival { status, headers, body } = arrival;
        if let Some(date) = headers::date(&headers) {
            self.line.clock.set(date);
        }
        let told = headers::budget(&headers);
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.line.traffic.throttled();
            let wait = headers::retry_after(&headers, Timestamp::now());
            let daily = told.is_some_and(|told| told.day_left == 0);
            return Err(Error::Throttled { wait: permit.throttled(told, wait), daily });
        }
        permit.answered(told);
        if !status.is_success() {
            let said = Said::read(&body.map(text).unwrap_or_default());
            return Err(verdict::of(operation, status.as_u16(), said));
        }
        let doubt = |why| Error::Unknown { why, status: Some(status.as_u16()), trace: None };
        let body = text(body.map_err(doubt)?);
        if !body.is_empty() {
            expect_json(&content_type(&headers)).map_err(doubt)?;
        }
        Ok(Answer { operation, status: status.as_u16(), body })
    }
}

fn bearer(token: &SecretString) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| Error::Unfit("the token holds characters that no token has".into()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A byte that is no text costs one character.
fn text(body: Vec<u8>) -> String {
    String::from_utf8(body)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The media type, without parameters, in lower case.
fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn expect_json(content: &str) -> Result<(), Doubt> {
    if content == "application/json" || content.ends_with("+json") {
        Ok(())
    } else if matches!(content, "text/html" | "application/xhtml+xml") {
        Err(Doubt::WebPage)
    } else {
        Err(Doubt::OtherContent(plain(content)))
    }
}

/// Nothing but what can't hold a name, a number or a secret (reliability S19).
fn log(operation: Operation, outcome: &Result<Answer, Error>, took: Duration) {
    let (status, trace) = match outcome {
        Ok(answer) => (Some(answer.status), None),
        Err(error) => (error.status(), error.trace()),
    };
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(verb = ?operation.verb(), path = operation.path(), status, ms, trace);
}
