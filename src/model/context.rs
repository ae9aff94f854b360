//! What a question depends on beside the data: the time, the place, and who asks.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{catalog::Catalog, ids::UserId};

/// Handed in with every question, because nothing here reads a clock.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    pub now: Timestamp,
    /// The location's: days begin and end in it.
    pub zone: TimeZone,
    /// The user of the location who sits here, once she has said so.
    pub me: Option<UserId>,
    pub catalog: &'a Catalog,
}

impl Context<'_> {
    pub fn zoned(&self) -> Zoned {
        self.now.to_zoned(self.zone.clone())
    }
}
