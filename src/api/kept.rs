//! What the service says of a record under names that its wire shape has no field for: kept as it
//! came.
//!
//! Tasks, notes, appointments and businesses keep it this way, contacts by themselves (they are read
//! by the thousand, in one pass). What only names things in a list here (users, custom fields, tags of
//! the location, workflows, campaigns, the location itself) does not: no place shows such a record as
//! a whole, and nothing of it is ever sent back, so that there is nothing to lose.

use serde::{
    Deserialize, Deserializer,
    de::{self, Error as _, Visitor, value},
    forward_to_deserialize_any,
};
use serde_json::{Value as Json, value::RawValue};

use super::rows::members;
use crate::model::extra::Extra;

/// Whose the record is, which is known from the request, and what says nothing of it.
const REDUNDANT: [&str; 3] = ["contactId", "locationId", "traceId"];

/// A shape with the members of its object that it has no field for.
pub(super) struct Kept<S> {
    pub(super) shape: S,
    pub(super) extra: Extra,
}

impl<'de, S: Deserialize<'de>> Deserialize<'de> for Kept<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        let shape = serde_json::from_str(json).map_err(D::Error::custom)?;
        let known = names::<S>();
        let members = members(json).map_err(|_| D::Error::custom("no object"))?;
        let extra = members
            .into_iter()
            .filter(|(name, _)| !known.contains(&&**name) && !REDUNDANT.contains(&&**name))
            .filter_map(|(name, json)| Some((name.into_owned(), held(json)?)))
            .collect();
        Ok(Self { shape, extra })
    }
}

/// A number without a bound or half a character can't be held: such a member is left out.
fn held(json: &RawValue) -> Option<Json> {
    serde_json::from_str(json.get()).ok().filter(|json| !says_nothing(json))
}

pub(super) fn says_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// The names that a derived shape knows: those that it asks its deserializer for.
fn names<'de, S: Deserialize<'de>>() -> &'static [&'static str] {
    let mut names = [].as_slice();
    _ = S::deserialize(Asked(&mut names));
    names
}

/// Notes what it is asked for, and gives nothing.
struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom(""))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Shape {
        #[serde(default)]
        date_added: String,
        #[serde(default, rename = "_id")]
        id: String,
    }

    fn read(json: &str) -> Option<Kept<Shape>> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn what_the_shape_has_no_field_for_is_kept_unless_it_says_nothing() {
        let Kept { shape, extra } = read(
            r#"{"_id":"a","dateAdded":"b","contactId":"c","locationId":"d","traceId":"t","color":"red",
                "pinned":false,"n":0,"deep":{"a":[1,null]},"e":"","f":[],"g":{},"h":null}"#,
        )
        .unwrap();
        assert_eq!((shape.id.as_str(), shape.date_added.as_str()), ("a", "b"));
        let kept = json!({ "color": "red", "pinned": false, "n": 0, "deep": { "a": [1, null] } });
        assert_eq!(json!(extra), kept);
    }

    #[test]
    fn a_member_that_cannot_be_held_costs_only_itself() {
        let Kept { shape, extra } =
            read(r#"{"x":1e400,"y":"\ud800","_id":"a","z":1,"z":2}"#).unwrap();
        assert_eq!((shape.id.as_str(), json!(extra)), ("a", json!({ "z": 2 })));
    }

    #[test]
    fn a_list_is_no_record() {
        assert!(read(r#"["a","b"]"#).is_none());
    }
}
