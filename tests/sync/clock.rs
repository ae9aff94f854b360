//! A clock that a test turns on, with the time, or sets, without it.

use std::{cell::Cell, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rolodeck::sync::Clock;

thread_local! {
    /// How much time this test let go by.
    static GONE_BY: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
    /// How far the clock of this test was set.
    static SET: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
}

pub(crate) const CLOCK: Clock = Clock { now, gone_by };

pub(crate) fn now() -> Timestamp {
    Timestamp::now() + GONE_BY.get() + SET.get()
}

fn gone_by() -> Duration {
    let real = (Clock::default().gone_by)();
    real + Duration::try_from(GONE_BY.get()).unwrap()
}

/// So much time goes by.
pub(crate) fn turn_on(by: SignedDuration) {
    GONE_BY.set(GONE_BY.get() + by);
}

/// Somebody sets it: no time goes by.
pub(crate) fn set(by: SignedDuration) {
    SET.set(SET.get() + by);
}
