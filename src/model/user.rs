//! The people who work in a location: owners, assignees, authors.

use serde::{Deserialize, Serialize};

use super::ids::UserId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub email: String,
}
