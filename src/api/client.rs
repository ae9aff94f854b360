//! The connection to one location of the service. Cheap to clone; all clones share connections,
//! pace and token.

use std::{fmt, sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::watch;

use super::{
    carrier::Carrier,
    error::Error,
    gate::Gate,
    limits::Limits,
    network::Network,
    origin::Origin,
    priority::Priority,
    server_clock::ServerClock,
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

#[derive(Clone)]
pub struct Client {
    pub(super) line: Arc<Line>,
    pub(super) priority: Priority,
}

/// What all clones share.
pub(super) struct Line {
    pub(super) carrier: Arc<dyn Carrier>,
    pub(super) origin: Origin,
    pub(super) location: LocationId,
    pub(super) tokens: Arc<dyn Tokens>,
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    pub(super) traffic: Counters,
    pub(super) clock: ServerClock,
}

impl Client {
    /// Opens nothing yet. Fails where the origin is not fit for a token, see [`Error::Unfit`].
    pub fn new(connection: Connection) -> Result<Self, Error> {
        let origin = Origin::parse(&connection.origin)?;
        let network = Network::new(&origin, &connection.limits)?;
        Self::over(Arc::new(network), connection)
    }

    /// The same over another carrier than the network.
    pub fn over(carrier: Arc<dyn Carrier>, connection: Connection) -> Result<Self, Error> {
        let Connection { origin, location, tokens, limits } = connection;
        let line = Line {
            carrier,
            origin: Origin::parse(&origin)?,
            location,
            tokens,
            limits,
            gate: Gate::new(),
            traffic: Counters::default(),
            clock: ServerClock::default(),
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

    /// Requests left of the day, by the service's last word and our own count since; and all of it.
    pub fn day(&self) -> (u32, u32) {
        self.line.gate.day()
    }

    /// Goes on with the day's count from what [`Self::day`] said so long ago, in an earlier life.
    pub fn recall_day(&self, left: u32, max: u32, age: Duration) {
        self.line.gate.recall_day(left, max, age);
    }

    /// What time it is on the server; `None` until an answer said so.
    pub fn server_time(&self) -> Option<Timestamp> {
        self.line.clock.read()
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
