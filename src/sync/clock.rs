//! What time it is, and how much of it goes by. The one can be set, and is what people read; the other
//! cannot, and is what waits are made of (reliability d9).

use std::{sync::LazyLock, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Tests have one of their own.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    pub now: fn() -> Timestamp,
    /// Since some moment in the past, without the time in which the machine slept.
    pub gone_by: fn() -> Duration,
}

impl Default for Clock {
    fn default() -> Self {
        Self { now: Timestamp::now, gone_by }
    }
}

fn gone_by() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Less than this is no setting of a clock.
const NOTHING: SignedDuration = SignedDuration::from_secs(1);

/// Sees when the clock is set, or when the machine slept, which is the same to whoever waits.
#[derive(Debug)]
pub(crate) struct Watch {
    clock: Clock,
    now: Timestamp,
    gone_by: Duration,
}

impl Watch {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, now: (clock.now)(), gone_by: (clock.gone_by)() }
    }

    /// When anybody last looked.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// By how much more the clock went on since the last look than time did; less than nothing if it
    /// was set back. None if it just went on.
    pub(crate) fn look(&mut self) -> Option<SignedDuration> {
        let before = std::mem::replace(self, Self::new(self.clock));
        let shown = self.now.duration_since(before.now);
        let gone_by = self.gone_by.saturating_sub(before.gone_by);
        let set = shown.checked_sub(SignedDuration::try_from(gone_by).ok()?)?;
        (set.abs() > NOTHING).then_some(set)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        static SHOWN: Cell<i64> = const { Cell::new(0) };
        static GONE_BY: Cell<u64> = const { Cell::new(0) };
    }

    #[test]
    fn only_what_no_time_explains_is_a_setting() {
        let clock = Clock {
            now: || Timestamp::from_second(SHOWN.get()).unwrap(),
            gone_by: || Duration::from_secs(GONE_BY.get()),
        };
        let mut watch = Watch::new(clock);
        for (shown, gone_by, set) in [(10, 10, None), (0, 5, Some(-5)), (3600, 0, Some(3600))] {
            SHOWN.set(SHOWN.get() + shown);
            GONE_BY.set(GONE_BY.get() + gone_by);
            assert_eq!(watch.look().map(|set| set.as_secs()), set);
        }
    }
}
