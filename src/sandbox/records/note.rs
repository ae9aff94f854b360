//! A note on a contact.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) id: Id,
    pub(crate) contact_id: Id,
    /// May contain HTML.
    pub(crate) body: String,
    pub(crate) title: Option<String>,
    pub(crate) color: Option<String>,
    pub(crate) pinned: bool,
    pub(crate) user_id: Option<Id>,
    pub(crate) date_added: Millis,
}
