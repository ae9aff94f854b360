//! Tokens: what each opens, and until when.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;

/// What a bearer token stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) token: Id,
    pub(crate) kind: TokenKind,
    /// Quotas are counted per app and location; every private integration is an app of its own.
    pub(crate) app: Id,
    /// Nothing for a token of the whole company.
    pub(crate) location_id: Option<Id>,
    pub(crate) company_id: Id,
    pub(crate) user_id: Option<Id>,
    pub(crate) scopes: Vec<Scope>,
    /// Nothing for tokens that don't expire.
    pub(crate) expires: Option<Millis>,
}

/// What a person consented to, waiting to be exchanged for a token, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) text: Id,
    /// Nothing for the whole company.
    pub(crate) location_id: Option<Id>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) expires: Millis,
    pub(crate) used: bool,
}

/// A refresh token. Using it kills it, but for a moment it gives the same answer again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refresh {
    pub(crate) token: Id,
    /// The access token that it came with.
    pub(crate) access: Id,
    /// When it was used, and the refresh token that took its place.
    pub(crate) used: Option<(Millis, Id)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenKind {
    /// `pit-…`, of a location or of the agency.
    PrivateIntegration,
    OAuth,
}

/// What a token may do. Named as on the wire by [`Scope::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scope {
    ContactsRead,
    ContactsWrite,
    BusinessesRead,
    BusinessesWrite,
    LocationsRead,
    LocationTagsRead,
    LocationTagsWrite,
    CustomFieldsRead,
    CustomFieldsWrite,
    LocationTasksRead,
    UsersRead,
    WorkflowsRead,
    CampaignsRead,
    OauthRead,
    OauthWrite,
}

impl Scope {
    pub(crate) const NAMES: [(Self, &str); 15] = [
        (Self::ContactsRead, "contacts.readonly"),
        (Self::ContactsWrite, "contacts.write"),
        (Self::BusinessesRead, "businesses.readonly"),
        (Self::BusinessesWrite, "businesses.write"),
        (Self::LocationsRead, "locations.readonly"),
        (Self::LocationTagsRead, "locations/tags.readonly"),
        (Self::LocationTagsWrite, "locations/tags.write"),
        (Self::CustomFieldsRead, "locations/customFields.readonly"),
        (Self::CustomFieldsWrite, "locations/customFields.write"),
        (Self::LocationTasksRead, "locations/tasks.readonly"),
        (Self::UsersRead, "users.readonly"),
        (Self::WorkflowsRead, "workflows.readonly"),
        (Self::CampaignsRead, "campaigns.readonly"),
        (Self::OauthRead, "oauth.readonly"),
        (Self::OauthWrite, "oauth.write"),
    ];

    pub(crate) fn writes(self) -> bool {
        matches!(
            self,
            Self::ContactsWrite
                | Self::BusinessesWrite
                | Self::LocationTagsWrite
                | Self::CustomFieldsWrite
                | Self::OauthWrite
        )
    }

    pub(crate) fn all() -> Vec<Self> {
        Self::NAMES.iter().map(|(scope, _)| *scope).collect()
    }

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(scope, _)| *scope == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(scope, _)| *scope)
    }
}
