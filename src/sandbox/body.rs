//! Validation of bodies and queries as the service does it: unknown properties are refused, and all
//! complaints come at once.

use serde_json::{Map, Number, Value};

use super::call::{Call, Refusal};

/// One property that a body or a query may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    name: &'static str,
    kind: Kind,
    required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    TextOrNull,
    Flag,
    Number,
    Texts,
    /// An array of anything.
    List,
    Object,
}

pub(crate) const fn must(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: true }
}

pub(crate) const fn may(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: false }
}

/// A body that has passed. Reading another kind than the one checked finds nothing.
#[derive(Debug, Default)]
pub(crate) struct Fields(Map<String, Value>);

/// The new value of a text. Nothing clears it: null and an empty text both ask for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change<'a>(pub(crate) Option<&'a str>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// What to change a text to; nothing where it wasn't sent.
    pub(crate) fn change(&self, name: &str) -> Option<Change<'_>> {
        let text = self.0.get(name)?.as_str().filter(|text| !text.is_empty());
        Some(Change(text))
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let number = self.0.get(name)?.as_number()?;
        number.as_i64().or_else(|| whole(number))
    }

    pub(crate) fn list(&self, name: &str) -> Option<&[Value]> {
        self.0.get(name)?.as_array().map(Vec::as_slice)
    }

    pub(crate) fn texts(&self, name: &str) -> Option<Vec<&str>> {
        Some(self.list(name)?.iter().filter_map(Value::as_str).collect())
    }
}

/// `10.0` is a whole number too.
#[expect(clippy::cast_possible_truncation, reason = "saturates, and the callers check ranges")]
fn whole(number: &Number) -> Option<i64> {
    number.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i64)
}

impl Call<'_> {
    /// The body, if it has these properties and no others; no body counts as an empty one.
    pub(crate) fn fields(&self, allowed: &[Property]) -> Result<Fields, Refusal> {
        let empty = Map::new();
        let map = match &self.body {
            Value::Object(map) => map,
            Value::Null => &empty,
            _ => return Err(Refusal::bad("Unexpected token in JSON at position 0")),
        };
        let complaints = complaints(map, allowed);
        if complaints.is_empty() {
            Ok(Fields(map.clone()))
        } else {
            Err(Refusal::invalid(complaints))
        }
    }

    /// Refuses a query with anything but these parameters; all of them are texts.
    pub(crate) fn check_query(&self, allowed: &[Property]) -> Result<(), Refusal> {
        let pairs = self.query.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        let complaints = complaints(&pairs.collect(), allowed);
        if complaints.is_empty() { Ok(()) } else { Err(Refusal::invalid(complaints)) }
    }

    /// A whole number of the query, or the default; the service types these as texts or numbers.
    pub(crate) fn queried_number(&self, name: &str, default: usize) -> Result<usize, Refusal> {
        match self.queried(name) {
            None | Some("") => Ok(default),
            Some(text) => text
                .parse()
                .map_err(|_| Refusal::invalid(vec![format!("{name} must be a number string")])),
        }
    }
}

fn complaints(map: &Map<String, Value>, allowed: &[Property]) -> Vec<String> {
    let unknown = map.keys().filter(|key| allowed.iter().all(|it| it.name != key.as_str()));
    let mut found: Vec<String> =
        unknown.map(|key| format!("property {key} should not exist")).collect();
    for property in allowed {
        found.extend(property.complaints(map.get(property.name)));
    }
    found
}

impl Property {
    fn complaints(&self, value: Option<&Value>) -> Vec<String> {
        let Self { name, kind, required } = *self;
        let mut found = Vec::new();
        let Some(value) = value else {
            if required {
                found.push(format!("{name} should not be empty"));
                found.push(kind.demand(name));
            }
            return found;
        };
        if required && (value.is_null() || value.as_str() == Some("")) && kind != Kind::TextOrNull {
            found.push(format!("{name} should not be empty"));
        }
        if !kind.fits(value) {
            found.push(kind.demand(name));
        }
        found
    }
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::TextOrNull => value.is_string() || value.is_null(),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    fn demand(self, name: &str) -> String {
        let demand = match self {
            Self::Text | Self::TextOrNull => "must be a string",
            Self::Flag => "must be a boolean value",
            Self::Number => "must be a number conforming to the specified constraints",
            Self::Texts | Self::List => "must be an array",
            Self::Object => "must be an object",
        };
        format!("{name} {demand}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(body: &Value, allowed: &[Property]) -> Vec<String> {
        complaints(body.as_object().unwrap(), allowed)
    }

    #[test]
    fn unknown_properties_are_named() {
        let found = check(&json!({ "title": "a", "locationId": "b" }), &[may("title", Kind::Text)]);
        assert_eq!(found, ["property locationId should not exist"]);
    }

    #[test]
    fn every_complaint_comes_at_once() {
        let allowed = [
            must("title", Kind::Text),
            must("completed", Kind::Flag),
            may("tags", Kind::Texts),
            may("email", Kind::TextOrNull),
        ];
        let found = check(&json!({ "completed": "yes", "tags": "one", "email": null }), &allowed);
        assert_eq!(
            found,
            [
                "title should not be empty",
                "title must be a string",
                "completed must be a boolean value",
                "tags must be an array",
            ]
        );
    }

    #[test]
    fn a_required_text_may_not_be_empty() {
        let found = check(&json!({ "body": "" }), &[must("body", Kind::Text)]);
        assert_eq!(found, ["body should not be empty"]);
    }
}
