//! The right to send, and what stands in its way: another program that has it, and a disk that does
//! not take what was to be noted.

use std::time::Duration;

use crate::{
    model::fault::Fault,
    store::{SenderLock, Settlement},
};

/// How long after the death of a sender another takes its place, at most.
const NEXT_SENDER: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Tenure {
    /// None while another program on the same data is the sender.
    pub(super) lock: Option<SenderLock>,
    /// Why the lock could not be asked for.
    pub(super) refused: Option<Fault>,
    /// Ends of requests that the disk did not take yet.
    pub(super) unsettled: Vec<Settlement>,
    /// Some tries ended without an end that was noted, because the disk failed them or they
    /// panicked. They are taken over as if their sender had died.
    pub(super) is_stranded: bool,
}

impl Tenure {
    pub(super) const fn is_held(&self) -> bool {
        self.lock.is_some()
    }

    /// Nothing is sent while there is something to catch up with: what was sent could not be noted.
    pub(super) const fn may_send(&self) -> bool {
        self.is_held() && !self.owes()
    }

    /// Whether something is to be noted that the disk did not take yet.
    pub(super) const fn owes(&self) -> bool {
        self.is_stranded || !self.unsettled.is_empty()
    }

    /// After how long to catch up; `None` if there is nothing to catch up with. `disk_again`: how long
    /// to wait before trying again what the disk would not take.
    pub(super) const fn wait(&self, disk_again: Duration) -> Option<Duration> {
        match (&self.lock, &self.refused) {
            (None, None) => Some(NEXT_SENDER),
            (None, Some(_)) => Some(disk_again),
            (Some(_), _) if self.owes() => Some(disk_again),
            (Some(_), _) => None,
        }
    }

    pub(super) fn owe(&mut self, settlements: Vec<Settlement>) {
        self.unsettled.extend(settlements);
    }

    pub(super) const fn strand(&mut self) {
        self.is_stranded = true;
    }
}
