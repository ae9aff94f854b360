//! A contact: one record, standard and custom fields in one map.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    extra::Extra,
    field::{Field, Standard},
    ids::{ContactId, RemoteId, UserId},
    name,
    tag::Tag,
    value::Value,
};

/// A whole contact as last seen, or as it will be once its queued changes are through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    /// The service's id; none while the contact exists only here.
    pub remote: Option<RemoteId>,
    /// Only fields that hold something: look up with [`Contact::value`], alter with
    /// [`Contact::set`].
    pub values: BTreeMap<Field, Value>,
    /// Sorted, each once.
    pub tags: Vec<Tag>,
    pub added: Option<Timestamp>,
    /// The service's `dateUpdated`; a hint, not proof (contract 3.3, reliability d5).
    pub updated: Option<Timestamp>,
    /// What the service sent beyond the fields known here, kept and shown as it came.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Contact {
    pub fn new(id: ContactId) -> Self {
        Self {
            id,
            remote: None,
            values: BTreeMap::new(),
            tags: Vec::new(),
            added: None,
            updated: None,
            extra: Extra::new(),
        }
    }

    pub fn value(&self, field: &Field) -> &Value {
        static EMPTY: Value = Value::Empty;
        self.values.get(field).unwrap_or(&EMPTY)
    }

    /// The text of a standard field, empty where it holds nothing.
    pub fn text(&self, field: Standard) -> &str {
        match self.values.get(&Field::Standard(field)) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub fn set(&mut self, field: Field, value: Value) {
        if value.is_empty() {
            self.values.remove(&field);
        } else {
            self.values.insert(field, value);
        }
    }

    pub fn owner(&self) -> Option<UserId> {
        Some(self.text(Standard::Owner)).filter(|id| !id.is_empty()).map(UserId::from)
    }

    pub fn has_tag(&self, tag: &Tag) -> bool {
        self.tags.binary_search(tag).is_ok()
    }

    pub fn add_tag(&mut self, tag: Tag) {
        if let Err(at) = self.tags.binary_search(&tag) {
            self.tags.insert(at, tag);
        }
    }

    pub fn remove_tag(&mut self, tag: &Tag) {
        if let Ok(at) = self.tags.binary_search(tag) {
            self.tags.remove(at);
        }
    }

    /// `Adams, Jane`; whatever identifies the person where she has no name.
    pub fn listed_name(&self) -> String {
        let [first, last, others @ ..] = [
            Standard::FirstName,
            Standard::LastName,
            Standard::Company,
            Standard::Email,
            Standard::Phone,
        ]
        .map(|field| self.text(field));
        name::listed(first, last, others).into_owned()
    }
}
