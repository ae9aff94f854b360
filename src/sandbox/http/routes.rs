//! The table of everything that the sandbox answers: one row an operation, first match wins.

use crate::sandbox::call::{Handler, Version};
use crate::sandbox::nouns::{
    appointments, bulk, contacts, custom_fields, list, location, location_tags, location_tasks,
    notes, search, tags, tasks, upsert, users,
};
use crate::sandbox::world::grant::Scope::{
    self, ContactsRead, ContactsWrite, CustomFieldsRead, LocationTagsRead, LocationTagsWrite,
    LocationTasksRead, LocationsRead, UsersRead,
};

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
    /// Tokens of a location and of the whole company.
    Both,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) scope: Scope,
    pub(crate) at: At,
    /// The status of a success, as the live service gives it, not always as its specification says.
    pub(crate) ok: u16,
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
    Route { method, path, scope, at, ok, run, who: Who::Location, only: None }
}

impl Route {
    const fn both(self) -> Self {
        Self { who: Who::Both, ..self }
    }

    const fn dated(self) -> Self {
        Self { only: Some(Version::Dated), ..self }
    }
}

const GET: &str = "GET";
const POST: &str = "POST";
const PUT: &str = "PUT";
const DELETE: &str = "DELETE";

/// Fixed words stand before the placeholders they would otherwise be taken for.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    route(POST,   "/contacts/",                                       ContactsWrite, At::Body,    201, contacts::create),
    route(GET,    "/contacts/",                                       ContactsRead,  At::Query,   200, list::list),
    route(POST,   "/contacts/upsert",                                 ContactsWrite, At::Body,    200, upsert::upsert),
    route(POST,   "/contacts/search",                                 ContactsRead,  At::Body,    200, search::search),
    route(GET,    "/contacts/search/duplicate",                       ContactsRead,  At::Query,   200, contacts::duplicate),
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

    route(GET,    "/locations/{locationId}",                          LocationsRead,     At::Path, 200, location::get).both(),
    route(GET,    "/locations/{locationId}/tags",                     LocationTagsRead,  At::Path, 200, location_tags::list),
    route(POST,   "/locations/{locationId}/tags",                     LocationTagsWrite, At::Path, 201, location_tags::create),
    route(GET,    "/locations/{locationId}/tags/{tagId}",             LocationTagsRead,  At::Path, 200, location_tags::get),
    route(PUT,    "/locations/{locationId}/tags/{tagId}",             LocationTagsWrite, At::Path, 200, location_tags::update),
    route(DELETE, "/locations/{locationId}/tags/{tagId}",             LocationTagsWrite, At::Path, 200, location_tags::delete),
    route(GET,    "/locations/{locationId}/customFields",             CustomFieldsRead,  At::Path, 200, custom_fields::list),
    route(GET,    "/locations/{locationId}/customFields/{fieldId}",   CustomFieldsRead,  At::Path, 200, custom_fields::get),
    route(POST,   "/locations/{locationId}/tasks/search",             LocationTasksRead, At::Path, 201, location_tasks::search),

    route(GET,    "/users/",                                          UsersRead, At::Query, 200, users::by_location),
    route(GET,    "/users/search",                                    UsersRead, At::Token, 200, users::search).both(),
    route(GET,    "/users/{userId}",                                  UsersRead, At::Token, 200, users::get).both(),
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

impl Route {
    /// Whether a success changes anything.
    pub(crate) fn writes(&self) -> bool {
        self.scope.writes()
    }
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
