//! `GET /contacts/lookup`: by exactly one of email and phone, additional ones included. Only v3,
//! and only for OAuth tokens.

use serde_json::{Value, json};

use super::shape;
use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::contact::Contact;
use crate::sandbox::world::grant::TokenKind;

const QUERY: &[Property] = &[
    must("locationId", Kind::Text),
    may("email", Kind::Text),
    may("phone", Kind::Text),
    may("limit", Kind::Text),
    may("nextCursor", Kind::Text),
];
const LARGEST_PAGE: usize = 20;

pub(crate) fn lookup(call: &mut Call<'_>) -> Answer {
    if call.grant.is_some_and(|grant| grant.kind == TokenKind::PrivateIntegration) {
        return Err(Refusal::unauthorized("The token is not authorized for this scope."));
    }
    call.check_query(QUERY)?;
    let limit = call.queried_number("limit", LARGEST_PAGE)?;
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Refusal::invalid(vec!["limit must not be greater than 20".into()]));
    }
    let identities = &call.book()?.identities;
    let ids = match (call.queried("email"), call.queried("phone")) {
        (Some(email), None) => identities.all_by_email(email),
        (None, Some(phone)) => identities.all_by_phone(phone),
        _ => return Err(Refusal::bad("Pass exactly one of email, phone query parameter")),
    };
    let start = call.queried_number("nextCursor", 0)?;
    let page: Vec<&Contact> = ids
        .iter()
        .skip(start)
        .take(limit)
        .filter_map(|id| call.world.contact(id))
        .map(AsRef::as_ref)
        .collect();
    let contacts: Vec<Value> = page.iter().map(|it| shape::single(it, call.version)).collect();
    let mut body = json!({ "contacts": contacts });
    if page.len() == limit {
        body["nextCursor"] = (start + limit).to_string().into();
    }
    Ok(Reply::json(body))
}
