//! Contacts one by one: read, make, change, delete, and look whether somebody is there already.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    answer::Answer, call::Call, client::Client, contact::Contact, error::Error, lenient,
    operation::Operation, request::Request,
};
use crate::model::{
    field::{Field, Standard, Write},
    ids::RemoteId,
    served::ServedContact,
    tag::Tag,
    value::Value,
};

/// What an upsert came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Upserted {
    pub contact: ServedContact,
    /// Nobody had the email or the phone before.
    pub is_new: bool,
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "lenient::flag")]
    new: Option<bool>,
}

impl Client {
    /// [`Error::Gone`] for an unknown or deleted contact.
    pub async fn contact(&self, id: &RemoteId) -> Result<ServedContact, Error> {
        let call = Call::new(Operation::GetContact, &[id.as_str()])?;
        self.send(call).await?.record::<Contact<'_>>(&["contact"])
    }

    /// A plain creation, never an upsert, which could overwrite somebody (reliability d4). Fields
    /// that the service lets nobody write are left out.
    pub fn create_contact(
        &self,
        values: &BTreeMap<Field, Value>,
        tags: &[Tag],
    ) -> Request<ServedContact> {
        let body = self.made(values, tags);
        let call = Call::new(Operation::CreateContact, &[]).and_then(|call| call.body(&body));
        self.prepare(call, |answer| answer.record::<Contact<'_>>(&["contact"]))
    }

    /// Makes a contact, or writes over whoever has the email or phone already, tags included.
    /// Nothing here does so unasked (reliability d4).
    pub async fn upsert_contact(
        &self,
        values: &BTreeMap<Field, Value>,
        tags: &[Tag],
    ) -> Result<Upserted, Error> {
        let body = self.made(values, tags);
        let call = Call::new(Operation::UpsertContact, &[])?.body(&body)?;
        let answer = self.send(call).await?;
        let New { new } = answer.whole()?;
        let contact = answer.record::<Contact<'_>>(&["contact"])?;
        Ok(Upserted { contact, is_new: new.unwrap_or(answer.status == 201) })
    }

    /// Sends these fields and no others: the rest stays as it is, custom fields included. An
    /// empty value clears its field. Tags never go this way, they would replace the whole set.
    pub fn update_contact(
        &self,
        id: &RemoteId,
        fields: &[(Field, Value)],
    ) -> Request<ServedContact> {
        let unfit = fields.iter().find(|(field, _)| write(field) == Write::Never);
        let call = match unfit {
            Some((field, _)) => Err(Error::Unfit(format!("the service lets nobody write {field}"))),
            None => Call::new(Operation::UpdateContact, &[id.as_str()]),
        };
        let body = written(fields.iter().map(|(field, value)| (field, value)));
        let call = call.and_then(|call| call.body(&body));
        self.prepare(call, |answer| answer.record::<Contact<'_>>(&["contact"]))
    }

    /// [`Error::Gone`] where it was deleted before, which is as good.
    pub fn delete_contact(&self, id: &RemoteId) -> Request<()> {
        self.prepare(Call::new(Operation::DeleteContact, &[id.as_str()]), Answer::done)
    }

    /// Whoever has this email, or else this phone. Not known to lag as search does, not known
    /// not to (contract 3.4).
    /// An answer without a schema (5.1, 1).
    pub async fn find_duplicate(
        &self,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> Result<Option<ServedContact>, Error> {
        let mut call = Call::new(Operation::FindDuplicate, &[])?
            .query("locationId", self.location_id().as_str());
        if let Some(email) = email {
            call = call.query("email", email);
        }
        if let Some(phone) = phone {
            call = call.query("number", phone);
        }
        self.send(call).await?.maybe::<Contact<'_>>(&["contact"])
    }

    fn made(&self, values: &BTreeMap<Field, Value>, tags: &[Tag]) -> Map<String, Json> {
        let given = values
            .iter()
            .filter(|(field, value)| !value.is_empty() && write(field) != Write::Never);
        let mut body = written(given);
        body.insert("locationId".into(), self.location_id().as_str().into());
        if !tags.is_empty() {
            body.insert("tags".into(), json!(tags));
        }
        body
    }
}

fn write(field: &Field) -> Write {
    match field {
        Field::Standard(field) => field.spec().write,
        Field::Custom(_) => Write::Always,
    }
}

fn written<'a>(fields: impl Iterator<Item = (&'a Field, &'a Value)>) -> Map<String, Json> {
    let mut body = Map::new();
    let mut custom = Vec::new();
    for (field, value) in fields {
        match field {
            Field::Standard(field) => {
                body.insert(field.spec().name.into(), standard(*field, value));
            }
            Field::Custom(id) => custom.push(json!({ "id": id, "field_value": cleared(value) })),
        }
    }
    if !custom.is_empty() {
        body.insert("customFields".into(), custom.into());
    }
    body
}

/// Empty is `null`, but where the service takes no `null` (contract 2.3).
fn standard(field: Standard, value: &Value) -> Json {
    match (field, value) {
        (Standard::PostalCode | Standard::Country, Value::Empty) => "".into(),
        (Standard::Dnd, Value::Empty) => false.into(),
        _ => value.to_json(),
    }
}

/// No `null` is among the types that a custom field takes.
fn cleared(value: &Value) -> Json {
    if value.is_empty() { "".into() } else { value.to_json() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_given_is_written() {
        let fields = [
            (Field::from(Standard::FirstName), Value::text("Jane")),
            (Standard::Country.into(), Value::Empty),
            (Standard::Owner.into(), Value::Empty),
            (Standard::Dnd.into(), Value::Flag(true)),
            (Field::Custom("f1".into()), Value::Number(7.into())),
            (Field::Custom("f2".into()), Value::many(vec!["a".into()])),
            (Field::Custom("f3".into()), Value::Empty),
        ];
        let body = written(fields.iter().map(|(field, value)| (field, value)));
        assert_eq!(
            Json::Object(body),
            json!({
                "firstName": "Jane",
                "country": "",
                "assignedTo": null,
                "dnd": true,
                "customFields": [
                    { "id": "f1", "field_value": 7 },
                    { "id": "f2", "field_value": ["a"] },
                    { "id": "f3", "field_value": "" },
                ],
            })
        );
    }
}
