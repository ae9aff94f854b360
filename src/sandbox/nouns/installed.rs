//! Where the app is installed: in the sandbox, in every location.

use serde_json::{Value, json};

use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::location::Location;

const QUERY: &[Property] = &[
    must("companyId", Kind::Text),
    must("appId", Kind::Text),
    may("skip", Kind::Text),
    may("limit", Kind::Text),
    may("query", Kind::Text),
    may("isInstalled", Kind::Text),
    may("versionId", Kind::Text),
    may("onTrial", Kind::Text),
    may("planId", Kind::Text),
    may("locationId", Kind::Text),
];
const QUERY_V3: &[Property] = &[
    must("companyId", Kind::Text),
    must("appId", Kind::Text),
    may("pageSize", Kind::Text),
    may("pageToken", Kind::Text),
    may("query", Kind::Text),
    may("isInstalled", Kind::Text),
    may("versionId", Kind::Text),
    may("locationId", Kind::Text),
];

/// `GET /oauth/installedLocations`
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    call.check_query(QUERY)?;
    let found = found(call)?;
    let skip = call.queried_number("skip", 0)?;
    let limit = call.queried_number("limit", 20)?;
    let page: Vec<Value> = found.iter().skip(skip).take(limit).map(|it| json(it, call)).collect();
    Ok(Reply::json(json!({
        "locations": page, "count": found.len(), "installToFutureLocations": false,
    })))
}

/// `GET /oauth/installed-locations`, of v3: pages by token, which here is a number.
pub(crate) fn pages(call: &mut Call<'_>) -> Answer {
    call.check_query(QUERY_V3)?;
    let found = found(call)?;
    let size = call.queried_number("pageSize", 20)?;
    if !(1..=100).contains(&size) {
        return Err(Refusal::invalid(vec!["pageSize must not be greater than 100".into()]));
    }
    let start = call.queried_number("pageToken", 0)?;
    let page: Vec<Value> = found.iter().skip(start).take(size).map(|it| json(it, call)).collect();
    let end = start + page.len();
    let more = end < found.len();
    Ok(Reply::json(json!({
        "pagination": {
            "totalRecords": found.len(),
            "estimatedTotalRecords": found.len(),
            "currentPageSize": page.len(),
            "hasNextPage": more,
            "hasPrevPage": start > 0,
            "nextPageToken": more.then(|| end.to_string()),
            "prevPageToken": (start > 0).then(|| start.saturating_sub(size).to_string()),
        },
        "items": page,
        "metadata": { "filterApplied": {}, "sortApplied": {} },
        "installToFutureLocations": false,
    })))
}

fn found<'a>(call: &Call<'a>) -> Result<Vec<&'a Location>, Refusal> {
    let setting = &call.world.setting;
    if call.queried("companyId") != Some(&setting.company_id) {
        return Err(Refusal::forbidden_location());
    }
    if call.queried("appId") != Some(&setting.app.id) {
        return Err(Refusal::bad("App not found"));
    }
    let query = call.queried("query").map(str::to_lowercase);
    let fits = |it: &&Location| {
        call.queried("isInstalled") != Some("false")
            && call.queried("locationId").is_none_or(|id| it.id == *id)
            && query.as_ref().is_none_or(|query| it.name.to_lowercase().contains(query))
    };
    Ok(setting.locations.iter().filter(fits).collect())
}

fn json(location: &Location, call: &Call<'_>) -> Value {
    json!({
        "_id": location.id,
        "name": location.name,
        "address": location.address,
        "isInstalled": true,
        "versionId": call.world.setting.app.id,
        "installedAt": crate::sandbox::clock::iso(call.now),
    })
}
