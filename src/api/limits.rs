//! How long a request may take and how large its answer may be.

use std::time::Duration;

/// How long and how much. No redirect is ever followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub connect: Duration,
    /// Between two pieces of an answer, and before its first.
    pub idle: Duration,
    /// From the request to the last byte of the answer.
    pub total: Duration,
    /// The same for a page of a list.
    pub page_total: Duration,
    /// Bytes of an answer after decompression.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(30),
            page_total: Duration::from_mins(1),
            body: 16 << 20,
        }
    }
}
