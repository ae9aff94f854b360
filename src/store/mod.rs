//! SQLite: schema, rows, outbox, history.
//!
//! One file a profile holds three things: the *base* (what the server last said), the *outbox* (what
//! people changed and the server does not have yet) and the *history* of every step of every change.
//! Pulls write only the base, edits only the outbox; settling an outgoing change moves it from one
//! to the other in a single transaction.
//!
//! [`Store`] is a handle to the one thread that writes, [`Reader`] a connection of its own that only
//! reads. No call here waits for anything but the disk, and no transaction outlives its call.
//!
//! From the bottom up: `columns` and one file a table (`contacts`, `tasks`, `notes`, `parts`, `ops`,
//! `events`, `memory`); `work`, a transaction under way; what is done in one (`answers` to the base,
//! `steps`, `settle` and `undo` to the outbox); the threads (`worker`, `writer`, `folding`, `handle`); and
//! what others call (`base`, `queue`, `reader`).

mod error;

mod columns;

mod schema;

mod connection;

mod contacts;

mod tasks;

mod notes;

mod parts;

mod dossiers;

mod ops;

mod events;

mod memory;

mod progress;

mod names;

mod search;

mod work;

mod answers;

mod steps;

mod settle;

mod undo;

mod worker;

mod writer;

mod folding;

mod sender;

mod wreck;

mod rescue;

mod damage;

mod ring;

mod reader;

mod handle;

mod base;

mod queue;

pub use base::Taken;
pub use damage::Rescued;
pub use error::{Error, Result};
pub use events::Event;
pub use handle::{Opened, Store};
pub use ops::Pending;
pub use parts::Listed;
pub use progress::Progress;
pub use queue::{Intent, Settled};
pub use reader::{Counts, Mark, News, Reader};
pub use ring::Bell;
pub use sender::SenderLock;
pub use settle::{Evidence, Outcome, Settlement};
pub use undo::Undone;
