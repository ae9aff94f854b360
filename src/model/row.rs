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

    /// Of somebody of whom nothing is known.
    pub fn blank(id: ContactId) -> Self {
        Self {
            id,
            first: String::new(),
            last: String::new(),
            company: String::new(),
            email: String::new(),
            phone: String::new(),
            city: String::new(),
            state: String::new(),
            country: String::new(),
            source: String::new(),
            kind: String::new(),
            owner: None,
            tags: Vec::new(),
            dnd: false,
            added: None,
            updated: None,
        }
    }

    /// Takes over what a field holds, if lists show it.
    fn take(&mut self, field: &Field, value: Cow<'_, Value>) {
        let place = match field {
            Field::Standard(Standard::FirstName) => &mut self.first,
            Field::Standard(Standard::LastName) => &mut self.last,
            Field::Standard(Standard::Company) => &mut self.company,
            Field::Standard(Standard::Email) => &mut self.email,
            Field::Standard(Standard::Phone) => &mut self.phone,
            Field::Standard(Standard::City) => &mut self.city,
            Field::Standard(Standard::State) => &mut self.state,
            Field::Standard(Standard::Country) => &mut self.country,
            Field::Standard(Standard::Source) => &mut self.source,
            Field::Standard(Standard::Type) => &mut self.kind,
            Field::Standard(Standard::Dnd) => {
                self.dnd = *value == Value::Flag(true);
                return;
            }
            _ => return,
        };
        if let Value::Text(text) = value.into_owned() {
            *place = text;
        }
    }
}

impl From<&Contact> for Row {
    fn from(contact: &Contact) -> Self {
        let mut row = Self {
            owner: contact.owner(),
            tags: contact.tags.clone(),
            added: contact.added,
            updated: contact.updated,
            ..Self::blank(contact.id)
        };
        for (field, value) in &contact.values {
            row.take(field, Cow::Borrowed(value));
        }
        row
    }
}

/// Without copying what a page of a pull holds.
impl From<Contact> for Row {
    fn from(contact: Contact) -> Self {
        let mut row = Self {
            owner: contact.owner(),
            tags: contact.tags,
            added: contact.added,
            updated: contact.updated,
            ..Self::blank(contact.id)
        };
        for (field, value) in contact.values {
            row.take(&field, Cow::Owned(value));
        }
        row
    }
}
