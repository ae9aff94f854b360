//! The connection to one location of the service. Cheap to clone; all clones share connections,
//! pace and token.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{
    error::Error,
    gate::Gate,
    origin::Origin,
    priority::Priority,
    tokens::Tokens,
    traffic::{Counters, Traffic},
};
use crate::model::{ids::LocationId, talk::Budget};

/// Where to, as whom.
pub struct Connection {
    /// Scheme, host and port. The token never goes anywhere else.
    pub origin: String,
    pub location: LocationId,
    pub tokens: Arc<dyn Tokens>,
    pub limits: Limits,
}

/// How long and how much. No redirect is ever followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub connect: Duration,
    /// Between two pieces of an answer, and before its first.
    pub idle: Duration,
    /// From the request to the last byte of the answer.
    pub total: Duration,
    /// The same for a page of a list.
    pub page_total: Duration,
    /// Bytes of an answer after decompression.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(30),
            page_total: Duration::from_mins(1),
            body: 16 << 20,
        }
    }
}

#[derive(Clone)]
pub struct Client {
    pub(super) line: Arc<Line>,
    pub(super) priority: Priority,
}

/// What all clones share.
pub(super) struct Line {
    pub(super) http: reqwest::Client,
    pub(super) origin: Origin,
    pub(super) location: LocationId,
    pub(super) tokens: Arc<dyn Tokens>,
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    pub(super) traffic: Counters,
}

const USER_AGENT: &str = concat!("rolodeck/", env!("CARGO_PKG_VERSION"));

impl Client {
    /// Opens nothing yet. Fails where the origin is not fit for a token, see [`Error::Unfit`].
    pub fn new(connection: Connection) -> Result<Self, Error> {
        let Connection { origin, location, tokens, limits } = connection;
        let origin = Origin::parse(&origin)?;
        let http = http(&origin, &limits)?;
        let line = Line {
            http,
            origin,
            location,
            tokens,
            limits,
            gate: Gate::new(),
            traffic: Counters::default(),
        };
        Ok(Self { line: Arc::new(line), priority: Priority::Person })
    }

    #[must_use]
    pub fn with_priority(&self, priority: Priority) -> Self {
        Self { line: Arc::clone(&self.line), priority }
    }

    #[must_use]
    pub fn for_person(&self) -> Self {
        self.with_priority(Priority::Person)
    }

    #[must_use]
    pub fn for_outbox(&self) -> Self {
        self.with_priority(Priority::Outbox)
    }

    #[must_use]
    pub fn in_background(&self) -> Self {
        self.with_priority(Priority::Background)
    }

    pub fn location_id(&self) -> &LocationId {
        &self.line.location
    }

    /// What the last answer said about the requests left; `None` until one said anything.
    pub fn budget(&self) -> watch::Receiver<Option<Budget>> {
        self.line.gate.budget()
    }

    /// What was asked of the service so far.
    pub fn traffic(&self) -> Traffic {
        self.line.traffic.read()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client")
            .field("origin", &self.line.origin)
            .field("location", &self.line.location)
            .field("priority", &self.priority)
            .finish_non_exhaustive()
    }
}

fn http(origin: &Origin, limits: &Limits) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .https_only(!origin.is_loopback())
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .http1_max_headers(100)
        .http2_max_header_list_size(64 << 10)
        .tcp_keepalive(Duration::from_secs(30))
        .pool_idle_timeout(Duration::from_secs(30));
    // What stays on this machine must not make a detour over a proxy of the environment.
    let builder = if origin.is_loopback() { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| Error::Unfit(format!("no client can be made: {error}")))
}
