//! What create, update and upsert accept, and how it changes a contact.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::custom_input;
use crate::sandbox::body::{Change, Fields, Kind, Property, may, must};
use crate::sandbox::call::{Call, Refusal};
use crate::sandbox::id::Id;
use crate::sandbox::phone::to_e164;
use crate::sandbox::records::contact::{Channel, Contact, Dnd, DndStatus, Text};
use crate::sandbox::records::location::Location;
use crate::sandbox::records::tag::{self, LocationTag};
use crate::sandbox::world::store::Book;
use crate::sandbox::world::write::Write;

pub(crate) const CREATE: &[Property] = &[
    must("locationId", Kind::Text),
    may("firstName", Kind::TextOrNull),
    may("lastName", Kind::TextOrNull),
    may("name", Kind::TextOrNull),
    may("email", Kind::TextOrNull),
    may("phone", Kind::TextOrNull),
    may("gender", Kind::Text),
    may("companyName", Kind::TextOrNull),
    may("address1", Kind::TextOrNull),
    may("city", Kind::TextOrNull),
    may("state", Kind::TextOrNull),
    may("postalCode", Kind::Text),
    may("website", Kind::TextOrNull),
    may("timezone", Kind::TextOrNull),
    may("dnd", Kind::Flag),
    may("dndSettings", Kind::Object),
    may("inboundDndSettings", Kind::Object),
    may("tags", Kind::Texts),
    may("customFields", Kind::List),
    may("source", Kind::Text),
    may("country", Kind::Text),
    may("dateOfBirth", Kind::TextOrNull),
    may("assignedTo", Kind::Text),
];

/// Neither the location nor the gender can be changed, and the company name only by create and upsert.
pub(crate) const UPDATE: &[Property] = &[
    may("firstName", Kind::TextOrNull),
    may("lastName", Kind::TextOrNull),
    may("name", Kind::TextOrNull),
    may("email", Kind::TextOrNull),
    may("phone", Kind::TextOrNull),
    may("address1", Kind::TextOrNull),
    may("city", Kind::TextOrNull),
    may("state", Kind::TextOrNull),
    may("postalCode", Kind::Text),
    may("website", Kind::TextOrNull),
    may("timezone", Kind::TextOrNull),
    may("dnd", Kind::Flag),
    may("dndSettings", Kind::Object),
    may("inboundDndSettings", Kind::Object),
    may("tags", Kind::Texts),
    may("customFields", Kind::List),
    may("source", Kind::TextOrNull),
    may("country", Kind::Text),
    may("dateOfBirth", Kind::TextOrNull),
    may("assignedTo", Kind::TextOrNull),
];

/// Where a text property lives. Those with rules of their own are not here.
type Slot = fn(&mut Contact) -> &mut Text;
const TEXTS: &[(&str, Slot)] = &[
    ("firstName", |it| &mut it.first_name),
    ("lastName", |it| &mut it.last_name),
    ("companyName", |it| &mut it.company_name),
    ("address1", |it| &mut it.address1),
    ("city", |it| &mut it.city),
    ("state", |it| &mut it.state),
    ("postalCode", |it| &mut it.postal_code),
    ("website", |it| &mut it.website),
    ("timezone", |it| &mut it.timezone),
    ("source", |it| &mut it.source),
    ("gender", |it| &mut it.gender),
];

/// The orders in which the service reads a date of birth; year first or month first.
const BIRTH_SEPARATORS: [char; 4] = ['/', '-', '.', '_'];

/// Applies what was sent to the contact: absent properties stay, null and empty ones are cleared.
pub(crate) fn apply(
    fields: &Fields,
    contact: &mut Contact,
    call: &Call<'_>,
) -> Result<(), Refusal> {
    let location = call.location()?;
    for (name, slot) in TEXTS {
        if let Some(Change(text)) = fields.change(name) {
            *slot(contact) = text.map(Into::into);
        }
    }
    split_name(fields, contact);
    email(fields, contact)?;
    phone(fields, contact, location)?;
    country(fields, contact)?;
    birth(fields, contact)?;
    if let Some(Change(user)) = fields.change("assignedTo") {
        contact.assigned_to = user.map(Id::from);
    }
    if let Some(dnd) = fields.flag("dnd") {
        contact.dnd = dnd;
    }
    dnd_settings(fields, contact)?;
    if let Some(tags) = fields.texts("tags") {
        contact.tags = normal_tags(&tags);
    }
    if let Some(values) = fields.list("customFields") {
        custom_input::merge(values, contact, call.book()?, location)?;
    }
    Ok(())
}

/// Trimmed, lower-cased, each once, in the order given; empty ones fall away.
pub(crate) fn normal_tags(tags: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags.iter().map(|tag| tag::normal(tag)) {
        if !tag.is_empty() && !found.contains(&tag) {
            found.push(tag);
        }
    }
    found
}

/// A tag that the location doesn't know yet becomes one of its tags.
pub(crate) fn new_location_tags<'a>(
    tags: impl IntoIterator<Item = &'a String>,
    book: &Book,
    call: &mut Call<'_>,
) -> Result<Vec<Write>, Refusal> {
    let location_id = call.location()?.id.clone();
    let unknown = tags.into_iter().filter(|tag| !book.tags.contains_key(*tag));
    let made = unknown.map(|name| {
        let tag =
            LocationTag { id: call.new_id(), location_id: location_id.clone(), name: name.clone() };
        tag.into()
    });
    Ok(made.collect())
}

