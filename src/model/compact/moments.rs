//! Times, four bytes each.

use jiff::Timestamp;

use super::slot::Slot;

const NEVER: u32 = u32::MAX;

/// A column of times to the second, one or none a row. What lies outside of the years 1970 to 2105,
/// where no service has a contact, counts as the nearest that does not.
#[derive(Clone, Debug)]
pub(in crate::model) struct Moments(Vec<u32>);

impl Moments {
    pub(in crate::model) fn with_capacity(rows: usize) -> Self {
        Self(Vec::with_capacity(rows))
    }

    /// Seconds since the epoch.
    pub(in crate::model) fn get(&self, slot: Slot) -> Option<i64> {
        self.0.get(slot.at()).filter(|second| **second != NEVER).copied().map(i64::from)
    }

    pub(in crate::model) fn set(&mut self, slot: Slot, time: Option<Timestamp>) {
        let held = |time: Timestamp| {
            u32::try_from(time.as_second().clamp(0, i64::from(NEVER - 1))).unwrap_or_default()
        };
        slot.write(&mut self.0, time.map_or(NEVER, held));
    }

    pub(in crate::model) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(in crate::model) fn heap_bytes(&self) -> usize {
        self.0.capacity() * size_of::<u32>()
    }
}
