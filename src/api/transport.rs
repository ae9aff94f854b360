//! The one way out: slot, token, request, answer, and what the outcome proves.
//!
//! A call is sent once. Twice only where the first surely had no effect: when the token was
//! refused and another was to be had, and when a read broke off before its answer was complete,
//! as happens to a connection that the server had closed meanwhile. A 429 stops all clones of
//! the client for the time told and is the caller's to repeat.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{
    Response, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{
    answer::Answer,
    call::Call,
    client::Client,
    error::{Doubt, Error},
    gate::{NotToday, Permit},
    headers,
    operation::{Operation, Verb},
    plain::plain,
    said::Said,
    verdict,
};

const VERSION: HeaderValue = HeaderValue::from_static("2021-07-28");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Most that is read of an answer which is no success.
const REFUSAL: usize = 64 << 10;

/// When a call that was held back for the day is worth another try.
const ANOTHER_DAY: Duration = Duration::from_mins(15);

impl Client {
    pub(super) async fn send(&self, call: Call) -> Result<Answer, Error> {
        let permit = self.enter(&call).await?;
        let token = self.token(&call).await?;
        match self.once(&call, &token, permit).await {
            Err(refused @ Error::Unauthorised { scope_missing: false, .. }) => {
                match self.line.tokens.renew(&token).await {
                    Some(token) => self.once(&call, &token, self.enter(&call).await?).await,
                    None => Err(refused),
                }
            }
            Err(Error::Unknown { why: Doubt::Broken, .. }) if call.operation.reads() => {
                self.once(&call, &token, self.enter(&call).await?).await
            }
            outcome => outcome,
        }
    }

    async fn enter(&self, call: &Call) -> Result<Permit<'_>, Error> {
        let permit = self.line.gate.enter(self.priority, call.operation.reads()).await;
        permit.map_err(|NotToday| Error::Throttled { wait: ANOTHER_DAY, daily: true })
    }

    /// Asked for as late as possible, since the wait for a slot may be long.
    async fn token(&self, call: &Call) -> Result<SecretString, Error> {
        self.line.tokens.token().await.map_err(|none| Error::Unauthorised {
            scope_missing: false,
            scope: call.operation.scope(),
            message: plain(&none.to_string()),
            trace: None,
        })
    }

    async fn once(
        &self,
        call: &Call,
        token: &SecretString,
        mut permit: Permit<'_>,
    ) -> Result<Answer, Error> {
        let request = self.request(call, token)?;
        permit.sending();
        self.line.traffic.sent();
        let sent = Instant::now();
        let outcome = match self.line.http.execute(request).await {
            Ok(response) => self.receive(call.operation, response, permit).await,
            Err(error) => Err(unanswered(&error, permit)),
        };
        log(call.operation, &outcome, sent.elapsed());
        outcome
    }

    fn request(&self, call: &Call, token: &SecretString) -> Result<reqwest::Request, Error> {
        let url = self.line.origin.at(&call.path);
        let http = &self.line.http;
        let request = match call.operation.verb() {
            Verb::Get => http.get(url),
            Verb::Post => http.post(url),
            Verb::Put => http.put(url),
            Verb::Delete => http.delete(url),
        };
        let limits = &self.line.limits;
        let timeout = if call.is_page { limits.page_total } else { limits.total };
        let request = request
            .timeout(timeout)
            .query(&call.query)
            .header(AUTHORIZATION, bearer(token)?)
            .header("version", VERSION)
            .header(ACCEPT, JSON);
        let request = match &call.body {
            Some(body) => request.header(CONTENT_TYPE, JSON).body(body.clone()),
            None => request,
        };
        request.build().map_err(|_| Error::Unfit("no request can be made of this".into()))
    }

    async fn receive(
        &self,
        operation: Operation,
        mut response: Response,
        permit: Permit<'_>,
    ) -> Result<Answer, Error> {
        let status = response.status();
        let told = headers::budget(response.headers());
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.line.traffic.throttled();
            let wait = headers::retry_after(response.headers(), Timestamp::now());
            let daily = told.is_some_and(|told| told.day_left == 0);
            return Err(Error::Throttled { wait: permit.throttled(told, wait), daily });
        }
        let content = content_type(response.headers());
        let most = if status.is_success() { self.line.limits.body } else { REFUSAL };
        let body = read(&mut response, most).await;
        permit.answered(told);
        if !status.is_success() {
            let said = Said::read(&body.unwrap_or_default());
            return Err(verdict::of(operation, status.as_u16(), said));
        }
        let doubt = |why| Error::Unknown { why, status: Some(status.as_u16()), trace: None };
        let body = body.map_err(doubt)?;
        if !body.is_empty() {
            expect_json(&content).map_err(doubt)?;
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

/// No answer came. Only where no connection came about is it sure that nothing was sent.
fn unanswered(error: &reqwest::Error, permit: Permit<'_>) -> Error {
    if error.is_connect() {
        permit.unsent();
        let reason = innermost(error);
        let untrusted = reason.contains("certificate");
        return Error::NotSent { reason, untrusted };
    }
    permit.answered(None);
    Error::Unknown { why: interrupted(error), status: None, trace: None }
}

fn interrupted(error: &reqwest::Error) -> Doubt {
    if error.is_timeout() { Doubt::Silence } else { Doubt::Broken }
}

/// The error at the bottom, without the address that the upper ones quote.
fn innermost(error: &reqwest::Error) -> String {
    let mut error: &dyn std::error::Error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    plain(&error.to_string())
}

/// The body after decompression, in one piece.
async fn read(response: &mut Response, most: usize) -> Result<String, Doubt> {
    let too_large = || Doubt::TooLarge(most >> 20);
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(announced.unwrap_or(0));
    while let Some(piece) = response.chunk().await.map_err(|error| interrupted(&error))? {
        if body.len() + piece.len() > most {
            return Err(too_large());
        }
        body.extend_from_slice(&piece);
    }
    Ok(String::from_utf8(body)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
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