/// `name` fills first and last name where those are not sent themselves.
fn split_name(fields: &Fields, contact: &mut Contact) {
    let Some(Change(name)) = fields.change("name") else { return };
    if fields.has("firstName") || fields.has("lastName") {
        return;
    }
    let mut words = name.unwrap_or_default().splitn(2, char::is_whitespace);
    let mut next = || words.next().map(str::trim).filter(|word| !word.is_empty());
    contact.first_name = next().map(Into::into);
    contact.last_name = next().map(Into::into);
}

fn email(fields: &Fields, contact: &mut Contact) -> Result<(), Refusal> {
    let Some(Change(email)) = fields.change("email") else { return Ok(()) };
    if email.is_some_and(|email| !is_email(email)) {
        return Err(Refusal::invalid(vec!["email must be an email".into()]));
    }
    contact.email = email.map(|email| email.to_lowercase().into());
    Ok(())
}

/// As strict as it needs to be to refuse a slip of the finger.
fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    let labels = host.split('.');
    !user.is_empty()
        && !text.contains(char::is_whitespace)
        && labels.clone().count() > 1
        && labels.into_iter().all(|label| !label.is_empty())
}

fn phone(fields: &Fields, contact: &mut Contact, location: &Location) -> Result<(), Refusal> {
    let Some(Change(phone)) = fields.change("phone") else { return Ok(()) };
    contact.phone = match phone {
        None => None,
        Some(text) => {
            Some(to_e164(text, &location.country).map(Into::into).ok_or_else(|| {
                Refusal::invalid(vec!["phone must be a valid phone number".into()])
            })?)
        }
    };
    Ok(())
}

fn country(fields: &Fields, contact: &mut Contact) -> Result<(), Refusal> {
    let Some(Change(country)) = fields.change("country") else { return Ok(()) };
    let code = |text: &&str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if country.is_some_and(|text| !code(&text)) {
        return Err(Refusal::invalid(vec!["country must be a valid enum value".into()]));
    }
    contact.country = country.map(Into::into);
    Ok(())
}

/// A text, which the schema calls an object (5.1, 6).
fn birth(fields: &Fields, contact: &mut Contact) -> Result<(), Refusal> {
    let Some(Change(birth)) = fields.change("dateOfBirth") else { return Ok(()) };
    contact.date_of_birth = match birth {
        None => None,
        Some(text) => Some(
            birth_date(text)
                .map(|date| date.to_string().into())
                .ok_or_else(|| Refusal::invalid(vec!["dateOfBirth must be a valid date".into()]))?,
        ),
    };
    Ok(())
}

fn birth_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = day.split(BIRTH_SEPARATORS).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn dnd_settings(fields: &Fields, contact: &mut Contact) -> Result<(), Refusal> {
    if let Some(Value::Object(channels)) = fields.get("dndSettings") {
        for (channel, dnd) in read_channels(channels)? {
            let locked = contact.dnd_settings.get(&channel);
            if locked.is_some_and(|it| it.status == DndStatus::Permanent) {
                return Err(Refusal::bad(format!(
                    "Not authorized to update permanent dnd setting for {}",
                    channel_name(channel)
                )));
            }
            contact.dnd_settings.insert(channel, dnd);
        }
    }
    if let Some(Value::Object(map)) = fields.get("inboundDndSettings") {
        contact.inbound_dnd = match map.get("all") {
            Some(value) => Some(read_dnd("inboundDndSettings.all", value)?),
            None => None,
        };
    }
    Ok(())
}

fn channel_name(channel: Channel) -> &'static str {
    Channel::NAMES.iter().find(|(it, ..)| *it == channel).map_or("", |(_, name, _)| name)
}

/// Both spellings of the channels are taken, whatever the version.
fn read_channels(map: &Map<String, Value>) -> Result<BTreeMap<Channel, Dnd>, Refusal> {
    let mut found = BTreeMap::new();
    for (name, value) in map {
        let known = Channel::NAMES.iter().find(|(_, dated, v3)| name == dated || name == v3);
        let Some((channel, ..)) = known else {
            let message = format!("dndSettings.property {name} should not exist");
            return Err(Refusal::invalid(vec![message]));
        };
        found.insert(*channel, read_dnd(&format!("dndSettings.{name}"), value)?);
    }
    Ok(found)
}

fn read_dnd(path: &str, value: &Value) -> Result<Dnd, Refusal> {
    let word = value.get("status").and_then(Value::as_str);
    let status = DndStatus::WORDS.iter().find(|(known, _)| Some(*known) == word);
    let Some((_, status)) = status else {
        let message = format!(
            "{path}.status must be one of the following values: active, inactive, permanent"
        );
        return Err(Refusal::invalid(vec![message]));
    };
    let text = |key| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(Dnd { status: *status, message: text("message"), code: text("code") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth_come_in_eight_forms() {
        for text in [
            "1990/09/25",
            "09/25/1990",
            "1990-09-25",
            "09-25-1990",
            "1990.09.25",
            "09.25.1990",
            "1990_09_25",
            "09_25_1990",
        ] {
            assert_eq!(birth_date(text).unwrap().to_string(), "1990-09-25", "{text}");
        }
        for text in ["25/09/1990", "1990", "soon", "1990-02-30"] {
            assert_eq!(birth_date(text), None, "{text}");
        }
    }

    #[test]
    fn tags_are_lowered_trimmed_and_single() {
        let tags = normal_tags(&["  Hot Lead ", "hot lead", "", "ÉTÉ"]);
        assert_eq!(tags, ["hot lead", "été"]);
    }

    #[test]
    fn emails_need_a_user_and_a_host() {
        assert!(is_email("anna@example.com"));
        for text in ["anna", "@example.com", "anna@", "anna@example", "an na@example.com"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
