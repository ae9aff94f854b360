//! The older lists: `GET /contacts/`, newest first with a double cursor, and by business.

use serde_json::{Value, json};

use super::{search, shape};
use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply, Version};
use crate::sandbox::clock::Millis;
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::Contact;

// Numbers come as texts in any query, whatever the schemas say (5.1, 8).
const QUERY: &[Property] = &[
    must("locationId", Kind::Text),
    may("limit", Kind::Text),
    may("query", Kind::Text),
    may("startAfter", Kind::Text),
    may("startAfterId", Kind::Text),
];
const BY_BUSINESS: &[Property] = &[
    must("locationId", Kind::Text),
    may("limit", Kind::Text),
    may("skip", Kind::Text),
    may("query", Kind::Text),
];
const BY_BUSINESS_V3: &[Property] = &[
    must("locationId", Kind::Text),
    may("limit", Kind::Text),
    may("skip", Kind::Text),
    may("query", Kind::Text),
    may("startAfter", Kind::Text),
];
const LARGEST_PAGE: usize = 100;

/// With `meta` as in the schema that nothing refers to, without the `count` of the one that is (5.1, 10).
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    // As it was seen by those who followed the address of a next page that lacked the location.
    if call.queried("locationId").is_none() && call.queried("startAfterId").is_some() {
        return Err(Refusal::forbidden_location());
    }
    call.check_query(QUERY)?;
    let limit = limit(call, 20)?;
    let words = words(call);
    let dates = call.book()?.index.by_added();
    // Only both cursors together move on; one alone serves the first page again and again.
    let place = match (call.queried("startAfter"), call.queried("startAfterId")) {
        (Some(date), Some(id)) => {
            let date: Result<Millis, _> = date.parse();
            let date = date.map_err(|_| {
                let message = "startAfter must be a number conforming to the specified constraints";
                Refusal::invalid(vec![message.into()])
            })?;
            Some((date, Id::from(id)))
        }
        _ => None,
    };
    let matching = |it: &&Contact| search::has_words(it, &words);
    let total = if words.is_empty() {
        dates.len()
    } else {
        dates.values().map(|it| &**it).filter(matching).count()
    };
    let rest = match &place {
        Some(place) => dates.range(..place),
        None => dates.range::<(Millis, Id), _>(..),
    };
    let mut rest = rest.rev().map(|(_, contact)| &**contact).filter(matching);
    let mut page: Vec<&Contact> = rest.by_ref().take(limit).collect();
    let mut more = rest.next().is_some();
    let mut total = total;
    if call.distortion.empty_list {
        (page, more, total) = (Vec::new(), false, 0);
    }
    let contacts: Vec<Value> = page.iter().map(|it| shape::listed(it, call.version)).collect();
    let last = page.last().filter(|_| more);
    let location = if call.distortion.bare_next_page {
        String::new()
    } else {
        format!("locationId={}&", call.location()?.id)
    };
    let next_url = last.map(|it| {
        format!(
            "http://{}/contacts/?{location}limit={limit}&startAfter={}&startAfterId={}",
            call.host, it.date_added, it.id
        )
    });
    Ok(Reply::json(json!({
        "contacts": contacts,
        "meta": {
            "total": total,
            "nextPageUrl": next_url,
            "startAfter": last.map(|it| it.date_added),
            "startAfterId": last.map(|it| &it.id),
            "currentPage": 1,
            "nextPage": last.map(|_| 2),
            "prevPage": null,
        },
    })))
}

/// In the order of their names. v3 goes on after a name and an id, in one text or in two.
pub(crate) fn by_business(call: &mut Call<'_>) -> Answer {
    call.check_query(match call.version {
        Version::Dated => BY_BUSINESS,
        Version::V3 => BY_BUSINESS_V3,
    })?;
    let limit = limit(call, 25)?;
    let skip = call.queried_number("skip", 0)?;
    let words = words(call);
    let business = call.param("businessId");
    let rows = call.book()?.index.by_added().values().map(|it| &**it);
    let mut matching: Vec<(String, &Contact)> = rows
        .filter(|it| it.business_id.as_deref() == Some(business))
        .filter(|it| search::has_words(it, &words))
        .map(|it| (it.name().to_lowercase(), it))
        .collect();
    matching.sort_by(|(a, left), (b, right)| (a, &left.id).cmp(&(b, &right.id)));
    let count = matching.len();
    if let Some((name, id)) = start_after(call) {
        matching.retain(|(it, contact)| (it.as_str(), &*contact.id) > (name.as_str(), id.as_str()));
    }
    let page = matching.iter().skip(skip).take(limit);
    let contacts: Vec<Value> = page.map(|(_, it)| shape::listed(it, call.version)).collect();
    Ok(Reply::json(json!({ "contacts": contacts, "count": count })))
}

fn start_after(call: &Call<'_>) -> Option<(String, String)> {
    let given: Vec<&str> = call
        .query
        .iter()
        .filter(|(name, _)| name == "startAfter")
        .map(|(_, value)| value.as_str())
        .collect();
    let (name, id) = match given.as_slice() {
        [] => return None,
        [one] => one.rsplit_once(',')?,
        [name, id, ..] => (*name, *id),
    };
    Some((name.to_lowercase(), id.to_owned()))
}

fn limit(call: &Call<'_>, default: usize) -> Result<usize, Refusal> {
    let limit = call.queried_number("limit", default)?;
    let complaint = match limit {
        0 => "limit must not be less than 1",
        limit if limit > LARGEST_PAGE => "limit must not be greater than 100",
        _ => return Ok(limit),
    };
    Err(Refusal::invalid(vec![complaint.into()]))
}

fn words(call: &Call<'_>) -> Vec<String> {
    let query = call.queried("query").unwrap_or_default();
    query.split_whitespace().map(str::to_lowercase).collect()
}
