//! A request as handlers see it, and what they say to it: a reply with writes, or a refusal.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::clock::Millis;
use super::id::{Id, Mint};
use super::records::contact::Contact;
use super::records::location::Location;
use super::weather::fault::FaultKind;
use super::world::grant::Grant;
use super::world::store::{Book, World};
use super::world::write::Write;

/// Generations of the API that answer differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// `2021-07-28`, and the other dates that the service knows.
    Dated,
    V3,
}

/// One request, after everything that concerns all requests alike has been checked.
pub(crate) struct Call<'a> {
    pub(crate) world: &'a World,
    /// Absent for the calls that need no token.
    pub(crate) grant: Option<&'a Grant>,
    /// The location that the call is about, where it names one or its token does.
    pub(crate) location: Option<&'a Location>,
    pub(crate) version: Version,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(String, String)>,
    /// Null when there was none.
    pub(crate) body: Value,
    pub(crate) now: Millis,
    /// How long an access token issued now is good for.
    pub(crate) token_life: Duration,
    /// How long a used refresh token still gives the answer that it gave.
    pub(crate) refresh_grace: Duration,
    /// The name and port under which the sandbox was called.
    pub(crate) host: &'a str,
    pub(crate) trace_id: &'a str,
    pub(crate) mint: &'a mut Mint,
    pub(crate) distortion: Distortion,
}

/// What a fault asks of the answer's content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other, all off by default")]
pub(crate) struct Distortion {
    /// Searches and lists find nothing.
    pub(crate) empty_list: bool,
    /// A page's cursors all point back to its beginning.
    pub(crate) repeat_page: bool,
    /// The address of the next page lacks the location.
    pub(crate) bare_next_page: bool,
    /// A search by phone finds nobody.
    pub(crate) phone_misses: bool,
    /// An upsert that finds somebody is refused as a duplicate.
    pub(crate) upsert_refused: bool,
    /// A bulk call fails for every tenth contact, for the moment.
    pub(crate) bulk_misses: bool,
}

impl Distortion {
    pub(crate) fn of(faults: &[FaultKind]) -> Self {
        let has = |kind| faults.contains(&kind);
        Self {
            empty_list: has(FaultKind::EmptyList),
            repeat_page: has(FaultKind::RepeatPage),
            bare_next_page: has(FaultKind::BareNextPage),
            phone_misses: has(FaultKind::PhoneMisses),
            upsert_refused: has(FaultKind::UpsertRefused),
            bulk_misses: has(FaultKind::BulkMisses),
        }
    }
}

pub(crate) type Answer = Result<Reply, Refusal>;
pub(crate) type Handler = fn(&mut Call<'_>) -> Answer;

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) body: Body,
    pub(crate) writes: Vec<Write>,
    /// Where it differs from the one in the table of routes.
    pub(crate) status: Option<u16>,
    /// Where to send a browser.
    pub(crate) redirect: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// Gets a `traceId` added.
    Json(Map<String, Value>),
    /// JSON that is complete already, for long lists.
    Written(Vec<u8>),
    Html(String),
}

impl Reply {
    /// A JSON object; anything else is a mistake of the handler and comes out empty.
    pub(crate) fn json(body: Value) -> Self {
        let Value::Object(map) = body else { return Self::json(json!({})) };
        Self::new(Body::Json(map))
    }

    /// `likely`: how many bytes that will be, so that they need not be moved while they grow.
    pub(crate) fn written(body: &impl Serialize, likely: usize) -> Answer {
        let mut bytes = Vec::with_capacity(likely);
        serde_json::to_writer(&mut bytes, body)
            .map_err(|error| Refusal::new(500, format!("the sandbox can't write this: {error}")))?;
        Ok(Self::new(Body::Written(bytes)))
    }

    pub(crate) fn html(page: String) -> Self {
        Self::new(Body::Html(page))
    }

    pub(crate) fn redirect(to: String) -> Self {
        Self { redirect: Some(to), ..Self::new(Body::Html(String::new())) }.status(302)
    }

    fn new(body: Body) -> Self {
        Self { body, writes: Vec::new(), status: None, redirect: None }
    }

    pub(crate) fn keep(mut self, write: impl Into<Write>) -> Self {
        self.writes.push(write.into());
        self
    }

    pub(crate) fn keep_all(mut self, writes: impl IntoIterator<Item = Write>) -> Self {
        self.writes.extend(writes);
        self
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

/// Of any status, though no operation declares 403, 404, 429 or 5xx (5.1, 14).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) body: Map<String, Value>,
    /// Said to a person in a browser, instead of the body.
    pub(crate) page: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<Value>) -> Self {
        let mut body = Map::new();
        body.insert("statusCode".into(), status.into());
        body.insert("message".into(), message.into());
        let error = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            413 => "Payload Too Large",
            422 => "Unprocessable Entity",
            _ => "",
        };
        if !error.is_empty() {
            body.insert("error".into(), error.into());
        }
        Self { status, body, page: None }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, message.into())
    }

    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(401, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message.into())
    }

    /// What class-validator found, one sentence each.
    pub(crate) fn invalid(messages: Vec<String>) -> Self {
        Self::new(422, messages)
    }

    pub(crate) fn forbidden_location() -> Self {
        Self::new(403, "The token does not have access to this location.")
    }

    /// Deleted contacts and unknown ones are 400, and clients read the id out of the text.
    pub(crate) fn no_contact(id: &str) -> Self {
        Self::bad(format!("Contact not found for id:{id}"))
    }

    /// A body that is not the usual one.
    pub(crate) fn raw(status: u16, body: Value) -> Self {
        let body = if let Value::Object(map) = body { map } else { Map::new() };
        Self { status, body, page: None }
    }

    pub(crate) fn page(page: String) -> Self {
        Self { status: 400, body: Map::new(), page: Some(page) }
    }

    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.body.insert(key.to_owned(), value);
        self
    }
}

impl<'a> Call<'a> {
    /// A part of the path that the route names in braces.
    pub(crate) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn queried(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The contact in the path. The gate has checked that it is in the token's location.
    pub(crate) fn contact(&self) -> Result<&'a Contact, Refusal> {
        let id = self.param("contactId");
        let found = self.world.contact(id).map(AsRef::as_ref);
        found.ok_or_else(|| Refusal::no_contact(id))
    }

    pub(crate) fn location(&self) -> Result<&'a Location, Refusal> {
        self.location.ok_or_else(Refusal::forbidden_location)
    }

    pub(crate) fn book(&self) -> Result<&'a Book, Refusal> {
        let location = self.location()?;
        self.world.book(&location.id).ok_or_else(Refusal::forbidden_location)
    }

    /// The flag that the service answers deletions and the like with, in both of its spellings.
    /// v3 requires both in one answer and has them optional in most (5.1, 18); the first is a slip that
    /// became part of the wire (5.1, 16).
    pub(crate) fn success() -> Value {
        json!({ "succeded": true, "succeeded": true })
    }

    pub(crate) fn new_id(&mut self) -> Id {
        self.mint.record()
    }
}
