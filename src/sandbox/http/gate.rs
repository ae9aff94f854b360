//! What every request must pass, in the service's order: token, version, scope, location.

use std::time::Duration;

use serde_json::Value;

use super::request::{Request, Sent};
use super::routes::{At, Route, Who};
use crate::sandbox::call::{Refusal, Version};
use crate::sandbox::records::location::Location;
use crate::sandbox::world::grant::{Grant, Scope, TokenKind};
use crate::sandbox::world::store::World;

/// The values of `Version` that the service has published.
const PUBLISHED: [(&str, Version); 5] = [
    ("2021-07-28", Version::Dated),
    ("2021-04-15", Version::Dated),
    ("2023-02-21", Version::Dated),
    ("legacy", Version::Dated),
    ("v3", Version::V3),
];

pub(crate) fn authenticate<'w>(
    request: &Request,
    world: &'w World,
    elapsed: Duration,
) -> Result<&'w Grant, Refusal> {
    let token = request.token.as_deref().unwrap_or_default();
    let grant = world.grant(token).filter(|grant| grant.expires.is_none_or(|end| elapsed < end));
    grant.ok_or_else(|| {
        let private = token.starts_with("pit-");
        let message = if private { "Invalid Private Integration token" } else { "Invalid JWT" };
        Refusal::unauthorized(message)
    })
}

/// Missing or never published: 401. Junk: 400.
pub(crate) fn version(request: &Request) -> Result<Version, Refusal> {
    let Some(text) = request.version.as_deref().filter(|text| !text.is_empty()) else {
        return Err(Refusal::unauthorized("version header was not found."));
    };
    let known = PUBLISHED.iter().find(|(name, _)| *name == text).map(|(_, version)| *version);
    known.ok_or_else(|| {
        if text.parse::<jiff::civil::Date>().is_ok() {
            Refusal::unauthorized("version header is invalid")
        } else {
            Refusal::bad(format!("Invalid API version segment '{text}' at position 0"))
        }
    })
}

pub(crate) fn scope(route: &Route, grant: &Grant) -> Result<(), Refusal> {
    if route.who == Who::Location && grant.location_id.is_none() {
        return Err(Refusal::unauthorized(match (grant.kind, route.scope) {
            (TokenKind::PrivateIntegration, Scope::UsersRead) => "Token's user type mismatch!",
            (TokenKind::PrivateIntegration, _) => "The token is not authorized for this scope.",
            (TokenKind::OAuth, _) => {
                "This authClass type is not allowed to access this scope. Please verify your IAM \
                 configuration if this is not the case."
            }
        }));
    }
    if grant.scopes.contains(&route.scope) {
        Ok(())
    } else {
        Err(Refusal::unauthorized("The token is not authorized for this scope."))
    }
}

/// The location that the request is about. A request that should name one and doesn't passes here
/// with the token's own, and fails in validation.
pub(crate) fn location<'w>(
    route: &Route,
    params: &[(&'static str, String)],
    request: &Request,
    grant: &Grant,
    world: &'w World,
) -> Result<Option<&'w Location>, Refusal> {
    let param = |name| params.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let named: Option<&str> = match route.at {
        At::Contact => {
            let id = param("contactId").map_or("", String::as_str);
            let contact = world.contact(id).ok_or_else(|| Refusal::no_contact(id))?;
            Some(&contact.location_id)
        }
        At::Path => param("locationId").map(String::as_str),
        At::Query => {
            let found = request.query.iter().find(|(name, _)| name == "locationId");
            found.map(|(_, value)| value.as_str())
        }
        At::Body => match &request.body {
            Sent::Json(body) => body.get("locationId").and_then(Value::as_str),
            Sent::Malformed(_) | Sent::TooLarge => None,
        },
        At::Token => None,
    };
    let id = match (named, &grant.location_id) {
        (Some(named), Some(own)) if *own != *named => return Err(Refusal::forbidden_location()),
        (Some(named), _) => named,
        (None, Some(own)) => own,
        (None, None) => return Ok(None),
    };
    let found = world.location(id).filter(|it| it.company_id == grant.company_id);
    found.map(Some).ok_or_else(Refusal::forbidden_location)
}
