//! A tag as the location knows it. Contacts carry only its name.

use serde::{Deserialize, Serialize};

use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LocationTag {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) name: String,
}

/// Tags are trimmed and lower-cased by the service, wherever they are written.
pub(crate) fn normal(tag: &str) -> String {
    tag.trim().to_lowercase()
}
