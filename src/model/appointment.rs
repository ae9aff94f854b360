//! An appointment of a contact: read only.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{extra::Extra, ids::RemoteId};

/// Times come without an offset and are taken as those of the location (contract 2.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: RemoteId,
    pub title: String,
    /// `confirmed`, `cancelled`, `showed`, … as the service says it.
    pub status: String,
    pub start: Option<DateTime>,
    pub end: Option<DateTime>,
    pub address: String,
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}
