//! What a list needs of a contact, and no more.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{
    contact::Contact,
    field::{Field, Standard},
    ids::{ContactId, UserId},
    name,
    tag::Tag,
    value::Value,
};

/// One contact as lists, sorting and filters see it. Empty texts where the contact has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: ContactId,
    pub first: String,
    pub last: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub city: String,
    pub state: String,
    pub country: String,
    pub source: String,
    /// `lead`, `customer`, …
    pub kind: String,
    pub owner: Option<UserId>,
    pub tags: Vec<Tag>,
    pub dnd: bool,
    pub added: Option<Timestamp>,
    pub updated: Option<Timestamp>,
}

impl Row {
    /// `Adams, Jane`; whatever identifies the person where she has no name.
    pub fn listed_name(&self) -> Cow<'_, str> {
        name::listed(&self.first, &self.last, [&self.company, &self.email, &self.phone])
    }
}

impl From<&Contact> for Row {
    fn from(contact: &Contact) -> Self {
        let text = |field| contact.text(field).to_owned();
        Self {
            id: contact.id,
            first: text(Standard::FirstName),
            last: text(Standard::LastName),
            company: text(Standard::Company),
            email: text(Standard::Email),
            phone: text(Standard::Phone),
            city: text(Standard::City),
            state: text(Standard::State),
            country: text(Standard::Country),
            source: text(Standard::Source),
            kind: text(Standard::Type),
            owner: contact.owner(),
            tags: contact.tags.clone(),
            dnd: *contact.value(&Field::Standard(Standard::Dnd)) == Value::Flag(true),
            added: contact.added,
            updated: contact.updated,
        }
    }
}
