//! rolodeck: the terminal program for people who live in HighLevel's contacts.
//!
//! What a person sees, and where it comes from:
//!
//! ```text
//!  rolodeck  Acme HQ  1Contacts 2Tasks 3Notes 4Tags 7Sync      ui/header   what: app/commands
//!  tag:hot                              142 of 8,310  3 marked  model/filter, model/roster
//! ┏ Contacts ━━━━━━━━━━━━━━━━━━━━━━━━━━┓┌ Adams, Jane ────────┐
//! ┃   NAME          TAGS   NEXT TASK SYN┃│ Email   jane@…      │  app/detail   ui/detail
//! ┃ > Adams, Jane   hot    Call today ~1┃│ City    Berlin   ~1 │  model/dossier + model/change
//! ┃ * Bauer, Nils   hot    Quote Thu    ┃├ Tasks ──────────────┤
//! ┃   Eze, Chidi    hot    -         ERR┃│ [ ] Call back  today│  app/tasks    ui/tasks
//! ┗ app/contacts ━━━━━━━━━━━━━━━━━━━━━━━┛└─────────────────────┘
//!  ERR Eze: tag "lost?" not saved - 422 tag not allowed         ui/strip     why: model/fault
//!  online  synced 09:20  1 queued  1 failed     API 96/100      ui/status    sync/gate, api/pace
//!  x done  t tags  e edit  u undo                      ? help   ui/hints     app/commands
//!
//!  a key ──▶ run ──▶ app/update ──▶ Order ──▶ sync/engine ──▶ store ──▶ api ──▶ HighLevel
//!                        ▲                        │             │              or sandbox
//!                        └──────── Report ◀───────┴─────────────┘
//! ```
//!
//! What is deliberately so:
//!
//! * **One edit is one value.** A [`model::change::Change`] alters the local copy, lies in the
//!   outbox, becomes the request and yields its inverse. Nothing writes beside it.
//! * **On disk before anything else.** A change and its line in the outbox are one SQLite
//!   transaction before they are on the wire or called done.
//! * **What is on screen is the server's last word plus the live queue, in order.** Pulls replace
//!   the first, settled changes shorten the second.
//! * **A command is one row of one table.** Keys, hints, help, palette and the README read it.
//! * `app` and `ui` never wait: no clock, no randomness, no lock, no `async`.
//! * Only `api` knows the service's JSON. The `sandbox` imports nothing of ours, so that one
//!   mistake can't hide on both sides.
//! * Imports only point up the list below, and there are no cycles; `tests/layers.rs` proves it.

pub mod model;

pub mod private;

pub mod rehearsal;

pub mod log;

pub mod secret;

pub mod config;

pub mod api;

pub mod store;

pub mod sync;

pub mod app;

pub mod ui;

pub mod sandbox;

pub mod cli;

pub mod term;

pub mod run;
