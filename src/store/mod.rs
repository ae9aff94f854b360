//! SQLite: schema, rows, outbox, history.
//!
//! One file a profile holds three things: the *base* (what the server last said), the *outbox* (what
//! people changed and the server does not have yet) and the *history* of every step of every change.
//! Pulls write only the base, edits only the outbox; settling an outgoing change moves it from one
//! to the other in a single transaction.
//!
//! [`Store`] is a handle to the one thread that writes, [`Reader`] a connection of its own that only
//! reads. No call here waits for anything but the disk, and no transaction outlives its call.

pub mod base;

mod columns;

pub mod error;

pub mod handle;

pub mod queue;

pub mod reader;

pub mod ring;

pub mod sender;

pub use base::{Listed, Progress, Taken};
pub use error::Error;
pub use handle::{Opened, Rescued, Store};
pub use queue::{Evidence, Intent, Outcome, Pending, Settled, Settlement, Undone};
pub use reader::{Counts, Event, Mark, News, Reader};
pub use ring::Bell;
pub use sender::SenderLock;
