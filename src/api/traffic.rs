//! How much was asked of the service by one client and all its clones.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Requests sent so far, and how many of them were answered with 429.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    pub requests: u64,
    pub throttled: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    requests: AtomicU64,
    throttled: AtomicU64,
}

impl Counters {
    pub(super) fn sent(&self) {
        self.requests.fetch_add(1, Relaxed);
    }

    pub(super) fn throttled(&self) {
        self.throttled.fetch_add(1, Relaxed);
    }

    pub(super) fn read(&self) -> Traffic {
        Traffic { requests: self.requests.load(Relaxed), throttled: self.throttled.load(Relaxed) }
    }
}
