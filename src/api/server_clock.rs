//! What time it is on the server: its last word on that, and what went by since.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

#[derive(Debug, Default)]
pub(super) struct ServerClock(Mutex<Option<(Timestamp, Instant)>>);

impl ServerClock {
    /// An answer carried this date.
    pub(super) fn set(&self, date: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, Instant::now()));
    }

    pub(super) fn read(&self) -> Option<Timestamp> {
        let (date, told) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let gone_by = SignedDuration::try_from(told.elapsed()).ok()?;
        date.checked_add(gone_by).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_from_the_last_answer() {
        let clock = ServerClock::default();
        assert_eq!(clock.read(), None);
        clock.set(Timestamp::UNIX_EPOCH);
        tokio::time::advance(std::time::Duration::from_secs(7)).await;
        assert_eq!(clock.read(), Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(7)));
    }
}
