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
//! From the bottom up: `rows`, one file a table; `work`, a transaction under way, and what is done in
//! one (`answers` to the base, `steps`, `settle` and `undo` to the outbox); the threads (`worker`,
//! `writer`); `file`, its opening and its neighbours; and what others call (`handle`, `base`,
//! `queue`, `reader`).

mod answers;
mod base;
mod error;
mod file;
mod growth;
mod handle;
mod queue;
mod reader;
mod rebase;
mod recheck;
mod recreate;
mod rows;
mod sending;
mod settle;
mod since;
mod steps;
mod sweep;
mod undo;
mod work;
mod worker;
mod writer;

pub use base::{Ready, Taken};
pub use error::{Error, Result};
pub use file::{damage::Rescued, ring::Bell, seal::Doubt, sender::SenderLock};
pub use handle::{Opened, Store};
pub use queue::Settled;
pub use reader::{Counts, Mark, News, Reader};
pub use recheck::Rechecked;
pub use recreate::Recreated;
pub use rows::{
    events::Event,
    ops::Pending,
    parts::Listed,
    progress::Progress,
    rechecks::Recheck,
    sweeps::{Halt, Sweeps},
    tombstones::Tombstone,
    unread::UnreadRow,
};
pub use sending::{Intent, TakenOver};
pub use settle::{Evidence, Outcome, Settlement};
pub use undo::Undone;
