//! Due dates in words, both ways: `fri 3pm` becomes a time, a time becomes `today 15:00`.
//!
//! Everything happens in the time zone of the `now` that is handed in: the location's.

mod bucket;
mod parse;
mod say;
mod trailing;

pub use bucket::Bucket;
pub use parse::{DEFAULT_HOUR, Error, parse_when};
pub use say::{say, say_fully};
pub use trailing::split_trailing;
