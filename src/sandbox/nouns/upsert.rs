//! Upsert: updates the contact that has the email or the phone, or creates one.

use serde_json::json;

use super::{contacts, input, shape};
use crate::sandbox::body::{Change, Fields, Kind, Property, may};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::records::contact::Contact;

/// What create takes, and one more.
fn allowed() -> Vec<Property> {
    let mut allowed = input::CREATE.to_vec();
    allowed.push(may("createNewIfDuplicateAllowed", Kind::Flag));
    allowed
}

pub(crate) fn upsert(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(&allowed())?;
    let given = |name| fields.change(name).is_some_and(|Change(text)| text.is_some());
    if !given("email") && !given("phone") {
        return Err(Refusal::bad("Pass at least one of number, email query parameter"));
    }
    let mut new = contacts::blank(call)?;
    input::apply(&fields, &mut new, call)?;
    let wants_new = fields.flag("createNewIfDuplicateAllowed") == Some(true);
    let old = if wants_new && call.location()?.allow_duplicates {
        None
    } else {
        let found = contacts::match_of(&new, call.book()?);
        found.and_then(|(id, field)| Some((call.world.contact(id)?, field)))
    };
    if call.distortion.upsert_refused
        && let Some((old, field)) = old
    {
        return Err(contacts::duplicate_of(&old.id, field, call));
    }
    let (contact, status) = match old {
        None => (new, 201),
        Some((old, field)) => (updated(old, field, &fields, call)?, 200),
    };
    let tags = input::new_location_tags(&contact.tags, call.book()?, call)?;
    let body = json!({ "new": status == 201, "contact": shape::single(&contact, call.version) });
    Ok(Reply::json(body).status(status).keep_all(tags).keep(contact))
}

/// The value that belongs to another contact is silently left alone, and so is the gender.
fn updated(
    old: &Contact,
    matched: &str,
    fields: &Fields,
    call: &Call<'_>,
) -> Result<Contact, Refusal> {
    let mut contact = contacts::touched(old, call);
    input::apply(fields, &mut contact, call)?;
    contact.gender.clone_from(&old.gender);
    let identities = &call.book()?.identities;
    if matched == "email" {
        let owner = contact.phone.as_deref().and_then(|phone| identities.by_phone(phone));
        if owner.is_some_and(|id| *id != old.id) {
            contact.phone.clone_from(&old.phone);
        }
    }
    // An email that was an additional one becomes the first, and the old first one is lost.
    let email = contact.email.clone();
    contact.additional_emails.retain(|it| Some(it) != email.as_ref());
    Ok(contact)
}
