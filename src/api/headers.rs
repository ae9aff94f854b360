//! What the headers of an answer say about the requests left, and about waiting (contract 1.4).
//! Nonsense is ignored.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::model::talk::Budget;

/// Longest wait that the service is believed.
pub(super) const LONGEST_WAIT: Duration = Duration::from_mins(15);

const DAY_MAX: u32 = 200_000;

/// More than this is no rate limit but a mistake.
const BELIEVABLE: u32 = 1_000_000;

pub(super) fn budget(headers: &HeaderMap) -> Option<Budget> {
    let burst_max =
        count(headers, "x-ratelimit-max").filter(|max| (1..=BELIEVABLE).contains(max))?;
    let burst_left = count(headers, "x-ratelimit-remaining").filter(|left| *left <= burst_max)?;
    let interval = count(headers, "x-ratelimit-interval-milliseconds")
        .filter(|interval| (1_000..=3_600_000).contains(interval))
        .unwrap_or(10_000);
    let day_max = count(headers, "x-ratelimit-limit-daily").filter(|max| *max > 0);
    let day_left = count(headers, "x-ratelimit-daily-remaining");
    let (day_left, day_max) = match (day_left, day_max) {
        (Some(left), Some(max)) if left <= max => (left, max),
        (Some(left), None) if left <= DAY_MAX => (left, DAY_MAX),
        _ => (DAY_MAX, DAY_MAX),
    };
    let burst_seconds = interval.div_ceil(1_000);
    Some(Budget { burst_left, burst_max, burst_seconds, day_left, day_max })
}

/// `Retry-After` in either of its forms, clamped.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<u64>() {
        Duration::from_secs(seconds)
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        LONGEST_WAIT // A number too large to be one.
    } else {
        // By the server's own clock, where it tells it.
        let now = date(headers).unwrap_or(now);
        let seconds = http_date(text)?.as_second().saturating_sub(now.as_second());
        Duration::from_secs(seconds.try_into().unwrap_or(0))
    };
    Some(wait.min(LONGEST_WAIT))
}

/// What time it was on the server, to the second.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

fn count(headers: &HeaderMap, name: &'static str) -> Option<u32> {
    headers.get(HeaderName::from_static(name))?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_usual_headers_are_read() {
        let read = budget(&headers(&[
            ("x-ratelimit-max", "100"),
            ("x-ratelimit-remaining", "98"),
            ("x-ratelimit-interval-milliseconds", "10000"),
            ("x-ratelimit-limit-daily", "200000"),
            ("x-ratelimit-daily-remaining", "199000"),
        ]));
        let told = Budget {
            burst_left: 98,
            burst_max: 100,
            burst_seconds: 10,
            day_left: 199_000,
            day_max: 200_000,
        };
        assert_eq!(read, Some(told));
    }

    #[test]
    fn nonsense_is_no_budget() {
        for (max, left) in [
            ("-1", "0"),
            ("0", "0"),
            ("100", "101"),
            ("1e9", "3"),
            ("4294967295", "1"),
            ("100", ""),
        ] {
            let lines = [("x-ratelimit-max", max), ("x-ratelimit-remaining", left)];
            assert_eq!(budget(&headers(&lines)), None, "{max} {left}");
        }
        assert_eq!(budget(&HeaderMap::new()), None);
    }

    #[test]
    fn a_wait_is_read_in_both_forms_and_clamped() {
        let now = "2026-10-21T07:28:00Z".parse().unwrap();
        for (text, seconds) in [
            ("7", Some(7)),
            ("0", Some(0)),
            ("1000000000", Some(900)),
            ("99999999999999999999999999", Some(900)),
            ("Wed, 21 Oct 2026 07:28:30 GMT", Some(30)),
            ("Wed, 21 Oct 2026 07:27:30 GMT", Some(0)),
            ("Wed, 21 Oct 2099 07:28:30 GMT", Some(900)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            let read = retry_after(&headers(&[("retry-after", text)]), now);
            assert_eq!(read, seconds.map(Duration::from_secs), "{text}");
        }
    }
}
