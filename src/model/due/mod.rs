//! Due dates in words, both ways: `fri 3pm` becomes a time, a time becomes `today 15:00`.
//!
//! Everything happens in the time zone of the `now` that is handed in: the location's. A day that
//! is named without an hour means nine in the morning, and a time at nine is said without one.
//!
//! The grammar is our own: libraries for dates in words take the first letters of a word for the
//! whole, and in a title that is typed in a hurry `call marta` must not become the first of March.

mod bucket;
mod day;
mod lexicon;
mod parse;
mod say;
#[cfg(test)]
mod tests;
mod trailing;

pub use bucket::Bucket;
pub use day::DEFAULT_HOUR;
pub use parse::{Error, parse_when};
pub use say::{say, say_briefly, say_fully};
pub use trailing::split_trailing;
