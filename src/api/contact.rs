//! How a contact looks on the wire: three shapes of one record (contract 2.2, 3.4), folded into
//! one. Single answers, lists and search results differ in names and in what they leave out.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess},
};
use serde_json::{Value as Json, value::RawValue};

use super::{
    any::{Scalar, Take},
    kept::says_nothing,
    lenient::{Texts, folded_tags},
    rows::Shape,
};
use crate::model::{
    field::{Field, Kind, Standard},
    ids::{FieldId, RemoteId},
    served::ServedContact,
    tag::Tag,
    value::Value,
};

/// Any JSON at all; what is no contact is read as one without an id.
pub(super) struct Contact<'de> {
    id: Option<RemoteId>,
    values: Vec<(Field, Value)>,
    /// Names as they were written; lists fold the others to lower case.
    first_raw: Option<Value>,
    last_raw: Option<Value>,
    whole_name: Option<Value>,
    tags: Vec<Tag>,
    added: Option<Timestamp>,
    updated: Option<Timestamp>,
    extra: Vec<(String, Json)>,
    /// Where the next page of a search begins, as it came.
    pub(super) search_after: Option<&'de RawValue>,
}

impl Default for Contact<'_> {
    fn default() -> Self {
        Self {
            id: None,
            values: Vec::with_capacity(Standard::ALL.len()),
            first_raw: None,
            last_raw: None,
            whole_name: None,
            tags: Vec::new(),
            added: None,
            updated: None,
            extra: Vec::new(),
            search_after: None,
        }
    }
}

/// What a member of the object is.
enum Part<'de> {
    Id,
    Field(Standard),
    FirstRaw,
    LastRaw,
    WholeName,
    CustomFields,
    Tags,
    Added,
    Updated,
    SearchAfter,
    /// Tells nothing that another member doesn't.
    Redundant,
    Extra(Cow<'de, str>),
}

impl<'de> From<Cow<'de, str>> for Part<'de> {
    fn from(name: Cow<'de, str>) -> Self {
        match name.as_ref() {
            "id" | "_id" => Self::Id,
            "firstName" => Self::Field(Standard::FirstName),
            "lastName" => Self::Field(Standard::LastName),
            "email" => Self::Field(Standard::Email),
            "phone" => Self::Field(Standard::Phone),
            "companyName" => Self::Field(Standard::Company),
            "assignedTo" => Self::Field(Standard::Owner),
            "type" => Self::Field(Standard::Type),
            "source" => Self::Field(Standard::Source),
            "dnd" => Self::Field(Standard::Dnd),
            "dateOfBirth" => Self::Field(Standard::DateOfBirth),
            "address1" | "address" => Self::Field(Standard::Address),
            "city" => Self::Field(Standard::City),
            "state" => Self::Field(Standard::State),
            "postalCode" => Self::Field(Standard::PostalCode),
            "country" => Self::Field(Standard::Country),
            "website" => Self::Field(Standard::Website),
            "timezone" => Self::Field(Standard::Timezone),
            "firstNameRaw" => Self::FirstRaw,
            "lastNameRaw" => Self::LastRaw,
            "contactName" | "name" => Self::WholeName,
            "customFields" => Self::CustomFields,
            "tags" => Self::Tags,
            "dateAdded" => Self::Added,
            "dateUpdated" => Self::Updated,
            "searchAfter" => Self::SearchAfter,
            "locationId" | "firstNameLowerCase" | "lastNameLowerCase" | "fullNameLowerCase"
            | "emailLowerCase" | "startAfter" => Self::Redundant,
            _ => Self::Extra(name),
        }
    }
}

impl<'de> Contact<'de> {
    fn served(mut self) -> Option<ServedContact> {
        let remote = self.id.take()?;
        self.settle_names();
        let values = self.values.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Some(ServedContact {
            remote,
            values,
            tags: self.tags,
            added: self.added,
            updated: self.updated,
            extra: self.extra.into_iter().collect(),
        })
    }

