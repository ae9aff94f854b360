//! An appointment of a contact.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::sandbox::id::Id;

/// Times are wall times of the location: the service gives them without an offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Appointment {
    pub(crate) id: Id,
    pub(crate) contact_id: Id,
    pub(crate) location_id: Id,
    pub(crate) calendar_id: Id,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) address: String,
    pub(crate) notes: String,
    pub(crate) assigned_user: Id,
    pub(crate) start: DateTime,
    pub(crate) end: DateTime,
    pub(crate) added: DateTime,
}
