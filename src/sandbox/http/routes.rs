//! The table of everything that the sandbox answers: one row an operation, first match wins.

use crate::sandbox::call::{Handler, Version};
use crate::sandbox::nouns::{
    appointments, automations, bulk, businesses, consent, contacts, custom_fields, followers,
    installed, list, location, location_tags, location_tasks, lookup, notes, search, tags, tasks,
    token, uploads, upsert, users,
};
use crate::sandbox::world::grant::Scope::{
    self, BusinessesRead, BusinessesWrite, CampaignsRead, ContactsRead, ContactsWrite,
    CustomFieldsRead, CustomFieldsWrite, LocationTagsRead, LocationTagsWrite, LocationTasksRead,
    LocationsRead, OauthRead, OauthWrite, UsersRead, WorkflowsRead,
};

/// What a request must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Nothing: neither a token nor a version.
    Open,
    Needs(Scope),
}

/// Where a request says which location it is about; the gate checks it against the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// `{contactId}` in the path: the contact's own.
    Contact,
    /// `{locationId}` in the path.
    Path,
    /// `locationId` in the query.
    Query,
    /// `locationId` in the body.
    Body,
    /// Nowhere: the token's, if it has one.
    Token,
}

/// Which tokens a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Location,
    Company,
    Both,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) guard: Guard,
    pub(crate) at: At,
    /// The status of a success, as the live service gives it, not always as its specification says.
    pub(crate) ok: u16,
    /// The specification's status, where it differs.
    /// Of an upsert, a workflow, a location's token and a search for tasks it has 200 (5.1, 20).
    pub(crate) spec: Option<u16>,
    pub(crate) run: Handler,
    pub(crate) who: Who,
    /// The only generation that has the route.
    pub(crate) only: Option<Version>,
}

const fn route(
    method: &'static str,
    path: &'static str,
    scope: Scope,
    at: At,
    ok: u16,
    run: Handler,
) -> Route {
    let guard = Guard::Needs(scope);
    Route { method, path, guard, at, ok, spec: None, run, who: Who::Location, only: None }
}

/// A route without token and version.
const fn open(method: &'static str, path: &'static str, run: Handler) -> Route {
    let guard = Guard::Open;
    Route {
        method,
        path,
        guard,
        at: At::Token,
        ok: 200,
        spec: None,
        run,
        who: Who::Both,
        only: None,
    }
}

impl Route {
    const fn both(self) -> Self {
        Self { who: Who::Both, ..self }
    }

    const fn company(self) -> Self {
        Self { who: Who::Company, ..self }
    }

    const fn dated(self) -> Self {
        Self { only: Some(Version::Dated), ..self }
    }

    /// What the specification says, against the live service.
    const fn but(self, spec: u16) -> Self {
        Self { spec: Some(spec), ..self }
    }

    const fn v3(self) -> Self {
        Self { only: Some(Version::V3), ..self }
    }

    /// Whether a success changes anything.
    pub(crate) fn writes(&self) -> bool {
        match self.guard {
            Guard::Open => self.method == POST,
            Guard::Needs(scope) => scope.writes(),
        }
    }
}

const GET: &str = "GET";
const POST: &str = "POST";
const PUT: &str = "PUT";
const DELETE: &str = "DELETE";

