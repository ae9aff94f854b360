//! A business of the location, to which contacts may belong.

use serde::{Deserialize, Serialize};

use super::{extra::Extra, ids::RemoteId};

/// What a person writes about a business. Empty texts where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct BusinessDraft {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub website: String,
    pub address: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    pub id: RemoteId,
    #[serde(flatten)]
    pub draft: BusinessDraft,
    /// Nothing shows a business as a whole yet; kept for whoever will.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}
