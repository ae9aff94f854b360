//! The sandbox over real HTTP: what the contract records of the live service, and the weather.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "sandbox/harness.rs"]
mod harness;

#[path = "sandbox/around.rs"]
mod around;
#[path = "sandbox/contacts.rs"]
mod contacts;
#[path = "sandbox/control.rs"]
mod control;
#[path = "sandbox/crash.rs"]
mod crash;
#[path = "sandbox/crowd.rs"]
mod crowd;
#[path = "sandbox/disk.rs"]
mod disk;
#[path = "sandbox/duplicates.rs"]
mod duplicates;
#[path = "sandbox/every_body.rs"]
mod every_body;
#[path = "sandbox/gate.rs"]
mod gate;
#[path = "sandbox/lists.rs"]
mod lists;
#[path = "sandbox/location.rs"]
mod location;
#[path = "sandbox/oauth.rs"]
mod oauth;
#[path = "sandbox/page.rs"]
mod page;
#[path = "sandbox/process.rs"]
mod process;
#[path = "sandbox/quirks.rs"]
mod quirks;
#[path = "sandbox/search.rs"]
mod search;
#[path = "sandbox/seed.rs"]
mod seed;
#[path = "sandbox/tags.rs"]
mod tags;
#[path = "sandbox/tasks_and_notes.rs"]
mod tasks_and_notes;
#[path = "sandbox/uploads.rs"]
mod uploads;
#[path = "sandbox/weather.rs"]
mod weather;
#[path = "sandbox/webhooks.rs"]
mod webhooks;
