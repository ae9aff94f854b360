//! One contact: create, read, update, delete, and the look for a duplicate.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{input, shape};
use crate::sandbox::body::{Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply, Version};
use crate::sandbox::id::Id;
use crate::sandbox::phone::to_e164;
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::location::Location;
use crate::sandbox::world::store::Book;
use crate::sandbox::world::write::{Noun, Record, Write};

const DUPLICATE_QUERY: &[Property] =
    &[must("locationId", Kind::Text), may("email", Kind::Text), may("number", Kind::Text)];

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(input::CREATE)?;
    let mut contact = blank(call)?;
    input::apply(&fields, &mut contact, call)?;
    refuse_duplicate(&contact, call)?;
    let tags = input::new_location_tags(&contact.tags, call.book()?, call)?;
    let body = json!({ "contact": shape::created(&contact, call.version) });
    Ok(Reply::json(body).keep_all(tags).keep(contact))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(Reply::json(json!({ "contact": shape::single(call.contact()?, call.version) })))
}

pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let old = call.contact()?;
    let fields = call.fields(input::UPDATE)?;
    let mut contact = touched(old, call);
    input::apply(&fields, &mut contact, call)?;
    if contact.email != old.email || contact.phone != old.phone {
        refuse_duplicate(&contact, call)?;
    }
    let tags = input::new_location_tags(&contact.tags, call.book()?, call)?;
    let contact_json = shape::single(&contact, call.version);
    let body = match call.version {
        Version::V3 => json!({ "succeeded": true, "contact": contact_json }),
        Version::Dated => {
            let mut body = Call::success();
            body["contact"] = contact_json;
            body
        }
    };
    Ok(Reply::json(body).keep_all(tags).keep(contact))
}

/// Takes everything that hangs on the contact with it.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let Contact { id, location_id, .. } = call.contact()?;
    let world = call.world;
    let tasks = world.tasks.of(id).map(|task| Write::Remove(Noun::Task, task.id.clone()));
    let notes = world.notes.of(id).map(|note| Write::Remove(Noun::Note, note.id.clone()));
    let appointments =
        world.appointments.of(id).map(|it| Write::Remove(Noun::Appointment, it.id.clone()));
    let gone = Record::Gone(id.clone(), location_id.clone());
    Ok(Reply::json(Call::success())
        .keep_all(tasks)
        .keep_all(notes)
        .keep_all(appointments)
        .keep(Write::Remove(Noun::Contact, id.clone()))
        .keep(gone))
}

pub(crate) fn duplicate(call: &mut Call<'_>) -> Answer {
    call.check_query(DUPLICATE_QUERY)?;
    let (email, number) = (call.queried("email"), call.queried("number"));
    if email.is_none() && number.is_none() {
        return Err(Refusal::bad("Pass at least one of number, email query parameter"));
    }
    let (book, location) = (call.book()?, call.location()?);
    let by_email = email.and_then(|email| book.identities.by_email(email));
    let by_number = || {
        let number = to_e164(number?, &location.country)?;
        book.identities.by_phone(&number)
    };
    let found = by_email.or_else(by_number).and_then(|id| call.world.contact(id));
    let contact = found.map_or(Value::Null, |contact| shape::single(contact, call.version));
    Ok(Reply::json(json!({ "contact": contact })))
}

/// A new contact of the call's location, with nothing in it yet.
pub(crate) fn blank(call: &mut Call<'_>) -> Result<Contact, Refusal> {
    let location = call.location()?;
    Ok(Contact {
        id: call.new_id(),
        location_id: location.id.clone(),
        country: Some(location.country.as_str().into()),
        date_added: call.now,
        date_updated: call.now,
        last_activity: Some(call.now),
        ..Contact::default()
    })
}

/// A copy that is about to be changed.
pub(crate) fn touched(contact: &Contact, call: &Call<'_>) -> Contact {
    Contact { date_updated: call.now, ..contact.clone() }
}

/// Who else has this contact's email or phone, and which of the two it is. Email goes first.
pub(crate) fn match_of<'a>(contact: &Contact, book: &'a Book) -> Option<(&'a Id, &'static str)> {
    let by_email = contact.email.as_deref().and_then(|email| book.identities.by_email(email));
    let by_phone = || contact.phone.as_deref().and_then(|phone| book.identities.by_phone(phone));
    let other = |id: &&Id| **id != contact.id;
    let email = by_email.filter(other).map(|id| (id, "email"));
    email.or_else(|| by_phone().filter(other).map(|id| (id, "phone")))
}

pub(crate) fn refuse_duplicate(contact: &Contact, call: &Call<'_>) -> Result<(), Refusal> {
    let Location { allow_duplicates, .. } = call.location()?;
    if *allow_duplicates {
        return Ok(());
    }
    match match_of(contact, call.book()?) {
        Some((id, field)) => Err(duplicate_of(id, field, call)),
        None => Ok(()),
    }
}

/// Says whose duplicate it would be, and by which field.
pub(crate) fn duplicate_of(id: &Id, field: &str, call: &Call<'_>) -> Refusal {
    let name = call.world.contact(id).map(|it: &Arc<Contact>| it.name());
    let meta = json!({ "contactId": id, "contactName": name, "matchingField": field });
    Refusal::bad("This location does not allow duplicated contacts.").with("meta", meta)
}
