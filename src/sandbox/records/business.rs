//! A business: a company that contacts belong to.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Business {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) name: String,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}
