//! A clock that a test turns on.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};

thread_local! {
    /// How far the clock of this test was turned on.
    static AHEAD: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
}

pub(crate) fn now() -> Timestamp {
    Timestamp::now() + AHEAD.get()
}

pub(crate) fn turn_on(by: SignedDuration) {
    AHEAD.set(AHEAD.get() + by);
}
