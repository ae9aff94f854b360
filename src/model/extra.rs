//! What the service says of a record that is no field here: kept as it came, never edited, and shown
//! by way of [`super::beyond`].

use std::collections::BTreeMap;

/// By the service's own names; only what says something.
pub type Extra = BTreeMap<String, serde_json::Value>;
