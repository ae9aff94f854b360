//! What every request must pass, in the service's order: token, version, scope, location.

use serde_json::Value;

use super::request::{Request, Sent};
use super::routes::{self, At, Guard, Route, Who};
use crate::sandbox::call::{Refusal, Version};
use crate::sandbox::clock::Millis;
use crate::sandbox::records::location::Location;
use crate::sandbox::world::grant::{Grant, Scope, TokenKind};
use crate::sandbox::world::store::World;

const NOT_FOR_SCOPE: &str = "The token is not authorized for this scope.";
pub(crate) const WRONG_CLASS: &str = "This authClass type is not allowed to access this scope. \
    Please verify your IAM configuration if this is not the case.";

/// The values of `Version` that the service has published.
const PUBLISHED: [(&str, Version); 5] = [
    ("2021-07-28", Version::Dated),
    ("2021-04-15", Version::Dated),
    ("2023-02-21", Version::Dated),
    ("legacy", Version::Dated),
    ("v3", Version::V3),
];

/// The row of the table for a request, whatever its version.
pub(crate) fn route(request: &Request) -> Result<&'static Route, Refusal> {
    let found = routes::find(&request.method, &request.path, None);
    found.map(|(route, _)| route).ok_or_else(|| unknown(request))
}

fn unknown(Request { method, target, .. }: &Request) -> Refusal {
    Refusal::not_found(format!("Cannot {method} {target}"))
}

/// The token that a route needs; nothing where it needs none.
pub(crate) fn authenticate<'w>(
    route: &Route,
    request: &Request,
    world: &'w World,
    now: Millis,
) -> Result<Option<&'w Grant>, Refusal> {
    if route.guard == Guard::Open {
        return Ok(None);
    }
    let token = request.token.as_deref().unwrap_or_default();
    let grant = world.grant(token).filter(|grant| grant.expires.is_none_or(|end| now < end));
    grant.map(Some).ok_or_else(|| {
        let private = token.starts_with("pit-");
        let message = if private { "Invalid Private Integration token" } else { "Invalid JWT" };
        Refusal::unauthorized(message)
    })
}

/// A request that may be carried out.
pub(crate) struct Pass<'w> {
    pub(crate) route: &'static Route,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) version: Version,
    pub(crate) location: Option<&'w Location>,
    pub(crate) body: Value,
}

/// Everything after the token.
pub(crate) fn admit<'w>(
    any: &Route,
    grant: Option<&Grant>,
    request: &Request,
    world: &'w World,
) -> Result<Pass<'w>, Refusal> {
    let version = version(request, any.guard)?;
    // In v3 what was removed is no id or the like either; before v3, what is new there may be one.
    let removed = version == Version::V3 && any.only == Some(Version::Dated);
    let found = routes::find(&request.method, &request.path, Some(version)).filter(|_| !removed);
    let (route, params) = found.ok_or_else(|| not_in(version, any, request))?;
    let mut in_location = None;
    if let (Some(grant), Guard::Needs(needed)) = (grant, route.guard) {
        scope(route, needed, grant)?;
        in_location = location(route, &params, request, grant, world)?;
    }
    let body = match &request.body {
        Sent::Json(body) => body.clone(),
        Sent::Malformed(reason) => return Err(Refusal::bad(reason)),
        Sent::TooLarge => return Err(Refusal::new(413, "request entity too large")),
    };
    Ok(Pass { route, params, version, location: in_location, body })
}

/// A route that the version has no more, or not yet.
fn not_in(version: Version, route: &Route, request: &Request) -> Refusal {
    if version == Version::V3 && route.only == Some(Version::Dated) {
        let target = &request.target;
        return Refusal::bad(format!(
            "Endpoint {target} not available in API version v3. This endpoint was removed in \
             version v3. Please use a version before v3."
        ));
    }
    unknown(request)
}

/// Missing or never published: 401. Junk: 400.
fn version(request: &Request, guard: Guard) -> Result<Version, Refusal> {
    let Some(text) = request.version.as_deref().filter(|text| !text.is_empty()) else {
        // The calls without a token came before versions, and do without one.
        let missing = || Refusal::unauthorized("version header was not found.");
        return if guard == Guard::Open { Ok(Version::Dated) } else { Err(missing()) };
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

fn scope(route: &Route, needed: Scope, grant: &Grant) -> Result<(), Refusal> {
    let of_location = grant.location_id.is_some();
    let fits = match route.who {
        Who::Location => of_location,
        Who::Company => !of_location,
        Who::Both => true,
    };
    if !fits {
        return Err(Refusal::unauthorized(match (grant.kind, needed) {
            (TokenKind::PrivateIntegration, Scope::UsersRead) => "Token's user type mismatch!",
            (TokenKind::PrivateIntegration, _) => NOT_FOR_SCOPE,
            (TokenKind::OAuth, _) => WRONG_CLASS,
        }));
    }
    let granted = grant.scopes.contains(&needed);
    if granted { Ok(()) } else { Err(Refusal::unauthorized(NOT_FOR_SCOPE)) }
}

/// The location that the request is about. A request that should name one and doesn't passes here
/// with the token's own, and fails in validation.
fn location<'w>(
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
