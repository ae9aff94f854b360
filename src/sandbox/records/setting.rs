//! What the API can read but not change: company, locations, users, campaigns, workflows, the app.

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::user::User;
use crate::sandbox::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Setting {
    pub(crate) company_id: Id,
    pub(crate) company_name: String,
    /// The first is the one that the sandbox's own token opens.
    pub(crate) locations: Vec<Location>,
    pub(crate) users: Vec<User>,
    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) app: App,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Campaign {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) name: String,
    pub(crate) status: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Workflow {
    pub(crate) id: Id,
    pub(crate) location_id: Id,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) version: u32,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// The Marketplace app that OAuth clients sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: Id,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl Setting {
    pub(crate) fn location(&self, id: &str) -> Option<&Location> {
        self.locations.iter().find(|location| location.id == *id)
    }

    pub(crate) fn users_of<'a>(&'a self, location: &'a str) -> impl Iterator<Item = &'a User> {
        self.users.iter().filter(move |user| user.locations.iter().any(|it| *it == *location))
    }
}
