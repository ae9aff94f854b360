//! Single values in whatever JSON the service chose for them today: a text as a number, a number
//! as a text, nothing as `null`, `""` or not at all.
//!
//! The functions are for `#[serde(deserialize_with)]` with `#[serde(default)]`; none of them ever
//! fails on well-formed JSON, so one odd field costs neither its row nor the page.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, de::SeqAccess};

use super::any::{Scalar, Take};
use crate::model::tag::Tag;

impl<'de> Scalar<'de> {
    /// The text, or the text of the number; `None` where there is nothing to read.
    pub(super) fn text(self) -> Option<Cow<'de, str>> {
        match self {
            Self::Nothing => None,
            Self::Flag(flag) => Some(if flag { "true" } else { "false" }.into()),
            Self::Number(number) => Some(number.to_string().into()),
            Self::Text(text) => Some(text).filter(|text| !text.is_empty()),
        }
    }

    pub(super) fn flag(self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(flag),
            Self::Number(number) => number.as_i64().map(|number| number != 0),
            Self::Text(text) => match text.trim() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            Self::Nothing => None,
        }
    }

    pub(super) fn whole(self) -> Option<i64> {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "a float saturates, by intent")]
            Self::Number(number) => number.as_i64().or(number.as_f64().map(|float| float as i64)),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Nothing | Self::Flag(_) => None,
        }
    }

    /// ISO 8601 with any offset, or milliseconds since 1970.
    pub(super) fn time(self) -> Option<Timestamp> {
        match self {
            Self::Text(text) => text
                .parse()
                .ok()
                .or_else(|| Timestamp::from_millisecond(text.trim().parse().ok()?).ok()),
            other => Timestamp::from_millisecond(other.whole()?).ok(),
        }
    }

    /// A calendar day, `YYYY-MM-DD`. The service sends days as dates, as midnight in UTC and as
    /// milliseconds; a spelling not known here is kept as it is.
    /// The schemas call it an object in bodies (5.1, 6), and have both spellings in answers (5.1, 17).
    pub(super) fn day(self) -> Option<Cow<'de, str>> {
        if let Self::Number(_) = self {
            let day = self.time()?.to_zoned(TimeZone::UTC).date();
            return Some(day.to_string().into());
        }
        let text = self.text()?;
        let day = text.split('T').next().unwrap_or_default();
        match day.parse::<Date>() {
            Ok(day) => Some(day.to_string().into()),
            Err(_) => Some(text),
        }
    }
}

/// The texts of a list; a single value is a list of one. Items that are no texts are left out.
pub(super) struct Texts<'de>(pub(super) Vec<Cow<'de, str>>);

struct TakeTexts;

impl<'de> Take<'de> for TakeTexts {
    type Taken = Texts<'de>;

    fn scalar(self, scalar: Scalar<'de>) -> Texts<'de> {
        Texts(scalar.text().into_iter().collect())
    }

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Texts<'de>, A::Error> {
        let mut texts = Vec::new();
        while let Some(item) = items.next_element::<Scalar<'de>>()? {
            texts.extend(item.text());
        }
        Ok(Texts(texts))
    }
}

impl<'de> Deserialize<'de> for Texts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TakeTexts.take(deserializer)
    }
}

/// As the service keeps them: folded, sorted, each once.
pub(super) fn folded_tags<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Vec<Tag> {
    let mut tags: Vec<Tag> = texts.into_iter().filter_map(|text| Tag::new(text.as_ref())).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.text().unwrap_or_default().into_owned())
}

/// An id, or another text whose absence matters.
pub(super) fn id<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    Ok(Scalar::deserialize(deserializer)?.text().map(|text| text.into_owned().into()))
}

pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.flag())
}

pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.whole())
}

pub(super) fn time<'de, D>(deserializer: D) -> Result<Option<Timestamp>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Scalar::deserialize(deserializer)?.time())
}

pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(Texts::deserialize(deserializer)?.0.into_iter().map(Cow::into_owned).collect())
}

/// `None` where there is no list at all.
pub(super) fn tags<'de, D>(deserializer: D) -> Result<Option<Vec<Tag>>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Some(folded_tags(Texts::deserialize(deserializer)?.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(json: &str) -> Scalar<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_text_is_read_from_anything_single() {
        for (json, text) in [
            (r#""a""#, Some("a")),
            (r#""\u00e9""#, Some("é")),
            ("7", Some("7")),
            ("1.5", Some("1.5")),
            ("true", Some("true")),
            (r#""""#, None),
            ("null", None),
            (r#"{"a":[1]}"#, None),
            (r#"["a"]"#, None),
        ] {
            assert_eq!(scalar(json).text().as_deref(), text, "{json}");
        }
    }

    #[test]
    fn a_time_is_read_from_text_and_number() {
        let time = Some("2021-07-02T05:18:26.704Z".parse().unwrap());
        for json in [
            r#""2021-07-02T05:18:26.704Z""#,
            r#""2021-07-02T07:18:26.704+02:00""#,
            "1625203106704",
            "1625203106704.0",
            r#""1625203106704""#,
        ] {
            assert_eq!(scalar(json).time(), time, "{json}");
        }
        for json in [r#""soon""#, "null", "true", "9e300", "[]"] {
            assert_eq!(scalar(json).time(), None, "{json}");
        }
    }

    #[test]
    fn a_day_is_read_from_its_three_forms() {
        for json in [r#""1990-09-25""#, r#""1990-09-25T00:00:00.000Z""#, "654220800000"] {
            assert_eq!(scalar(json).day().as_deref(), Some("1990-09-25"), "{json}");
        }
        assert_eq!(scalar(r#""in spring""#).day().as_deref(), Some("in spring"));
        assert_eq!(scalar("null").day(), None);
    }

    #[test]
    fn a_list_is_read_from_anything() {
        for (json, tags) in [
            (r#"["b"," A ","b",3,null,{"x":1},[]]"#, vec!["3", "a", "b"]),
            (r#""VIP""#, vec!["vip"]),
            ("null", vec![]),
            (r#"{"0":"a"}"#, vec![]),
        ] {
            let Texts(texts) = serde_json::from_str(json).unwrap();
            let read: Vec<Tag> = folded_tags(texts);
            assert_eq!(read.iter().map(Tag::as_str).collect::<Vec<_>>(), tags, "{json}");
        }
    }
}
