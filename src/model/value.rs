//! What a field holds, in one shape for standard and custom fields.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The content of one field. Nothing, the empty text and the empty list are the same thing,
/// because the service does not tell them apart (contract 2.3): build texts and lists with
/// [`Value::text`] and [`Value::many`], which fold them into [`Value::Empty`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    #[default]
    Empty,
    Flag(bool),
    Number(serde_json::Number),
    Text(String),
    Many(Vec<String>),
    /// A shape this program doesn't edit, such as the files of an upload field. Kept and shown.
    Other(serde_json::Value),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn many(items: Vec<String>) -> Self {
        if items.is_empty() { Self::Empty } else { Self::Many(items) }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The value as one line of text, as a field shows it and as an editor starts from it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Flag(true) => "yes".into(),
            Self::Flag(false) => "no".into(),
            Self::Number(number) => number.to_string().into(),
            Self::Text(text) => text.as_str().into(),
            Self::Many(items) => items.join(", ").into(),
            Self::Other(json) => read(json).into(),
        }
    }

    /// Any JSON the service may send for a field.
    pub fn from_json(json: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Empty,
            Json::Bool(flag) => Self::Flag(flag),
            Json::Number(number) => Self::Number(number),
            Json::String(text) => Self::text(text),
            Json::Array(items) => match texts(&items) {
                Some(texts) => Self::many(texts),
                None => Self::Other(Json::Array(items)),
            },
            Json::Object(_) => Self::Other(json),
        }
    }

    /// The JSON to send. Empty is `null`, which clears a nullable field (contract 2.3).
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Flag(flag) => (*flag).into(),
            Self::Number(number) => number.clone().into(),
            Self::Text(text) => text.as_str().into(),
            Self::Many(items) => items.clone().into(),
            Self::Other(json) => json.clone(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

/// What people read of a shape that is not edited: the names of files, the texts of a list of text
/// boxes, whatever keys they lie under.
fn read(json: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    let join = |parts: &mut dyn Iterator<Item = String>| -> String {
        parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    };
    match json {
        Json::Object(object) => match &json["meta"]["originalname"] {
            Json::String(name) => name.clone(),
            _ => join(&mut object.values().map(read)),
        },
        Json::Array(items) => join(&mut items.iter().map(read)),
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn texts(items: &[serde_json::Value]) -> Option<Vec<String>> {
    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_has_one_spelling() {
        for json in ["null", r#""""#, "[]"] {
            assert_eq!(Value::from_json(serde_json::from_str(json).unwrap()), Value::Empty);
        }
    }

    #[test]
    fn json_survives_the_round_trip() {
        for json in ["true", "82", "3.5", r#""Gold""#, r#"["a","b"]"#, r#"{"u":{"url":"x"}}"#] {
            let json: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(Value::from_json(json.clone()).to_json(), json);
        }
    }

    #[test]
    fn the_stored_form_reads_back_as_it_was() {
        for value in [
            Value::Empty,
            Value::Flag(true),
            Value::Number(82.into()),
            Value::text("Gold"),
            Value::many(vec!["a".into(), "b".into()]),
            Value::Other(json!({"u": 1})),
        ] {
            let stored = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&stored).unwrap(), value);
        }
    }

    #[test]
    fn files_and_lists_of_text_boxes_are_read_not_parsed() {
        let shown = |json| Value::from_json(json).shown().into_owned();
        let file = json!({ "8f3c": {
            "meta": { "originalname": "contract.pdf", "size": 1 },
            "url": "https://files.example.com/1",
        } });
        assert_eq!(shown(file), "contract.pdf");
        assert_eq!(shown(json!({ "a": "@jane", "b": "", "c": "jane-adams" })), "@jane, jane-adams");
        assert_eq!(shown(json!([{ "x": 1 }, null])), "1");
    }
}
