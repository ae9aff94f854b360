//! The quotas: so many calls in a fixed window and in a day, for each app and location.

use std::collections::HashMap;
use std::time::Duration;

use crate::sandbox::id::Id;
use crate::sandbox::options::Limits;

const DAY: Duration = Duration::from_hours(24);
/// What "no limit" is on the wire: the headers are always there.
const NO_LIMIT: u32 = 1_000_000;

#[derive(Debug)]
pub(crate) struct Quotas {
    limits: Limits,
    windows: HashMap<(Id, Id), Usage>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Usage {
    window: u128,
    calls: u32,
    day: u128,
    calls_today: u32,
}

/// Where the caller stands after this call, as the headers say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) max: u32,
    pub(crate) remaining: u32,
    pub(crate) interval: Duration,
    pub(crate) daily: u32,
    pub(crate) daily_remaining: u32,
    pub(crate) allowed: bool,
}

impl Quotas {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, windows: HashMap::new() }
    }

    /// Counts a call; `now` is time since the start. Refused calls don't use up the quota.
    pub(crate) fn count(&mut self, app: &Id, resource: &Id, now: Duration) -> Standing {
        let (max, interval) = self.limits.burst.unwrap_or((NO_LIMIT, Duration::from_secs(10)));
        let daily = self.limits.daily.unwrap_or(NO_LIMIT);
        let usage = self.windows.entry((app.clone(), resource.clone())).or_default();
        let window = now.as_nanos() / interval.as_nanos().max(1);
        let day = now.as_nanos() / DAY.as_nanos();
        if usage.window != window {
            (usage.window, usage.calls) = (window, 0);
        }
        if usage.day != day {
            (usage.day, usage.calls_today) = (day, 0);
        }
        let allowed = usage.calls < max && usage.calls_today < daily;
        if allowed {
            usage.calls += 1;
            usage.calls_today += 1;
        }
        Standing {
            max,
            remaining: max - usage.calls,
            interval,
            daily,
            daily_remaining: daily - usage.calls_today,
            allowed,
        }
    }
}

impl Standing {
    pub(crate) fn headers(&self) -> [(&'static str, String); 5] {
        [
            ("x-ratelimit-max", self.max.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-interval-milliseconds", self.interval.as_millis().to_string()),
            ("x-ratelimit-limit-daily", self.daily.to_string()),
            ("x-ratelimit-daily-remaining", self.daily_remaining.to_string()),
        ]
    }

    /// As it looks while the service lets nobody in.
    pub(crate) fn exhausted(self) -> Self {
        Self { remaining: 0, allowed: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotas(burst: u32, daily: u32) -> Quotas {
        let burst = Some((burst, Duration::from_secs(10)));
        Quotas::new(Limits { burst, daily: Some(daily) })
    }

    #[test]
    fn a_window_refills_at_its_end() {
        let mut quotas = quotas(2, 100);
        let (app, place) = ("app".into(), "location".into());
        let mut at = |seconds| quotas.count(&app, &place, Duration::from_secs(seconds));
        assert_eq!(at(1).remaining, 1);
        assert_eq!(at(8).remaining, 0);
        assert!(!at(9).allowed);
        assert!(at(10).allowed);
    }

    #[test]
    fn apps_and_locations_have_quotas_of_their_own() {
        let mut quotas = quotas(1, 100);
        let mut at = |app: &str, place: &str| {
            quotas.count(&app.into(), &place.into(), Duration::ZERO).allowed
        };
        assert!(at("one", "here"));
        assert!(!at("one", "here"));
        assert!(at("one", "there"));
        assert!(at("two", "here"));
    }

    #[test]
    fn the_day_ends_later_than_the_window() {
        let mut quotas = quotas(10, 2);
        let (app, place) = ("app".into(), "location".into());
        let mut at = |hours| quotas.count(&app, &place, Duration::from_hours(hours));
        assert_eq!(at(1).daily_remaining, 1);
        assert_eq!(at(2).daily_remaining, 0);
        let refused = at(3);
        assert!(!refused.allowed);
        assert_eq!(refused.remaining, 10);
        assert!(at(24).allowed);
    }
}
