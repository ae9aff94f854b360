//! The sandbox's time: the machine's, or one that a test sets, stops and moves on.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};
use tokio::time::Instant;

/// Milliseconds since 1970, UTC.
pub(crate) type Millis = i64;

/// Where the sandbox's clock starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClockStart {
    /// The machine's time.
    #[default]
    System,
    /// This moment, running on from there.
    RunningFrom(Timestamp),
    /// This moment, until told otherwise: every date of a run is then the same each time.
    FrozenAt(Timestamp),
}

#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    hands: Mutex<Hands>,
}

#[derive(Debug, Clone, Copy)]
struct Hands {
    start: ClockStart,
    /// Added by hand, to the date and to what has elapsed.
    advanced: Duration,
}

impl Clock {
    pub(crate) fn new(start: ClockStart) -> Self {
        let hands = Hands { start, advanced: Duration::ZERO };
        Self { started: Instant::now(), hands: Mutex::new(hands) }
    }

    /// What records are dated with.
    pub(crate) fn now(&self) -> Millis {
        let hands = self.hands();
        let date = match hands.start {
            ClockStart::System => Timestamp::now().as_millisecond(),
            ClockStart::RunningFrom(at) => at.as_millisecond() + millis(self.started.elapsed()),
            ClockStart::FrozenAt(at) => at.as_millisecond(),
        };
        date + millis(hands.advanced)
    }

    /// Time gone by since the start. Never stops or runs backwards: windows, lags and expiry use it.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed() + self.hands().advanced
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner).advanced += by;
    }

    fn hands(&self) -> Hands {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// `2021-07-02T05:18:26.704Z`
pub(crate) fn iso(at: Millis) -> String {
    Iso(at).text().iter().map(|byte| char::from(*byte)).collect()
}

/// A moment that is written so, without a text in between: a page of a search has fifteen hundred.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Iso(pub(crate) Millis);

impl Iso {
    fn text(self) -> [u8; 24] {
        let local = TimeZone::UTC.to_datetime(timestamp(self.0));
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |start: usize, end: usize, number: i16| {
            let mut left = number.unsigned_abs();
            for digit in text[start..end].iter_mut().rev() {
                *digit = b'0' + u8::try_from(left % 10).unwrap_or_default();
                left /= 10;
            }
        };
        put(0, 4, local.year());
        put(5, 7, local.month().into());
        put(8, 10, local.day().into());
        put(11, 13, local.hour().into());
        put(14, 16, local.minute().into());
        put(17, 19, local.second().into());
        put(20, 23, local.millisecond());
        text
    }
}

impl Serialize for Iso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text();
        serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

pub(crate) fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads an ISO date with or without a time and an offset; what names no zone is taken in `zone`.
pub(crate) fn parse_iso(text: &str, zone: &TimeZone) -> Option<Millis> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let local = text.parse::<DateTime>().ok().or_else(|| {
        let date = text.parse::<Date>().ok()?;
        Some(date.to_datetime(jiff::civil::Time::midnight()))
    })?;
    let zoned = zone.to_ambiguous_zoned(local).compatible().ok()?;
    Some(zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_carry_exactly_three_decimals() {
        assert_eq!(iso(1_625_203_106_704), "2021-07-02T05:18:26.704Z");
        assert_eq!(iso(1_625_203_106_000), "2021-07-02T05:18:26.000Z");
    }

    #[test]
    fn a_date_without_a_zone_is_local() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let parse = |text| parse_iso(text, &berlin).map(iso);
        assert_eq!(parse("2026-07-01").as_deref(), Some("2026-06-30T22:00:00.000Z"));
        assert_eq!(parse("2026-07-01T10:00:00").as_deref(), Some("2026-07-01T08:00:00.000Z"));
        assert_eq!(parse("2026-07-01T10:00:00Z").as_deref(), Some("2026-07-01T10:00:00.000Z"));
        assert_eq!(parse("2026-07-01T10:00:00+01:00").as_deref(), Some("2026-07-01T09:00:00.000Z"));
        assert_eq!(parse("soon"), None);
    }

    #[test]
    fn a_frozen_clock_moves_only_by_hand() {
        let clock = Clock::new(ClockStart::FrozenAt("2026-03-02T09:20:00Z".parse().unwrap()));
        let before = clock.now();
        clock.advance(Duration::from_mins(1));
        assert_eq!(clock.now() - before, 60_000);
        assert!(clock.elapsed() >= Duration::from_mins(1));
    }
}
