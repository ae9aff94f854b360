//! Same or not? Values are compared in canonical form, so that what the service merely rewrote is
//! no conflict and no loss.

use std::collections::BTreeSet;

use super::{
    field::{Field, Kind},
    note::NoteDraft,
    task::TaskDraft,
    value::Value,
};

/// Equal in canonical form.
pub fn same(field: &Field, a: &Value, b: &Value) -> bool {
    canonical(field, a) == canonical(field, b)
}

pub fn same_task(a: &TaskDraft, b: &TaskDraft) -> bool {
    lines(&a.title) == lines(&b.title)
        && lines(&a.body) == lines(&b.body)
        && (a.due, &a.owner) == (b.due, &b.owner)
}

pub fn same_note(a: &NoteDraft, b: &NoteDraft) -> bool {
    lines(&a.title) == lines(&b.title) && lines(&a.body) == lines(&b.body)
}

/// The service rewrites line ends and cuts what is blank at both ends.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// Number and text, list and single text stand for each other in custom fields (contract 2.2).
fn canonical(field: &Field, value: &Value) -> BTreeSet<String> {
    let kind = match field {
        Field::Standard(field) => field.spec().kind,
        Field::Custom(_) => Kind::Text,
    };
    let texts: Vec<String> = match value {
        Value::Empty | Value::Flag(false) => Vec::new(),
        Value::Many(items) => items.clone(),
        other => vec![other.shown().into_owned()],
    };
    texts
        .iter()
        .map(|text| canonical_text(kind, text.trim()))
        .filter(|text| !text.is_empty())
        .collect()
}

fn canonical_text(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Email => text.to_lowercase(),
        Kind::Country => text.to_uppercase(),
        Kind::Phone => significant_digits(text),
        Kind::Date => date(text),
        Kind::Text | Kind::Flag | Kind::Owner => text.to_owned(),
    }
}

/// The last nine digits: enough to tell two numbers apart, few enough that the same number with
/// and without its country code is the same.
fn significant_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].to_owned()
}

/// `1990-05-17` from each of the forms that the service takes and gives (contract 2.3).
fn date(text: &str) -> String {
    let day = text.split('T').next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/', '.', '_']).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [month, day, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::field::Standard;

    fn text(text: &str) -> Value {
        Value::text(text)
    }

    #[test]
    fn rewritten_is_not_changed() {
        for (field, a, b) in [
            (Standard::Email, "Jane@Example.com", "jane@example.com"),
            (Standard::Phone, "(212) 555-0143", "+12125550143"),
            (Standard::DateOfBirth, "05/17/1990", "1990-05-17T00:00:00.000Z"),
            (Standard::City, " Berlin", "Berlin"),
            (Standard::Country, "de", "DE"),
        ] {
            assert!(same(&field.into(), &text(a), &text(b)), "{a} / {b}");
        }
        assert!(same(&Standard::Dnd.into(), &Value::Empty, &Value::Flag(false)));
        assert!(same(&Field::Custom("x".into()), &text("82"), &Value::Number(82.into())));
        assert!(!same(&Standard::City.into(), &text("Berlin"), &text("Bonn")));
    }

    proptest! {
        #[test]
        fn a_value_equals_itself(at in 0..Standard::ALL.len(), value in "\\PC{0,20}") {
            let field = Standard::ALL[at].into();
            prop_assert!(same(&field, &text(&value), &text(&value)));
        }
    }
}
