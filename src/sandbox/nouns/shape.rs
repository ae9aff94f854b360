//! How a contact looks in an answer. The service has four shapes for it; the fourth, that of a
//! search, is in `search.rs`.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::sandbox::call::Version;
use crate::sandbox::clock::iso;
use crate::sandbox::records::contact::{Attribution, Channel, Contact, Text};

/// `GET`, `PUT`, upsert. Unset texts are left out.
pub(crate) fn single(contact: &Contact, version: Version) -> Value {
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            map.insert(name.to_owned(), value);
        }
    };
    let lower = |text: &Text| json!(text.as_ref().map(|it| it.to_lowercase()));
    let name = contact.name();
    put("id", json!(contact.id));
    put("locationId", json!(contact.location_id));
    if !name.is_empty() {
        put("fullNameLowerCase", json!(name.to_lowercase()));
        put("name", json!(name));
    }
    put("firstName", json!(contact.first_name));
    put("lastName", json!(contact.last_name));
    put("firstNameLowerCase", lower(&contact.first_name));
    put("lastNameLowerCase", lower(&contact.last_name));
    put("email", json!(contact.email));
    put("emailLowerCase", lower(&contact.email));
    put("phone", json!(contact.phone));
    put("companyName", json!(contact.company_name));
    put("businessId", json!(contact.business_id));
    put("address1", json!(contact.address1));
    put("city", json!(contact.city));
    put("state", json!(contact.state));
    put("country", json!(contact.country));
    put("postalCode", json!(contact.postal_code));
    put("website", json!(contact.website));
    put("timezone", json!(contact.timezone));
    put("source", json!(contact.source));
    put("gender", json!(contact.gender));
    put("dateOfBirth", json!(contact.date_of_birth));
    put("type", json!(contact.kind.name()));
    put("assignedTo", json!(contact.assigned_to));
    put("followers", json!(contact.followers));
    put("tags", json!(contact.tags));
    put("customFields", json!(contact.custom_fields));
    put("dnd", json!(contact.dnd));
    put("dndSettings", json!(Channels(contact, version)));
    put("dateAdded", json!(iso(contact.date_added)));
    put("dateUpdated", json!(iso(contact.date_updated)));
    put("lastActivity", json!(contact.last_activity.map(iso)));
    if !contact.additional_emails.is_empty() {
        let emails = contact.additional_emails.iter().map(|email| json!({ "email": email }));
        put("additionalEmails", emails.collect());
    }
    if let Some(attribution) = &contact.attribution {
        put("attributionSource", json!(bare(attribution)));
        put("lastAttributionSource", json!(bare(attribution)));
    }
    Value::Object(map)
}

/// The answer to a create, up to 2023-02-21: some fields more, and the birthday as a datetime.
pub(crate) fn created(contact: &Contact, version: Version) -> Value {
    let mut value = single(contact, version);
    if version == Version::V3 {
        return value;
    }
    let Some(map) = value.as_object_mut() else { return value };
    map.remove("name");
    for flag in ["deleted", "bounceEmail", "unsubscribeEmail"] {
        map.insert(flag.to_owned(), false.into());
    }
    for list in ["offers", "products"] {
        map.insert(list.to_owned(), json!([]));
    }
    // A moment here, a day where a contact is read (5.1, 17).
    if let Some(birth) = &contact.date_of_birth {
        map.insert("dateOfBirth".into(), format!("{birth}T00:00:00.000Z").into());
        let mut parts = birth.split('-').skip(1).map(|part| json!(part.parse::<u8>().ok()));
        map.insert("birthMonth".into(), parts.next().unwrap_or_default());
        map.insert("birthDay".into(), parts.next().unwrap_or_default());
    }
    value
}

/// `GET /contacts/` and by business: names lower-cased beside the real ones, null for what is unset.
pub(crate) fn listed(contact: &Contact, version: Version) -> Value {
    let lower = |text: &Text| text.as_ref().map(|it| it.to_lowercase());
    let name = Some(contact.name()).filter(|name| !name.is_empty());
    let mut attributions = Vec::new();
    if let Some(attribution) = &contact.attribution {
        attributions.push(prefixed(attribution));
    }
    json!({
        "id": contact.id,
        "locationId": contact.location_id,
        "contactName": name.map(|name| name.to_lowercase()),
        "firstName": lower(&contact.first_name),
        "lastName": lower(&contact.last_name),
        "firstNameRaw": contact.first_name,
        "lastNameRaw": contact.last_name,
        "companyName": contact.company_name,
        "email": contact.email,
        "phone": contact.phone,
        "dnd": contact.dnd,
        "dndSettings": Channels(contact, version),
        "type": contact.kind.name(),
        "source": contact.source,
        "assignedTo": contact.assigned_to,
        "address1": contact.address1,
        "city": contact.city,
        "state": contact.state,
        "country": contact.country,
        "postalCode": contact.postal_code,
        "website": contact.website,
        "timezone": contact.timezone,
        "dateAdded": iso(contact.date_added),
        "dateUpdated": iso(contact.date_updated),
        "dateOfBirth": contact.date_of_birth,
        "businessId": contact.business_id,
        "tags": contact.tags,
        "followers": contact.followers,
        "additionalEmails": contact.additional_emails,
        "attributions": attributions,
        "customFields": contact.custom_fields,
        "profilePhoto": null,
        "startAfter": [contact.date_added, contact.id],
    })
}

/// The settings of every channel that has one, under the version's names.
pub(crate) struct Channels<'a>(pub(crate) &'a Contact, pub(crate) Version);

impl Serialize for Channels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(contact, version) = self;
        let known = Channel::NAMES.iter().filter_map(|(channel, dated, v3)| {
            let name = if *version == Version::V3 { v3 } else { dated };
            Some((name, contact.dnd_settings.get(channel)?))
        });
        serializer.collect_map(known)
    }
}

/// An object of those texts that are set.
pub(crate) struct Texts<'a>([(&'static str, &'a Text); 7]);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let set = self.0.iter().filter_map(|(name, text)| Some((name, text.as_deref()?)));
        serializer.collect_map(set)
    }
}

/// The keys of a single contact.
/// Without the `url` that the schema requires (5.1, 21).
pub(crate) fn bare(attribution: &Attribution) -> Texts<'_> {
    Texts([
        ("sessionSource", &attribution.session_source),
        ("medium", &attribution.medium),
        ("url", &attribution.url),
        ("referrer", &attribution.referrer),
        ("campaign", &attribution.campaign),
        ("utmSource", &attribution.utm_source),
        ("utmMedium", &attribution.utm_medium),
    ])
}

/// The keys of a list: the same facts under other names.
fn prefixed(attribution: &Attribution) -> Value {
    let mut value = json!(Texts([
        ("utmSessionSource", &attribution.session_source),
        ("medium", &attribution.medium),
        ("pageUrl", &attribution.url),
        ("referrer", &attribution.referrer),
        ("utmCampaign", &attribution.campaign),
        ("utmSource", &attribution.utm_source),
        ("utmMedium", &attribution.utm_medium),
    ]));
    value["isFirst"] = true.into();
    value
}
