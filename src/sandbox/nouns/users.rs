//! Users: of a location, searched, and one by one.

use serde_json::{Value, json};

use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::user::User;

const BY_LOCATION: &[Property] = &[must("locationId", Kind::Text)];
const SEARCH: &[Property] = &[
    must("companyId", Kind::Text),
    may("query", Kind::Text),
    may("skip", Kind::Text),
    may("limit", Kind::Text),
    may("locationId", Kind::Text),
    may("type", Kind::Text),
    may("role", Kind::Text),
    may("ids", Kind::Text),
    may("sort", Kind::Text),
    may("sortDirection", Kind::Text),
    may("enabled2waySync", Kind::Text),
];

pub(crate) fn by_location(call: &mut Call<'_>) -> Answer {
    call.check_query(BY_LOCATION)?;
    let location = &call.location()?.id;
    let users: Vec<Value> = call.world.setting.users_of(location).map(json).collect();
    Ok(Reply::json(json!({ "users": users })))
}

pub(crate) fn search(call: &mut Call<'_>) -> Answer {
    call.check_query(SEARCH)?;
    let skip = call.queried_number("skip", 0)?;
    let limit = call.queried_number("limit", 25)?;
    let query = call.queried("query").map(str::to_lowercase);
    let ids: Option<Vec<&str>> = call.queried("ids").map(|ids| ids.split(',').collect());
    let given = |name, value: &str| call.queried(name).is_none_or(|wanted| wanted == value);
    let fits = |user: &&User| {
        call.queried("locationId").is_none_or(|id| user.locations.iter().any(|it| *it == *id))
            && given("type", &user.kind)
            && given("role", &user.role)
            && ids.as_ref().is_none_or(|ids| ids.contains(&&*user.id))
            && query.as_ref().is_none_or(|query| {
                user.name().to_lowercase().contains(query) || user.email.contains(query)
            })
    };
    let found: Vec<&User> = call.world.setting.users.iter().filter(fits).collect();
    let users: Vec<Value> = found.iter().skip(skip).take(limit).map(|user| json(user)).collect();
    Ok(Reply::json(json!({ "users": users, "count": found.len() })))
}

/// Bare, not wrapped; and an unknown one is 401.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    let id = call.param("userId");
    let found = call.world.setting.users.iter().find(|user| user.id == *id);
    let user = found.ok_or_else(|| Refusal::unauthorized("The user does not exist."))?;
    let mut body = json(user);
    if let Some(map) = body.as_object_mut() {
        map.remove("deleted");
    }
    Ok(Reply::json(body))
}

/// `scopes` is a list, not the one text of the schema (5.1, 7).
fn json(user: &User) -> Value {
    json!({
        "id": user.id,
        "name": user.name(),
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "phone": user.phone,
        "extension": user.extension,
        "permissions": {
            "contactsEnabled": true,
            "appointmentsEnabled": true,
            "workflowsEnabled": user.role == "admin",
            "campaignsEnabled": user.role == "admin",
            "tagsEnabled": true,
            "assignedDataOnly": false,
        },
        "scopes": ["contacts.write", "calendars/events.write"],
        "roles": {
            "type": user.kind,
            "role": user.role,
            "locationIds": user.locations,
            "restrictSubAccount": false,
        },
        "deleted": false,
        "lcPhone": {},
        "platformLanguage": "en_US",
    })
}
