//! What the real program on real files survives: death, panic, a disk that refuses and a wait at every
//! point where something may go wrong, with every kind of change.

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

#[path = "endurance/gate.rs"]
mod gate;

#[path = "endurance/kind.rs"]
mod kind;

#[path = "endurance/plays.rs"]
mod plays;

#[path = "endurance/points.rs"]
mod points;

#[path = "endurance/tokens.rs"]
mod tokens;

#[path = "endurance/ward.rs"]
mod ward;