    /// Raw names stand above folded ones, and a name in one piece above none.
    fn settle_names(&mut self) {
        let raw = [
            (Standard::FirstName, self.first_raw.take()),
            (Standard::LastName, self.last_raw.take()),
        ];
        for (field, value) in raw {
            self.values.extend(value.filter(|v| !v.is_empty()).map(|value| (field.into(), value)));
        }
        let is_name = |field: &Field| {
            matches!(field, Field::Standard(Standard::FirstName | Standard::LastName))
        };
        let is_named = self.values.iter().any(|(field, value)| is_name(field) && !value.is_empty());
        if let Some(name) = self.whole_name.take().filter(|_| !is_named) {
            self.values.push((Standard::FirstName.into(), name));
        }
    }

    fn member<A: MapAccess<'de>>(&mut self, part: Part<'de>, map: &mut A) -> Result<(), A::Error> {
        match part {
            Part::Id => self.id = text(map)?.map(RemoteId::from),
            Part::Field(field) => {
                let value = standard(field, map.next_value()?);
                if !value.is_empty() {
                    self.values.push((field.into(), value));
                }
            }
            Part::FirstRaw => self.first_raw = text(map)?.map(Value::text),
            Part::LastRaw => self.last_raw = text(map)?.map(Value::text),
            Part::WholeName => self.whole_name = text(map)?.map(Value::text),
            Part::CustomFields => map.next_value_seed(CustomFields(&mut self.values))?,
            Part::Tags => self.tags = folded_tags(map.next_value::<Texts<'de>>()?.0),
            Part::Added => self.added = map.next_value::<Scalar<'de>>()?.time(),
            Part::Updated => self.updated = map.next_value::<Scalar<'de>>()?.time(),
            Part::SearchAfter => self.search_after = Some(map.next_value()?),
            Part::Redundant => {
                map.next_value::<IgnoredAny>()?;
            }
            // Among these `attachments`, typed as a text (5.1, 7), and attributions, whose `url` is
            // required and absent (5.1, 21): nothing is expected of them.
            Part::Extra(name) => {
                let json: Json = map.next_value()?;
                if !says_nothing(&json) {
                    self.extra.push((name.into_owned(), json));
                }
            }
        }
        Ok(())
    }
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    Ok(map.next_value::<Scalar<'de>>()?.text().map(Cow::into_owned))
}

fn standard(field: Standard, scalar: Scalar<'_>) -> Value {
    let text = match field.spec().kind {
        Kind::Flag => return scalar.flag().map_or(Value::Empty, Value::Flag),
        Kind::Date => scalar.day(),
        Kind::Text | Kind::Email | Kind::Phone | Kind::Country | Kind::Owner => scalar.text(),
    };
    text.map_or(Value::Empty, Value::text)
}

impl<'de> Deserialize<'de> for Contact<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Contact::default().take(deserializer)
    }
}

impl<'de> Shape<'de> for Contact<'de> {
    type Noun = ServedContact;

    fn read(self) -> Option<ServedContact> {
        self.served()
    }
}

impl<'de> Take<'de> for Contact<'de> {
    type Taken = Self;

    fn scalar(self, _: Scalar<'de>) -> Self {
        self
    }

    fn object<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Self, A::Error> {
        while let Some(Scalar::Text(name)) = members.next_key()? {
            self.member(name.into(), &mut members)?;
        }
        Ok(self)
    }
}

/// `[{id, value}]`, with the value also as `field_value` or `fieldValue` (Q26). Entries without
/// an id can't be told apart and are left out.
/// The schema wants the id and lets keys do instead, and calls every value a text (5.1, 9).
struct CustomFields<'a>(&'a mut Vec<(Field, Value)>);

impl<'de> Take<'de> for CustomFields<'_> {
    type Taken = ();

    fn scalar(self, _: Scalar<'de>) {}

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(CustomField { id, value }) = items.next_element()? {
            self.0.extend(id.map(|id| (Field::Custom(id), value)));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for CustomFields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.take(deserializer)
    }
}

#[derive(Default)]
struct CustomField {
    id: Option<FieldId>,
    value: Value,
}

impl<'de> Take<'de> for CustomField {
    type Taken = Self;

    fn scalar(self, _: Scalar<'de>) -> Self {
        self
    }

    fn object<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Self, A::Error> {
        while let Some(Scalar::Text(name)) = members.next_key()? {
            match name.as_ref() {
                "id" => self.id = text(&mut members)?.map(FieldId::from),
                "value" | "field_value" | "fieldValue" => {
                    self.value = Value::from_json(members.next_value()?);
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for CustomField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::default().take(deserializer)
    }
}

#[cfg(test)]
mod tests;
