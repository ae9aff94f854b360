//! From an outcome to bytes on the wire, spoilt if a fault asks for it.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream::{self, StreamExt};
use serde_json::{Map, Value};

use super::bomb;
use super::limits::Standing;
use super::odd;
use crate::sandbox::call::{self, Refusal};
use crate::sandbox::weather::fault::FaultKind;

/// How much a body without end sends before it ends after all.
const BIG: usize = 1 << 30;
/// Where a redirect leads that is a fault: no client should follow it.
const ELSEWHERE: &str = "https://login.example.com/";
const SIGN_IN_PAGE: &str = "<!doctype html><html><head><title>Sign in to this network</title></head>\
    <body><h1>Welcome</h1><form><button>Accept and connect</button></form></body></html>";

/// What is going to be answered.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) body: call::Body,
    pub(crate) standing: Option<Standing>,
    pub(crate) retry_after: Option<Duration>,
    /// Where to send a browser.
    pub(crate) redirect: Option<String>,
}

impl Outcome {
    pub(crate) fn new(status: u16, body: call::Body) -> Self {
        Self { status, body, standing: None, retry_after: None, redirect: None }
    }

    pub(crate) fn refused(refusal: Refusal, standing: Option<Standing>) -> Self {
        let body = match refusal.page {
            Some(page) => call::Body::Html(page),
            None => call::Body::Json(refusal.body),
        };
        Self { standing, ..Self::new(refusal.status, body) }
    }

    /// What a captive portal gives instead of any answer.
    pub(crate) fn sign_in_page() -> Self {
        Self::new(200, call::Body::Html(SIGN_IN_PAGE.to_owned()))
    }

    pub(crate) fn into_response(self, trace_id: &str, faults: &[FaultKind]) -> Response {
        let (bytes, kind) = match self.body {
            call::Body::Json(map) => (traced(map, trace_id), "application/json; charset=utf-8"),
            call::Body::Written(bytes) => (bytes, "application/json; charset=utf-8"),
            call::Body::Html(text) => (text.into_bytes(), "text/html; charset=utf-8"),
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        for (name, value) in rate_headers(self.standing, faults) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        if let Some(time) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(time.as_secs()));
        }
        if (300..400).contains(&self.status) {
            let to = self.redirect.as_deref().unwrap_or(ELSEWHERE);
            let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static(ELSEWHERE));
            headers.insert(LOCATION, to);
        }
        if faults.contains(&FaultKind::GzipBomb) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(bomb::ENCODING));
        }
        let (body, length) = spoilt(bytes, faults);
        if let Some(length) = length {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        *response.body_mut() = body;
        response
    }
}

fn traced(mut map: Map<String, Value>, trace_id: &str) -> Vec<u8> {
    map.insert("traceId".to_owned(), trace_id.into());
    Value::Object(map).to_string().into_bytes()
}

fn rate_headers(standing: Option<Standing>, faults: &[FaultKind]) -> Vec<(&'static str, String)> {
    let Some(standing) = standing else { return Vec::new() };
    if faults.contains(&FaultKind::NoRateHeaders) {
        return Vec::new();
    }
    let mut headers = standing.headers().to_vec();
    if faults.contains(&FaultKind::BadRateHeaders) {
        let nonsense = ["-1", "many", "", "99999999999999999999", "0x10"];
        for ((_, value), nonsense) in headers.iter_mut().zip(nonsense) {
            nonsense.clone_into(value);
        }
    }
    headers
}

/// The body as it goes out, and the length to announce where that is not the body's own.
fn spoilt(mut bytes: Vec<u8>, faults: &[FaultKind]) -> (Body, Option<usize>) {
    let length = bytes.len();
    for fault in faults {
        match fault {
            FaultKind::OddRow => return (Body::from(odd::row(bytes)), None),
            FaultKind::Malformed => bytes.truncate(length / 2),
            FaultKind::Cut(at) => {
                bytes.truncate(usize::try_from(*at).unwrap_or(usize::MAX));
                if bytes.len() < length {
                    let lost = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
                    let parts = stream::iter([Ok(Bytes::from(bytes)), Err(lost)]);
                    // A pause before the end, or the part before it would not be sent either.
                    let parts = parts.then(|part| async {
                        if part.is_err() {
                            tokio::task::yield_now().await;
                        }
                        part
                    });
                    return (Body::from_stream(parts), Some(length));
                }
            }
            FaultKind::GzipBomb => {
                let pieces = bomb::pieces().map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
                return (Body::from_stream(stream::iter(pieces)), None);
            }
            FaultKind::Trickle => {
                let slowly = stream::iter(bytes).then(|byte| async move {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    Ok::<_, Infallible>(Bytes::from(vec![byte]))
                });
                return (Body::from_stream(slowly), Some(length));
            }
            FaultKind::Big => {
                let block = Bytes::from(vec![b' '; 1 << 16]);
                let blocks = stream::iter(0..BIG / block.len());
                let body = blocks.map(move |_| Ok::<_, Infallible>(block.clone()));
                return (Body::from_stream(body), None);
            }
            _ => {}
        }
    }
    (Body::from(bytes), None)
}
