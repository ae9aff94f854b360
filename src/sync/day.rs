//! The day's count of calls, as it is kept over restarts.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::talk::Budget;

/// Under which name the store keeps it.
pub const MEMO: &str = "budget";
/// After how many calls it is kept again.
const STEP: u32 = 200;

/// What was known about the calls left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    pub at: Timestamp,
    pub day_left: u32,
    pub day_max: u32,
    /// What the headers last said of the burst, if they said anything.
    #[serde(default)]
    pub burst_left: Option<u32>,
    #[serde(default)]
    pub burst_max: Option<u32>,
    /// How far our clock goes before the service's; less than nothing if behind.
    #[serde(default)]
    pub clock_ahead_seconds: Option<i64>,
}

impl Kept {
    pub(crate) fn new(
        (day_left, day_max): (u32, u32),
        told: Option<Budget>,
        at: Timestamp,
        server: Option<Timestamp>,
    ) -> Self {
        let burst_left = told.map(|told| told.burst_left);
        let burst_max = told.map(|told| told.burst_max);
        let clock_ahead_seconds = server.map(|server| at.duration_since(server).as_secs());
        Self { at, day_left, day_max, burst_left, burst_max, clock_ahead_seconds }
    }

    /// How long ago that was; nothing if the clock was set back meanwhile.
    pub(crate) fn age(&self, now: Timestamp) -> Option<Duration> {
        Duration::try_from(now.duration_since(self.at)).ok()
    }

    /// Whether so much has changed since that it is kept anew.
    pub(crate) const fn is_old(&self, day_left: u32) -> bool {
        self.day_left.abs_diff(day_left) >= STEP
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn it_is_kept_now_and_then_and_reads_back() {
        let now = Timestamp::UNIX_EPOCH;
        let kept = Kept::new((1_000, 2_000), None, now, Some(now - SignedDuration::from_secs(3)));
        assert!(!kept.is_old(801) && kept.is_old(800) && kept.is_old(2_000));
        assert_eq!(kept.age(now + SignedDuration::from_secs(9)), Some(Duration::from_secs(9)));
        assert_eq!(kept.age(now - SignedDuration::from_secs(9)), None);
        let json = serde_json::to_value(kept).unwrap();
        assert_eq!((&json["dayLeft"], &json["clockAheadSeconds"]), (&1_000.into(), &3.into()));
        assert_eq!(serde_json::from_value::<Kept>(json).unwrap(), kept);
    }
}
