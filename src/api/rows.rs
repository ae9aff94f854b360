//! Records and lists out of the envelopes that the service wraps them in, such as
//! `{"contacts":[…],"total":2,"traceId":"…"}`.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use super::{any::Scalar, depth};
use crate::model::served::{Listed, Unread};

/// The private wire shape of a noun. Everything in it is optional; what makes the noun, its id,
/// is asked for by [`Shape::read`].
pub(super) trait Shape<'de>: Deserialize<'de> {
    type Noun;

    /// `None` without an id.
    fn read(self) -> Option<Self::Noun>;
}

/// What is wrong with a body as a whole.
#[derive(Clone, Copy, Debug)]
pub(super) enum Flaw {
    /// Not JSON, cut off, or not of the expected outline.
    Garbled(&'static str),
    TooDeep,
    /// The record has no id.
    Nameless,
}

impl From<serde_json::Error> for Flaw {
    /// Without the parser's own words, which quote the data.
    fn from(error: serde_json::Error) -> Self {
        Self::Garbled(match error.classify() {
            Category::Eof => "cut off",
            Category::Data => "not of the expected outline",
            Category::Syntax | Category::Io => "not JSON",
        })
    }
}

/// The record under the first of `keys` that there is. An envelope without any of them is taken
/// for the record itself, as some answers have none.
pub(super) fn record<'de, S: Shape<'de>>(
    body: &'de str,
    keys: &[&str],
) -> Result<Option<S::Noun>, Flaw> {
    if !depth::is_within(body.as_bytes(), depth::MOST) {
        return Err(Flaw::TooDeep);
    }
    let mut members: Vec<(Cow<'_, str>, &RawValue)> = members(body)?;
    let at = keys.iter().find_map(|key| members.iter().position(|(name, _)| name == key));
    let json = match at {
        Some(at) => members.swap_remove(at).1.get(),
        None => body,
    };
    match serde_json::from_str::<Option<S>>(json)? {
        Some(shape) => shape.read().map(Some).ok_or(Flaw::Nameless),
        None => Ok(None),
    }
}

/// The rows under `key`. Rows that can't be read are counted and cost no other row.
pub(super) fn list<'de, S: Shape<'de>>(
    body: &'de str,
    key: &'static str,
) -> Result<Listed<S::Noun>, Flaw> {
    let envelope: Envelope<&RawValue> = envelope(body, key)?;
    let (mut items, mut unread) = (Vec::with_capacity(envelope.rows.len()), Unread::default());
    for row in envelope.rows {
        match shape::<S>(row).and_then(Shape::read) {
            Some(item) => items.push(item),
            None => unread.note(row.get()),
        }
    }
    Ok(Listed { items, unread })
}

/// One row that was cut out; `None` where it can't be read.
pub(super) fn shape<'de, S: Deserialize<'de>>(row: &'de RawValue) -> Option<S> {
    let is_flat = depth::is_within(row.get().as_bytes(), depth::MOST);
    is_flat.then(|| serde_json::from_str(row.get()).ok()).flatten()
}

/// A list answer: its rows, and the number of all of them where it is told.
pub(super) struct Envelope<R> {
    pub(super) rows: Vec<R>,
    pub(super) total: Option<u64>,
}

/// Reads with no copy of the body in between; an `R` that takes any JSON makes the reading
/// fail only where the body is no JSON or has no list under `key`.
pub(super) fn envelope<'de, R>(body: &'de str, key: &'static str) -> Result<Envelope<R>, Flaw>
where
    R: Deserialize<'de>,
{
    let mut json = serde_json::Deserializer::from_str(body);
    let envelope = Outline { key, rows: PhantomData }.deserialize(&mut json)?;
    json.end()?;
    Ok(envelope)
}

/// The members of an object, unread.
pub(super) fn members(body: &str) -> Result<Vec<(Cow<'_, str>, &RawValue)>, Flaw> {
    struct Members;

    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(Scalar::Text(name)) = map.next_key()? {
                members.push((name, map.next_value()?));
            }
            Ok(members)
        }
    }

    let mut json = serde_json::Deserializer::from_str(body);
    let members = json.deserialize_map(Members)?;
    json.end()?;
    Ok(members)
}

struct Outline<R> {
    key: &'static str,
    rows: PhantomData<R>,
}

impl<'de, R: Deserialize<'de>> DeserializeSeed<'de> for Outline<R> {
    type Value = Envelope<R>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: Deserialize<'de>> Visitor<'de> for Outline<R> {
    type Value = Envelope<R>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "an object with a list of {}", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut total) = (None, None);
        while let Some(Scalar::Text(name)) = map.next_key()? {
            match name.as_ref() {
                name if name == self.key => rows = Some(map.next_value::<Rows<R>>()?.0),
                "total" | "count" => {
                    total = map.next_value::<Scalar<'_>>()?.whole().and_then(|n| n.try_into().ok());
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let rows = rows.ok_or_else(|| A::Error::custom(format!("no list of {}", self.key)))?;
        Ok(Envelope { rows, total })
    }
}

/// A list; `Vec` itself would trust the sender's word on its length.
struct Rows<R>(Vec<R>);

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Rows<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<R>(PhantomData<R>);

        impl<'de, R: Deserialize<'de>> Visitor<'de> for List<R> {
            type Value = Rows<R>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = items.next_element()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }

        deserializer.deserialize_seq(List(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Named {
        id: Option<String>,
    }

    impl Shape<'_> for Named {
        type Noun = String;

        fn read(self) -> Option<String> {
            self.id
        }
    }

    #[test]
    fn one_bad_row_costs_no_other() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let body = format!(
            r#"{{"rows":[{{"id":"a"}},7,null,{{}},{{"id":{{}}}},{{"id":"\ud800"}},{{"id":"b","x":1e400}},{{"x":{deep}}},{{"id":"c"}}],"total":"9"}}"#
        );
        let listed = list::<Named>(&body, "rows").unwrap();
        assert_eq!(listed.items, ["a", "b", "c"]);
        assert_eq!(listed.unread.count, 6);
    }

    #[test]
    fn what_is_no_list_is_no_empty_list() {
        for body in [r"{}", r#"{"rows":{}}"#, r#"{"rows":null}"#, "[]", "", r#"{"rows":[]"#] {
            assert!(list::<Named>(body, "rows").is_err(), "{body}");
        }
    }

    #[test]
    fn a_record_stands_under_its_key_or_alone() {
        for body in [r#"{"named":{"id":"a"},"traceId":"t"}"#, r#"{"id":"a"}"#] {
            let found = record::<Named>(body, &["named"]).unwrap();
            assert_eq!(found.as_deref(), Some("a"), "{body}");
        }
        let none = record::<Named>(r#"{"named":null}"#, &["named"]).unwrap();
        assert_eq!(none, None);
        for body in [r#"{"named":{}}"#, r#"{"named":[]}"#, r#"{"id":"a"} x"#, "\u{feff}{}"] {
            assert!(record::<Named>(body, &["named"]).is_err(), "{body}");
        }
    }
}
