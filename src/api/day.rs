//! How many of the day's requests are left: what the server last said, less what was sent since
//! (reliability d9). When its day begins it does not say, so after a day of ours the count begins
//! anew, and every now and then one request asks. All times are since the start of the program's
//! clock.

use std::time::Duration;

use crate::model::talk::Budget;

/// As the service documents it, until it says something else.
const USUAL: u32 = 200_000;
const DAY: Duration = Duration::from_hours(24);
/// How long a word on scarcity stands, before one request asks anew.
const NEWS: Duration = Duration::from_mins(15);

#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    max: u32,
    left: u32,
    /// When the server last said how many, or should have.
    asked: Duration,
    ends: Duration,
}

impl Day {
    pub(super) const fn new() -> Self {
        Self { max: USUAL, left: USUAL, asked: Duration::ZERO, ends: DAY }
    }

    /// Goes on from what was known when the program last ended, so long before its clock started.
    pub(super) fn recall(&mut self, left: u32, max: u32, age: Duration) {
        if max > 0 && left <= max && age < DAY {
            (self.left, self.max, self.ends) = (left, max, DAY.saturating_sub(age));
        }
    }

    pub(super) fn sent(&mut self, now: Duration) {
        if now >= self.ends {
            (self.left, self.ends) = (self.max, now + DAY);
        }
        self.left = self.left.saturating_sub(1);
    }

    pub(super) fn told(&mut self, now: Duration, budget: Budget) {
        if budget.day_left > self.left.saturating_add(budget.day_max / 2) {
            self.ends = now + DAY; // theirs has begun anew
        }
        (self.left, self.max, self.asked) = (budget.day_left, budget.day_max, now);
    }

    /// Whether the last tenth is reached, which is for the person and her changes. Once in a quarter
    /// of an hour it is not, for one request to ask whether that still is so.
    pub(super) fn is_scarce(&self, now: Duration) -> bool {
        let is_scarce = u64::from(self.left) * 10 <= u64::from(self.max);
        is_scarce && now < self.ends && now < self.asked + NEWS
    }

    /// Somebody asks: nobody else needs to.
    pub(super) fn asks(&mut self, now: Duration) {
        self.asked = self.asked.max(now);
    }

    pub(super) const fn left(&self) -> (u32, u32) {
        (self.left, self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(left: u32) -> Budget {
        Budget {
            burst_left: 100,
            burst_max: 100,
            burst_seconds: 10,
            day_left: left,
            day_max: USUAL,
        }
    }

    const NOW: Duration = Duration::from_secs(5);

    #[test]
    fn without_a_word_of_the_server_our_own_count_decides() {
        let mut day = Day::new();
        for _ in 0..179_999 {
            day.sent(NOW);
        }
        assert!(!day.is_scarce(NOW));
        day.sent(NOW);
        assert!(day.is_scarce(NOW));
        day.sent(DAY);
        assert!(!day.is_scarce(DAY), "a new day");
    }

    #[test]
    fn the_count_goes_on_after_a_restart() {
        let mut day = Day::new();
        day.recall(20_000, USUAL, Duration::from_hours(20));
        assert!(day.is_scarce(NOW));
        assert!(!day.is_scarce(Duration::from_hours(4)), "the day is over");
        for (left, max, age) in [(1, USUAL, DAY), (2, 1, NOW), (0, 0, NOW)] {
            let mut day = Day::new();
            day.recall(left, max, age);
            assert!(!day.is_scarce(NOW), "{left} of {max}");
        }
    }

    #[test]
    fn one_asks_every_quarter_of_an_hour_whether_it_still_is_so() {
        let mut day = Day::new();
        day.told(NOW, told(20_000));
        assert!(day.is_scarce(NOW));
        assert!(!day.is_scarce(NOW + NEWS));
        day.asks(NOW + NEWS);
        assert!(day.is_scarce(NOW + NEWS), "and no other with it");
        day.told(NOW + NEWS, told(USUAL));
        assert!(!day.is_scarce(NOW + NEWS));
    }
}
