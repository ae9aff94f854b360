//! A due date at the end of a quickly typed title.

use jiff::{Timestamp, Zoned};

use super::parse::parse_when;

/// `call fri 3pm` is `call`, due on Friday at three. The title is trimmed, and empty where all of
/// the text is a date.
pub fn split_trailing<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<Timestamp>) {
    match text.trim().rsplit_once(' ') {
        Some((title, last)) if parse_when(last, now).is_ok() => {
            (title.trim_end(), parse_when(last, now).ok())
        }
        _ => (text.trim(), None),
    }
}
