//! The sub-account whose contacts these are.

use serde::{Deserialize, Serialize};

use super::ids::LocationId;

/// What rolodeck needs of a location (contract 2.8): its name for the title, its country for
/// phone numbers, its time zone for dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    /// ISO 3166 alpha-2; empty where the service does not say.
    pub country: String,
    /// IANA name; empty where the service does not say.
    pub timezone: String,
}