/// What the specification leaves open is as in its neighbours: scopes of bulk calls and single records
/// (5.1, 13), those of searches and upserts (5.1, 22). Its paths have no `/v3`, though its text has (5.1, 19).
/// Fixed words stand before the placeholders they would otherwise be taken for.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    route(POST,   "/contacts/",                                       ContactsWrite, At::Body,    201, contacts::create),
    route(GET,    "/contacts/",                                       ContactsRead,  At::Query,   200, list::list),
    route(POST,   "/contacts/upsert",                                 ContactsWrite, At::Body,    200, upsert::upsert).but(200),
    route(POST,   "/contacts/search",                                 ContactsRead,  At::Body,    200, search::search),
    route(GET,    "/contacts/search/duplicate",                       ContactsRead,  At::Query,   200, contacts::duplicate),
    route(GET,    "/contacts/lookup",                                 ContactsRead,  At::Query,   200, lookup::lookup).v3(),
    route(GET,    "/contacts/business/{businessId}",                  ContactsRead,  At::Query,   200, list::by_business),
    route(POST,   "/contacts/bulk/tags/update/{type}",                ContactsWrite, At::Body,    201, bulk::update_tags),
    route(POST,   "/contacts/bulk/business",                          ContactsWrite, At::Body,    200, bulk::set_business),
    route(GET,    "/contacts/{contactId}",                            ContactsRead,  At::Contact, 200, contacts::get),
    route(PUT,    "/contacts/{contactId}",                            ContactsWrite, At::Contact, 200, contacts::update),
    route(DELETE, "/contacts/{contactId}",                            ContactsWrite, At::Contact, 200, contacts::delete),
    route(POST,   "/contacts/{contactId}/tags",                       ContactsWrite, At::Contact, 201, tags::add),
    route(DELETE, "/contacts/{contactId}/tags",                       ContactsWrite, At::Contact, 200, tags::remove),
    route(GET,    "/contacts/{contactId}/notes",                      ContactsRead,  At::Contact, 200, notes::list),
    route(POST,   "/contacts/{contactId}/notes",                      ContactsWrite, At::Contact, 201, notes::create),
    route(GET,    "/contacts/{contactId}/notes/{noteId}",             ContactsRead,  At::Contact, 200, notes::get),
    route(PUT,    "/contacts/{contactId}/notes/{noteId}",             ContactsWrite, At::Contact, 200, notes::update),
    route(DELETE, "/contacts/{contactId}/notes/{noteId}",             ContactsWrite, At::Contact, 200, notes::delete),
    route(GET,    "/contacts/{contactId}/tasks",                      ContactsRead,  At::Contact, 200, tasks::list),
    route(POST,   "/contacts/{contactId}/tasks",                      ContactsWrite, At::Contact, 201, tasks::create),
    route(GET,    "/contacts/{contactId}/tasks/{taskId}",             ContactsRead,  At::Contact, 200, tasks::get),
    route(PUT,    "/contacts/{contactId}/tasks/{taskId}",             ContactsWrite, At::Contact, 200, tasks::update),
    route(DELETE, "/contacts/{contactId}/tasks/{taskId}",             ContactsWrite, At::Contact, 200, tasks::delete),
    route(PUT,    "/contacts/{contactId}/tasks/{taskId}/completed",   ContactsWrite, At::Contact, 200, tasks::complete),
    route(GET,    "/contacts/{contactId}/appointments",               ContactsRead,  At::Contact, 200, appointments::list),
    route(POST,   "/contacts/{contactId}/followers",                  ContactsWrite, At::Contact, 201, followers::add),
    route(DELETE, "/contacts/{contactId}/followers",                  ContactsWrite, At::Contact, 200, followers::remove),
    route(DELETE, "/contacts/{contactId}/campaigns/removeAll",        ContactsWrite, At::Contact, 200, automations::remove_from_every_campaign).dated(),
    route(DELETE, "/contacts/{contactId}/campaigns/remove-all",       ContactsWrite, At::Contact, 200, automations::remove_from_every_campaign).v3(),
    route(POST,   "/contacts/{contactId}/campaigns/{campaignId}",     ContactsWrite, At::Contact, 201, automations::add_to_campaign),
    route(DELETE, "/contacts/{contactId}/campaigns/{campaignId}",     ContactsWrite, At::Contact, 200, automations::remove_from_campaign),
    route(POST,   "/contacts/{contactId}/workflow/{workflowId}",      ContactsWrite, At::Contact, 201, automations::add_to_workflow).but(200),
    route(DELETE, "/contacts/{contactId}/workflow/{workflowId}",      ContactsWrite, At::Contact, 200, automations::remove_from_workflow),

    route(GET,    "/businesses/",                                     BusinessesRead,  At::Query, 200, businesses::list),
    route(POST,   "/businesses/",                                     BusinessesWrite, At::Body,  201, businesses::create),
    route(GET,    "/businesses/{businessId}",                         BusinessesRead,  At::Token, 200, businesses::get),
    route(PUT,    "/businesses/{businessId}",                         BusinessesWrite, At::Token, 200, businesses::update),
    route(DELETE, "/businesses/{businessId}",                         BusinessesWrite, At::Token, 200, businesses::delete),

    route(GET,    "/locations/{locationId}",                          LocationsRead,     At::Path, 200, location::get).both(),
    route(GET,    "/locations/{locationId}/tags",                     LocationTagsRead,  At::Path, 200, location_tags::list),
    route(POST,   "/locations/{locationId}/tags",                     LocationTagsWrite, At::Path, 201, location_tags::create).but(200),
    route(GET,    "/locations/{locationId}/tags/{tagId}",             LocationTagsRead,  At::Path, 200, location_tags::get),
    route(PUT,    "/locations/{locationId}/tags/{tagId}",             LocationTagsWrite, At::Path, 200, location_tags::update),
    route(DELETE, "/locations/{locationId}/tags/{tagId}",             LocationTagsWrite, At::Path, 200, location_tags::delete),
    route(GET,    "/locations/{locationId}/customFields",             CustomFieldsRead,  At::Path, 200, custom_fields::list),
    route(POST,   "/locations/{locationId}/customFields",             CustomFieldsWrite, At::Path, 201, custom_fields::create),
    route(POST,   "/locations/{locationId}/customFields/upload",      CustomFieldsWrite, At::Path, 200, uploads::upload),
    route(GET,    "/locations/{locationId}/customFields/{fieldId}",   CustomFieldsRead,  At::Path, 200, custom_fields::get),
    route(PUT,    "/locations/{locationId}/customFields/{fieldId}",   CustomFieldsWrite, At::Path, 200, custom_fields::update),
    route(DELETE, "/locations/{locationId}/customFields/{fieldId}",   CustomFieldsWrite, At::Path, 200, custom_fields::delete),
    route(POST,   "/locations/{locationId}/tasks/search",             LocationTasksRead, At::Path, 201, location_tasks::search).but(200),

    route(GET,    "/users/",                                          UsersRead,     At::Query, 200, users::by_location),
    route(GET,    "/users/search",                                    UsersRead,     At::Token, 200, users::search).both(),
    route(GET,    "/users/{userId}",                                  UsersRead,     At::Token, 200, users::get).both(),
    route(GET,    "/workflows/",                                      WorkflowsRead, At::Query, 200, automations::list_workflows),
    route(GET,    "/campaigns/",                                      CampaignsRead, At::Query, 200, automations::list_campaigns),

    open(GET,     "/oauth/chooselocation",     consent::page),
    open(GET,     "/v2/oauth/chooselocation",  consent::page),
    open(POST,    "/oauth/chooselocation",     consent::choose),
    open(POST,    "/oauth/token",              token::token),
    open(POST,    "/oauth/reconnect",          token::reconnect),
    route(POST,   "/oauth/locationToken",      OauthWrite, At::Token, 201, token::for_location).company().but(200),
    route(POST,   "/oauth/location-token",     OauthWrite, At::Token, 201, token::for_location).company().v3().but(200),
    route(GET,    "/oauth/installedLocations", OauthRead,  At::Token, 200, installed::list).company().dated(),
    route(GET,    "/oauth/installed-locations", OauthRead, At::Token, 200, installed::pages).company().v3(),
];

