//! A budget for trying again: what fails may not become a storm (reliability d9).
//!
//! Every try after the first costs, every success earns. Where nothing is left, one try goes out
//! every half minute to see whether the server is well again; its success brings back half of it.

use jiff::{SignedDuration, Timestamp};

const MOST: u32 = 100;
const COST: u32 = 5;
/// After no answer at all, since whoever does not answer may be overloaded.
const COST_AFTER_SILENCE: u32 = 10;
/// From one try to the next while nothing is left.
const PROBE: SignedDuration = SignedDuration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Breaker {
    tokens: u32,
    /// Nothing is left: when the next try may go all the same.
    probe: Option<Timestamp>,
}

impl Breaker {
    pub(crate) const fn new() -> Self {
        Self { tokens: MOST, probe: None }
    }

    /// One more try. If it has to wait, until when.
    pub(crate) fn retry(&mut self, after_silence: bool, now: Timestamp) -> Result<(), Timestamp> {
        let cost = if after_silence { COST_AFTER_SILENCE } else { COST };
        match self.probe {
            None if self.tokens >= cost => {
                self.tokens -= cost;
                Ok(())
            }
            Some(probe) if probe <= now => {
                self.probe = Some(now + PROBE);
                Ok(())
            }
            // A time farther ahead was noted before the clock was set back.
            Some(probe) if probe <= now + PROBE => Err(probe),
            _ => {
                self.probe = Some(now + PROBE);
                Err(now + PROBE)
            }
        }
    }

    /// Something was answered well. Whether the server is back: what waits may go at once.
    pub(crate) fn succeeded(&mut self) -> bool {
        let is_back = self.probe.take().is_some();
        self.tokens = if is_back { MOST / 2 } else { MOST.min(self.tokens + 1) };
        is_back
    }

    /// The person wants to try now.
    pub(crate) fn knock(&mut self) {
        *self = Self::new();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(seconds: i64) -> Timestamp {
        NOW + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn twenty_tries_are_free_and_then_one_goes_every_half_minute() {
        let mut breaker = Breaker::new();
        let free = (0..99).take_while(|_| breaker.retry(false, NOW).is_ok()).count();
        assert_eq!(free, 20);
        assert_eq!(breaker.retry(false, after(29)), Err(after(30)));
        assert_eq!(breaker.retry(false, after(30)), Ok(()));
        assert_eq!(breaker.retry(false, after(31)), Err(after(60)));
    }

    #[test]
    fn silence_costs_twice_as_much() {
        let mut breaker = Breaker::new();
        assert_eq!((0..99).take_while(|_| breaker.retry(true, NOW).is_ok()).count(), 10);
    }

    #[test]
    fn the_first_success_opens_the_way() {
        let mut breaker = Breaker::new();
        while breaker.retry(false, NOW).is_ok() {}
        assert!(breaker.succeeded());
        assert!(!breaker.succeeded(), "told once");
        assert_eq!((0..99).take_while(|_| breaker.retry(false, NOW).is_ok()).count(), 10);
    }

    proptest! {
        /// While nothing succeeds, tries stay within the budget and one for every half minute.
        #[test]
        fn failures_are_no_storm(
            steps in prop::collection::vec((0_i64..40, any::<bool>()), 0..400),
        ) {
            let (mut breaker, mut seconds, mut tries) = (Breaker::new(), 0, 0);
            for (wait, after_silence) in steps {
                seconds += wait;
                tries += i64::from(breaker.retry(after_silence, after(seconds)).is_ok());
            }
            prop_assert!(tries <= 20 + seconds / 30, "{tries} in {seconds} s");
        }

        /// Of any mixture: what was paid for was earned.
        #[test]
        fn every_try_was_earned(steps in prop::collection::vec(any::<bool>(), 0..400)) {
            let mut breaker = Breaker::new();
            let (mut tries, mut earned) = (0, MOST);
            for succeeds in steps {
                if succeeds {
                    earned += if breaker.succeeded() { MOST / 2 } else { 1 };
                } else {
                    tries += u32::from(breaker.retry(false, NOW).is_ok());
                }
            }
            prop_assert!(tries * COST <= earned);
        }

        #[test]
        fn nobody_waits_longer_than_half_a_minute(
            jumps in prop::collection::vec(-400_000_i64..400_000, 0..50),
        ) {
            let mut breaker = Breaker::new();
            while breaker.retry(false, NOW).is_ok() {}
            for jump in jumps {
                if let Err(until) = breaker.retry(false, after(jump)) {
                    prop_assert!(until <= after(jump) + PROBE);
                }
            }
        }
    }
}
