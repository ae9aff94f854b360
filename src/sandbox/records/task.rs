//! A task on a contact.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) id: Id,
    pub(crate) contact_id: Id,
    pub(crate) location_id: Id,
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    pub(crate) assigned_to: Option<Id>,
    pub(crate) due: Millis,
    pub(crate) completed: bool,
}
