//! Reading that never fails on well-formed JSON: whatever the service sends where something was
//! expected, the reader takes what it can use and leaves the rest.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A single value.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar<'de> {
    /// `null`, and everything that is no single value.
    Nothing,
    Flag(bool),
    Number(serde_json::Number),
    Text(Cow<'de, str>),
}

/// Makes something of any JSON. A reader says what it makes of the kinds that it understands;
/// the others are passed over.
pub(super) trait Take<'de>: Sized {
    type Taken;

    /// Also what lists and objects are, unless the reader wants those.
    fn scalar(self, scalar: Scalar<'de>) -> Self::Taken;

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Taken, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.scalar(Scalar::Nothing))
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Taken, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.scalar(Scalar::Nothing))
    }

    fn take<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Taken, D::Error> {
        deserializer.deserialize_any(Any(self))
    }
}

struct Any<T>(T);

impl<'de, T: Take<'de>> Visitor<'de> for Any<T> {
    type Value = T::Taken;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Nothing))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Flag(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Number(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Number(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<T::Taken, E> {
        let number = serde_json::Number::from_f64(number);
        Ok(self.0.scalar(number.map_or(Scalar::Nothing, Scalar::Number)))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<T::Taken, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T::Taken, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T::Taken, A::Error> {
        self.0.object(members)
    }
}

struct TakeScalar;

impl<'de> Take<'de> for TakeScalar {
    type Taken = Scalar<'de>;

    fn scalar(self, scalar: Scalar<'de>) -> Scalar<'de> {
        scalar
    }
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TakeScalar.take(deserializer)
    }
}
