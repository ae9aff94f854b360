//! The headless commands as scripts meet them: the real program on the real sandbox, its answers,
//! its exit codes, and what it says when something is wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "cli/office.rs"]
mod office;

#[path = "cli/reading.rs"]
mod reading;

#[path = "cli/writing.rs"]
mod writing;

#[path = "cli/queueing.rs"]
mod queueing;

#[path = "cli/restoring.rs"]
mod restoring;

#[path = "cli/bulk.rs"]
mod bulk;

#[cfg(unix)]
#[path = "cli/watching.rs"]
mod watching;

#[path = "cli/slips.rs"]
mod slips;

#[path = "cli/trouble.rs"]
mod trouble;

#[path = "cli/signing_in.rs"]
mod signing_in;

#[cfg(unix)]
#[path = "cli/manners.rs"]
mod manners;
