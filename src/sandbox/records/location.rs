//! A location, which the product's own interface calls a sub-account.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Location {
    pub(crate) id: Id,
    pub(crate) company_id: Id,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) city: String,
    pub(crate) state: String,
    /// ISO 3166 alpha-2: phone numbers without a prefix are taken to be from here.
    pub(crate) country: String,
    pub(crate) postal_code: String,
    pub(crate) website: String,
    /// IANA name.
    pub(crate) timezone: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) allow_duplicates: bool,
}

impl Location {
    /// UTC when the system doesn't know the zone.
    pub(crate) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC)
    }
}
