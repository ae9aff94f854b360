//! Businesses: the companies that contacts belong to. The answers' `buiseness` is the service's.

use serde_json::{Value, json};

use crate::sandbox::body::{Change, Fields, Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::clock::iso;
use crate::sandbox::records::business::Business;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::world::write::{Noun, Write};

const LIST: &[Property] =
    &[must("locationId", Kind::Text), may("limit", Kind::Text), may("skip", Kind::Text)];
const CREATE: &[Property] = &[
    must("locationId", Kind::Text),
    must("name", Kind::Text),
    may("phone", Kind::TextOrNull),
    may("email", Kind::TextOrNull),
    may("website", Kind::TextOrNull),
    may("address", Kind::TextOrNull),
    may("city", Kind::TextOrNull),
    may("state", Kind::TextOrNull),
    may("postalCode", Kind::TextOrNull),
    may("country", Kind::TextOrNull),
    may("description", Kind::TextOrNull),
];
/// The location can't be changed.
const UPDATE: &[Property] = &[
    may("name", Kind::Text),
    may("phone", Kind::TextOrNull),
    may("email", Kind::TextOrNull),
    may("website", Kind::TextOrNull),
    may("address", Kind::TextOrNull),
    may("city", Kind::TextOrNull),
    may("state", Kind::TextOrNull),
    may("postalCode", Kind::TextOrNull),
    may("country", Kind::TextOrNull),
    may("description", Kind::TextOrNull),
];

type Slot = fn(&mut Business) -> &mut Option<String>;
const TEXTS: &[(&str, Slot)] = &[
    ("phone", |it| &mut it.phone),
    ("email", |it| &mut it.email),
    ("website", |it| &mut it.website),
    ("address", |it| &mut it.address),
    ("city", |it| &mut it.city),
    ("state", |it| &mut it.state),
    ("postalCode", |it| &mut it.postal_code),
    ("country", |it| &mut it.country),
    ("description", |it| &mut it.description),
];

pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    call.check_query(LIST)?;
    let limit = call.queried_number("limit", 100)?;
    let skip = call.queried_number("skip", 0)?;
    let location = &call.location()?.id;
    let mut ours: Vec<&Business> =
        call.world.businesses.values().filter(|it| it.location_id == *location).collect();
    ours.sort_by(|a, b| a.name.cmp(&b.name));
    let page: Vec<Value> = ours.into_iter().skip(skip).take(limit).map(json).collect();
    Ok(Reply::json(json!({ "businesses": page })))
}

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(CREATE)?;
    let mut business = Business {
        id: call.mint.hex(),
        location_id: call.location()?.id.clone(),
        created_at: call.now,
        ..Business::default()
    };
    apply(&fields, &mut business, call);
    Ok(written(&business).keep(business))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(Reply::json(json!({ "business": json(business(call)?) })))
}

pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let mut business = business(call)?.clone();
    apply(&call.fields(UPDATE)?, &mut business, call);
    Ok(written(&business).keep(business))
}

/// Contacts of the business stay, without it.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let id = &business(call)?.id;
    let members = call.world.contacts().filter(|it| it.business_id.as_ref() == Some(id));
    let untied = members.map(|it| Write::from(Contact { business_id: None, ..it.clone() }));
    let gone = Write::Remove(Noun::Business, id.clone());
    Ok(Reply::json(json!({ "success": true })).keep_all(untied).keep(gone))
}

fn business<'a>(call: &Call<'a>) -> Result<&'a Business, Refusal> {
    let id = call.param("businessId");
    let found = call.world.businesses.get(id).filter(|it| {
        call.grant.is_none_or(|grant| grant.location_id.as_ref() == Some(&it.location_id))
    });
    found.ok_or_else(|| Refusal::bad(format!("Business not found for id:{id}")))
}

fn apply(fields: &Fields, business: &mut Business, call: &Call<'_>) {
    if let Some(name) = fields.text("name") {
        name.clone_into(&mut business.name);
    }
    for (name, slot) in TEXTS {
        if let Some(Change(text)) = fields.change(name) {
            *slot(business) = text.map(str::to_owned);
        }
    }
    business.updated_at = call.now;
}

fn written(business: &Business) -> Reply {
    Reply::json(json!({ "success": true, "buiseness": json(business) }))
}

fn json(business: &Business) -> Value {
    let by = json!({ "source": "INTEGRATION", "channel": "OAUTH", "sourceId": business.id });
    let mut value = json!({
        "id": business.id,
        "name": business.name,
        "locationId": business.location_id,
        "createdBy": by,
        "updatedBy": by,
        "createdAt": iso(business.created_at),
        "updatedAt": iso(business.updated_at),
    });
    let mut copy = business.clone();
    for (name, slot) in TEXTS {
        if let Some(text) = slot(&mut copy).take() {
            value[*name] = text.into();
        }
    }
    value
}
