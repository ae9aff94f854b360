//! A Contacts API server that answers like the real one, on this machine, with people made up from
//! a seed, and with any trouble that a network or the service can make, on demand.
//!
//! ```text
//!   connection ── door, line ──► request ── house ──► gate ──► routes ──► nouns: reply + writes
//!                (refuse, cut)            (faults, holds)  (token, version,        │
//!                                                           scope, location)       ▼
//!   answer ◄── spoilt if a fault says so ◄──────────────── world.commit: disk, memory, ledger
//! ```
//!
//! A handler reads the world and returns what to write; it can't write itself. So every fault has
//! one place where it strikes: before the commit, after it, or on the way out.
//!
//! It shares no type with the client: a mistake in a wire type shared by both would hide in both.

mod body;
mod call;
mod clock;
mod disk;
mod http;
mod id;
mod load;
mod nouns;
mod options;
mod phone;
mod records;
mod seed;
mod start;
mod weather;
mod world;

pub use clock::ClockStart;
pub use disk::DiskError;
pub use http::webhook::WebhookError;
pub use load::{LoadError, LoadReport, RowTrouble};
pub use options::{LimitError, Limits, Options};
pub use seed::grow::SeedError;
pub use start::{Error, Sandbox};
pub use weather::fault::{Chance, Fault, FaultError, FaultKind};
pub use weather::pattern::Pattern;
pub use weather::sky::{Sky, UnknownSky, Weather};
pub use weather::traffic::{Exchange, Hold, Moment, Traffic};
pub use world::ledger::{Action, Commit};
