//! The time of a simulation: that of the paused runtime, counted from a fixed morning.

use std::{cell::Cell, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rolodeck::sync::Clock;
use tokio::time::Instant;

thread_local! {
    /// How far the clock on the wall was set.
    pub(crate) static SET: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
    /// The last answer, and how often it was given.
    static LAST: Cell<(Timestamp, u32)> = const { Cell::new((MORNING, 0)) };
}

/// Nobody who waits as he should asks more often what time it is before any time has passed.
const RESTLESS: u32 = 100_000;

/// 2026-03-02 09:20 UTC, a Monday.
pub(crate) const MORNING: Timestamp = Timestamp::constant(1_772_443_200, 0);

/// Sets the clock of this thread to [`MORNING`]. Call within the runtime.
pub(crate) fn start() {
    SET.set(SignedDuration::ZERO);
    START.set(Some(Instant::now()));
}

/// The clock on everybody's wall but the server's.
pub(crate) const CLOCK: Clock = Clock { now: shown, gone_by };

fn gone_by() -> Duration {
    START.get().map_or(Duration::ZERO, |start| start.elapsed())
}

/// What the clock on the wall shows.
pub(crate) fn shown() -> Timestamp {
    now() + SET.get()
}

pub(crate) fn now() -> Timestamp {
    let now = MORNING + gone_by();
    let (last, times) = LAST.get();
    let times = if last == now { times + 1 } else { 0 };
    LAST.set((now, times));
    assert!(times < RESTLESS, "somebody spins while the time stands still");
    now
}
