//! What the service says of a record that is no field here: shown under its own names and never
//! edited. Of a contact each stands in one line, of a task, a note or an appointment all of it.

use std::{borrow::Cow, fmt::Write as _};

use serde_json::Value as Json;

use super::{
    catalog::Catalog, clean::clean, contact::Contact, extra::Extra, field::Field, width::fit,
};

/// What stands over these lines, wherever they are shown.
pub const HEADING: &str = "From the server";

/// Cells of a name and of what stands behind it. The rest is in the JSON of `contact show`.
const NAME: usize = 40;
const LINE: usize = 200;

/// One of them.
#[derive(Debug)]
pub struct Beyond<'a> {
    /// As the server says it; not safe to draw.
    pub name: Cow<'a, str>,
    json: Cow<'a, Json>,
}

impl Beyond<'_> {
    pub fn label(&self) -> String {
        fit(&clean(&self.name), NAME).into_owned()
    }

    /// What stands behind the name; empty where that is nothing.
    pub fn line(&self) -> String {
        line(&self.json)
    }
}

/// In the order of their names. Custom fields come along whose definition is not known, as where
/// the token may not read them.
pub fn beyond<'a>(contact: &'a Contact, catalog: &'a Catalog) -> impl Iterator<Item = Beyond<'a>> {
    let extra = contact
        .extra
        .iter()
        .map(|(name, json)| Beyond { name: name.as_str().into(), json: Cow::Borrowed(json) });
    let undefined = contact.values.iter().filter_map(|(field, value)| match field {
        Field::Custom(id) if catalog.custom_field(id).is_none() => Some(Beyond {
            name: format!("customFields.{}", id.as_str()).into(),
            json: Cow::Owned(value.to_json()),
        }),
        _ => None,
    });
    extra.chain(undefined)
}

/// All of it in one line, `color: #ffaa00; dateUpdated: 2026-09-24`; `None` where that says nothing.
pub fn remark(extra: &Extra) -> Option<String> {
    let mut text = String::new();
    for (name, json) in extra {
        let one = Beyond { name: name.as_str().into(), json: Cow::Borrowed(json) };
        let line = one.line();
        if !line.is_empty() && text.len() <= LINE * 4 {
            let gap = if text.is_empty() { "" } else { "; " };
            _ = write!(text, "{gap}{}: {line}", one.label());
        }
    }
    (!text.is_empty()).then(|| fit(&text, LINE).into_owned())
}

/// Every leaf with the way to it: `Email.status active, SMS.status inactive`.
fn line(json: &Json) -> String {
    let mut text = String::new();
    let mut ahead = vec![(String::new(), json)];
    while let Some((way, json)) = ahead.pop()
        && text.len() <= LINE * 4
    {
        match json {
            Json::Array(items) => {
                ahead.extend(items.iter().rev().map(|item| (way.clone(), item)));
            }
            Json::Object(members) => {
                let dot = if way.is_empty() { "" } else { "." };
                ahead.extend(
                    members.iter().rev().map(|(name, json)| (format!("{way}{dot}{name}"), json)),
                );
            }
            leaf => put(&mut text, &way, leaf),
        }
    }
    fit(&clean(&text), LINE).into_owned()
}

fn put(text: &mut String, way: &str, leaf: &Json) {
    let leaf = match leaf {
        Json::Null => return,
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::String(text) if text.is_empty() => return,
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let comma = if text.is_empty() { "" } else { ", " };
    let space = if way.is_empty() { "" } else { " " };
    _ = write!(text, "{comma}{way}{space}{leaf}");
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::model::{ids::ContactId, value::Value, width::width};

    #[test]
    fn whatever_comes_is_one_line() {
        for (json, shown) in [
            (json!("jane"), "jane"),
            (json!(true), "yes"),
            (json!(1.5), "1.5"),
            (json!(["a", "b", null, ""]), "a, b"),
            (json!({"SMS": {"status": "active", "message": ""}}), "SMS.status active"),
            (
                json!([{"email": "a@example.com"}, {"email": "b@example.com"}]),
                "email a@example.com, email b@example.com",
            ),
            (json!("two\nlines\u{1b}[31m"), "two lines␛[31m"),
            (json!([[], {}, null]), ""),
        ] {
            assert_eq!(line(&json), shown, "{json}");
        }
    }

    #[test]
    fn a_book_is_no_line() {
        let deep = (0..60).fold(json!("x".repeat(5000)), |inner, _| json!({"way\u{202e}": inner}));
        let broad = json!(vec![vec!["x"; 1000]; 1000]);
        for json in [deep, broad] {
            assert!(width(&line(&json)) <= LINE);
        }
    }

    #[test]
    fn a_remark_is_one_harmless_line_of_what_says_something() {
        let extra = |json: Json| serde_json::from_value::<Extra>(json).unwrap();
        let said = json!({ "color": "#ffaa00", "a\u{1b}[2J": "b\nc", "none": [[]], "ok": false });
        let shown = remark(&extra(said)).unwrap();
        assert_eq!(shown, "a␛[2J: b c; color: #ffaa00; ok: no");
        assert_eq!(remark(&extra(json!({ "relations": [{}] }))), None);
        let many = (0..1000).map(|at| (format!("name{at}"), json!("x".repeat(5000)))).collect();
        assert!(width(&remark(&many).unwrap()) <= LINE);
    }

    #[test]
    fn a_custom_field_without_a_definition_is_shown_and_one_with_nothing_is_not() {
        let mut contact = Contact::new(ContactId::new(Uuid::from_u128(1)));
        contact.set(Field::Custom("cf1".into()), Value::text("Gold"));
        contact.extra.insert("offers".into(), json!([{}]));
        contact.extra.insert("bounceEmail".into(), json!(false));
        let shown: Vec<_> = beyond(&contact, &Catalog::default())
            .map(|it| (it.label(), it.line()))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let expected = [("bounceEmail", "no"), ("customFields.cf1", "Gold")];
        assert_eq!(shown, expected.map(|(name, line)| (name.to_owned(), line.to_owned())));
    }
}
