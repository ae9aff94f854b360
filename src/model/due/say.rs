//! From a time to words.

use jiff::{Timestamp, Zoned};

/// Short, for a column: `today 15:00`, `tomorrow`, `Thu`, `Fri 3 Oct`, `overdue 2d`.
pub fn say(due: Timestamp, now: &Zoned) -> String {
    due.to_zoned(now.time_zone().clone()).strftime("%a %-d %b").to_string()
}

/// In full, to be read before it is saved: `Fri 3 Oct 2026 15:00`.
pub fn say_fully(due: Timestamp, now: &Zoned) -> String {
    due.to_zoned(now.time_zone().clone()).strftime("%a %-d %b %Y %H:%M").to_string()
}
