//! A request, read whole and taken apart, before anybody has looked at what it wants.

use axum::body::to_bytes;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use serde_json::{Map, Value, json};

use super::multipart::{self, Part};

/// More than any body that the service needs; larger ones are refused.
const LARGEST_BODY: usize = 5 * 1024 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As it came, for error texts.
    pub(crate) target: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// The name and port that were called; empty where the client said none.
    pub(crate) host: String,
    pub(crate) token: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) body: Sent,
}

#[derive(Debug, Clone)]
pub(crate) enum Sent {
    /// Null when the body was empty; a form becomes an object of texts, and of what is known of
    /// its files.
    Json(Value),
    Malformed(String),
    TooLarge,
}

impl Request {
    pub(crate) async fn read(request: axum::extract::Request) -> Self {
        let (parts, body) = request.into_parts();
        let query = pairs(parts.uri.query().unwrap_or_default());
        let body = match to_bytes(body, LARGEST_BODY).await {
            Err(_) => Sent::TooLarge,
            Ok(bytes) if bytes.is_empty() => Sent::Json(Value::Null),
            Ok(bytes) => understood(content_type(&parts.headers), &bytes),
        };
        let header = |name: &str| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        let token = header(AUTHORIZATION.as_str())
            .and_then(|value| Some(value.strip_prefix("Bearer ")?.trim().to_owned()));
        Self {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            path: parts.uri.path().to_owned(),
            query,
            host: header(HOST.as_str()).unwrap_or_default(),
            token,
            version: header("version"),
            body,
        }
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn understood(content_type: &str, bytes: &[u8]) -> Sent {
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let pairs = pairs(&String::from_utf8_lossy(bytes));
        let members = pairs.into_iter().map(|(key, value)| (key, value.into()));
        return Sent::Json(Value::Object(members.collect::<Map<_, _>>()));
    }
    if let Some(boundary) = multipart::boundary(content_type) {
        return match multipart::parts(bytes, boundary) {
            Some(parts) => Sent::Json(Value::Object(parts.into_iter().map(member).collect())),
            None => Sent::Malformed("Multipart: Unexpected end of form".to_owned()),
        };
    }
    match serde_json::from_slice(bytes) {
        Ok(value) => Sent::Json(value),
        Err(error) => Sent::Malformed(error.to_string()),
    }
}

/// A text as it is; of a file what it is called and how large it is, its content is not kept.
fn member(part: Part) -> (String, Value) {
    let Part { name, file_name, kind, bytes } = part;
    let value = match file_name {
        None => String::from_utf8_lossy(&bytes).into(),
        Some(file_name) => json!({
            "fieldname": name,
            "originalname": file_name,
            "encoding": "7bit",
            "mimetype": kind.unwrap_or_else(|| "application/octet-stream".to_owned()),
            "size": bytes.len(),
        }),
    };
    (name, value)
}

/// `a=1&b=two+words` taken apart.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    let pairs = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
    let decoded = |text: &str| decode(&text.replace('+', " "));
    pairs.map(|(key, value)| (decoded(key), decoded(value))).collect()
}

/// Undoes `%C3%A9`. What is no such escape stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        let found = pairs("number=%2B12125550143&query=two+words&flag&x=%zz&y=%C3%A9%");
        let wanted = [
            ("number", "+12125550143"),
            ("query", "two words"),
            ("flag", ""),
            ("x", "%zz"),
            ("y", "é%"),
        ];
        let wanted: Vec<_> = wanted.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(found, wanted);
    }
}
