//! What the real program on real files survives: death at every point where it may die, many
//! processes on one data folder, bad weather, and all of that at once.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/check_lost.rs"]
mod check_lost;

#[path = "cli/office.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod office;

#[path = "endurance/deaths.rs"]
mod deaths;

#[path = "endurance/files.rs"]
mod files;

#[path = "endurance/ward.rs"]
mod ward;
