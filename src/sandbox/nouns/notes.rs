//! Notes of a contact: all five operations.

use serde_json::{Value, json};

use crate::sandbox::body::{Change, Fields, Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::clock::iso;
use crate::sandbox::id::Id;
use crate::sandbox::records::note::Note;
use crate::sandbox::world::write::{Noun, Write};

const CREATE: &[Property] = &[
    must("body", Kind::Text),
    may("userId", Kind::TextOrNull),
    may("title", Kind::TextOrNull),
    may("color", Kind::TextOrNull),
    may("pinned", Kind::Flag),
];
const UPDATE: &[Property] = &[
    may("body", Kind::Text),
    may("userId", Kind::TextOrNull),
    may("title", Kind::TextOrNull),
    may("color", Kind::TextOrNull),
    may("pinned", Kind::Flag),
];

/// Unpaginated, newest first.
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let contact = call.contact()?;
    let notes: Vec<Value> = call.world.notes.of(&contact.id).map(json).collect();
    Ok(Reply::json(json!({ "notes": notes })))
}

pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(reply(note(call)?))
}

pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let contact = call.contact()?;
    let fields = call.fields(CREATE)?;
    let mut note = Note {
        id: call.new_id(),
        contact_id: contact.id.clone(),
        body: String::new(),
        title: None,
        color: None,
        pinned: false,
        user_id: None,
        date_added: call.now,
    };
    apply(&fields, &mut note)?;
    Ok(reply(&note).keep(note))
}

pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let mut note = note(call)?.clone();
    apply(&call.fields(UPDATE)?, &mut note)?;
    Ok(reply(&note).keep(note))
}

pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let id = note(call)?.id.clone();
    Ok(Reply::json(Call::success()).keep(Write::Remove(Noun::Note, id)))
}

fn note<'a>(call: &Call<'a>) -> Result<&'a Note, Refusal> {
    let contact = call.contact()?;
    let found = call.world.notes.get_of(&contact.id, call.param("noteId"));
    found.ok_or_else(|| Refusal::not_found("Note not found"))
}

fn apply(fields: &Fields, note: &mut Note) -> Result<(), Refusal> {
    if let Some(body) = fields.text("body") {
        body.clone_into(&mut note.body);
    }
    if let Some(Change(user)) = fields.change("userId") {
        note.user_id = user.map(Id::from);
    }
    if let Some(Change(title)) = fields.change("title") {
        note.title = title.map(str::to_owned);
    }
    if let Some(Change(color)) = fields.change("color") {
        note.color = color.map(colour).transpose()?;
    }
    if let Some(pinned) = fields.flag("pinned") {
        note.pinned = pinned;
    }
    Ok(())
}

fn colour(text: &str) -> Result<String, Refusal> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err(Refusal::invalid(vec!["color must be a hexadecimal color".into()]))
    }
}

fn reply(note: &Note) -> Reply {
    Reply::json(json!({ "note": json(note) }))
}

fn json(note: &Note) -> Value {
    let mut value = json!({
        "id": note.id,
        "contactId": note.contact_id,
        "body": note.body,
        "pinned": note.pinned,
        "dateAdded": iso(note.date_added),
        "relations": [],
    });
    let texts = [("title", &note.title), ("color", &note.color)];
    for (name, text) in texts {
        if let Some(text) = text {
            value[name] = json!(text);
        }
    }
    if let Some(user) = &note.user_id {
        value["userId"] = json!(user);
    }
    value
}
