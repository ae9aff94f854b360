//! The location itself.

use serde_json::json;

use crate::sandbox::call::{Answer, Call, Reply};

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    let it = call.location()?;
    Ok(Reply::json(json!({ "location": {
        "id": it.id,
        "companyId": it.company_id,
        "name": it.name,
        "domain": "",
        "address": it.address,
        "city": it.city,
        "state": it.state,
        "logoUrl": "",
        "country": it.country,
        "postalCode": it.postal_code,
        "website": it.website,
        "timezone": it.timezone,
        "firstName": it.first_name,
        "lastName": it.last_name,
        "email": it.email,
        "phone": it.phone,
        "business": {
            "name": it.name,
            "address": it.address,
            "city": it.city,
            "state": it.state,
            "country": it.country,
            "postalCode": it.postal_code,
            "website": it.website,
            "timezone": it.timezone,
            "logoUrl": "",
        },
        "social": {},
        "settings": {
            "allowDuplicateContact": it.allow_duplicates,
            "allowDuplicateOpportunity": false,
            "allowFacebookNameMerge": false,
            "disableContactTimezone": false,
        },
        "reseller": {},
    } })))
}