/// The first row that fits, and what its placeholders stand for. A slash at the end is no difference.
pub(crate) fn find(
    method: &str,
    path: &str,
    version: Option<Version>,
) -> Option<(&'static Route, Vec<(&'static str, String)>)> {
    let given: Vec<&str> = segments(path);
    ROUTES.iter().filter(|route| route.method == method).find_map(|route| {
        let other_generation = route.only.is_some() && version.is_some() && route.only != version;
        let params = params(route.path, &given).filter(|_| !other_generation)?;
        Some((route, params))
    })
}

fn segments(path: &str) -> Vec<&str> {
    path.trim_matches('/').split('/').collect()
}

fn params(pattern: &'static str, given: &[&str]) -> Option<Vec<(&'static str, String)>> {
    let wanted = segments(pattern);
    if wanted.len() != given.len() {
        return None;
    }
    let mut params = Vec::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !given.is_empty() => params.push((name, super::request::decode(given))),
            None if wanted == *given => {}
            _ => return None,
        }
    }
    Some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, path: &str) -> Option<&'static str> {
        find(method, path, Some(Version::Dated)).map(|(route, _)| route.path)
    }

    #[test]
    fn fixed_words_are_no_ids() {
        assert_eq!(found("POST", "/contacts/search"), Some("/contacts/search"));
        assert_eq!(found("POST", "/contacts/upsert/"), Some("/contacts/upsert"));
        assert_eq!(found("GET", "/contacts/business/abc"), Some("/contacts/business/{businessId}"));
        assert_eq!(found("GET", "/contacts/abc"), Some("/contacts/{contactId}"));
        assert_eq!(found("GET", "/contacts"), Some("/contacts/"));
        assert_eq!(found("GET", "/contacts/abc/nothing"), None);
        assert_eq!(found("PATCH", "/contacts/abc"), None);
    }

    #[test]
    fn placeholders_are_decoded() {
        let (_, params) = find("POST", "/contacts/bulk/tags/update/%7Btype%7D", None).unwrap();
        assert_eq!(params, [("type", "{type}".to_owned())]);
    }

    #[test]
    fn no_row_hides_another() {
        for (at, route) in ROUTES.iter().enumerate() {
            let example = route.path.replace(['{', '}'], "");
            let (hit, _) = find(route.method, &example, route.only).unwrap();
            assert_eq!(hit.path, ROUTES[at].path, "{} {}", route.method, route.path);
        }
    }
}
