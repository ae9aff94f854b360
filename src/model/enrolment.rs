//! What a contact can be put through: workflows and campaigns of the location. Made and edited in
//! the web interface only.

use serde::{Deserialize, Serialize};

use super::ids::RemoteId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    pub id: RemoteId,
    pub name: String,
    /// `draft`, `published`, … as the service says it.
    pub status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: RemoteId,
    pub name: String,
    /// `draft`, `published`, … as the service says it.
    pub status: String,
}
