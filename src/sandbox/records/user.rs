//! A user: a colleague who owns contacts and tasks.

use serde::{Deserialize, Serialize};

use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) extension: String,
    /// `admin` or `user`
    pub(crate) role: String,
    /// `account` or `agency`
    pub(crate) kind: String,
    pub(crate) locations: Vec<Id>,
}

impl User {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}
