//! The order of a search: up to two fields, and the cursor that `searchAfter` carries.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::call::Refusal;
use crate::sandbox::clock::Millis;
use crate::sandbox::records::contact::{Contact, Text};
use crate::sandbox::world::store::World;

const MOST_FIELDS: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortField {
    FirstName,
    LastName,
    Business,
    Added,
    Updated,
    Email,
    Dnd,
    Source,
}

const FIELDS: [(&str, SortField); 8] = [
    ("firstNameLowerCase", SortField::FirstName),
    ("lastNameLowerCase", SortField::LastName),
    ("businessName", SortField::Business),
    ("dateAdded", SortField::Added),
    ("dateUpdated", SortField::Updated),
    ("email", SortField::Email),
    ("dnd", SortField::Dnd),
    ("source", SortField::Source),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

/// The fields by which contacts are ordered; equal ones follow by id, in the last direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order(Vec<(SortField, Direction)>);

/// A contact's place in an order. Unset values come before all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) keys: Vec<Key>,
    pub(crate) id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Unset,
    Flag(bool),
    Number(Millis),
    Text(String),
}

impl Order {
    /// Newest first, where nothing is asked for.
    pub(crate) fn read(list: Option<&[Value]>) -> Result<Self, Refusal> {
        let list = list.unwrap_or_default();
        if list.len() > MOST_FIELDS {
            return Err(invalid("sort must contain no more than 2 elements".into()));
        }
        if list.is_empty() {
            return Ok(Self(vec![(SortField::Added, Direction::Descending)]));
        }
        list.iter().map(read_one).collect::<Result<_, _>>().map(Self)
    }

    /// The date and direction, when that is all there is to the order.
    pub(crate) fn by_date(&self) -> Option<(SortField, Direction)> {
        match self.0.as_slice() {
            [one @ (SortField::Added | SortField::Updated, _)] => Some(*one),
            _ => None,
        }
    }

    pub(crate) fn place(&self, contact: &Contact, world: &World) -> Place {
        Place { keys: self.keys(contact, world).collect(), id: contact.id.to_string() }
    }

    /// What of a contact decides its place.
    pub(crate) fn keys(&self, contact: &Contact, world: &World) -> impl Iterator<Item = Key> {
        self.0.iter().map(|(field, _)| field.key(contact, world))
    }

    pub(crate) fn compare(&self, a: &Place, b: &Place) -> Ordering {
        let mut pairs = a.keys.iter().zip(&b.keys).zip(&self.0);
        let unequal = pairs.find_map(|((a, b), (_, direction))| {
            Some(direction.apply(a.cmp(b))).filter(|ordering| ordering.is_ne())
        });
        let last = self.0.last().map_or(Direction::Ascending, |(_, direction)| *direction);
        unequal.unwrap_or_else(|| last.apply(a.id.cmp(&b.id)))
    }

    /// Reads `searchAfter` as it was given out with a contact.
    pub(crate) fn cursor(&self, list: &[Value]) -> Result<Place, Refusal> {
        let complaint = || invalid("searchAfter is not valid for the given sort".into());
        let (id, keys) = list.split_last().ok_or_else(complaint)?;
        if keys.len() != self.0.len() {
            return Err(complaint());
        }
        let keys =
            keys.iter().map(Key::deserialize).collect::<Result<_, _>>().map_err(|_| complaint())?;
        Ok(Place { keys, id: id.as_str().ok_or_else(complaint)?.to_owned() })
    }
}

impl Direction {
    fn apply(self, ordering: Ordering) -> Ordering {
        match self {
            Self::Ascending => ordering,
            Self::Descending => ordering.reverse(),
        }
    }
}

impl SortField {
    fn key(self, contact: &Contact, world: &World) -> Key {
        let lower = |text: &Text| match text {
            Some(text) => Key::Text(text.to_lowercase()),
            None => Key::Unset,
        };
        match self {
            Self::FirstName => lower(&contact.first_name),
            Self::LastName => lower(&contact.last_name),
            Self::Email => lower(&contact.email),
            Self::Source => lower(&contact.source),
            Self::Added => Key::Number(contact.date_added),
            Self::Updated => Key::Number(contact.date_updated),
            Self::Dnd => Key::Flag(contact.dnd),
            Self::Business => {
                let business = contact.business_id.as_ref().and_then(|id| world.businesses.get(id));
                business.map_or(Key::Unset, |it| Key::Text(it.name.to_lowercase()))
            }
        }
    }
}

fn read_one(value: &Value) -> Result<(SortField, Direction), Refusal> {
    let text = |name| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = text("field");
    let field = FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    let field = field.ok_or_else(|| Refusal::bad(format!("Invalid field {name}")))?;
    let direction = match text("direction") {
        "asc" => Direction::Ascending,
        "desc" => Direction::Descending,
        _ => {
            return Err(invalid("direction must be one of the following values: asc, desc".into()));
        }
    };
    Ok((field, direction))
}

fn invalid(message: String) -> Refusal {
    Refusal::invalid(vec![message])
}
