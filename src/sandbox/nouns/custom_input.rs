//! Values of custom fields: which names they come under, and what each type of field keeps.

use serde_json::{Map, Value};

use crate::sandbox::call::Refusal;
use crate::sandbox::phone::to_e164;
use crate::sandbox::records::contact::{Contact, CustomValue};
use crate::sandbox::records::custom_field::{CustomField, DataType};
use crate::sandbox::records::location::Location;
use crate::sandbox::world::store::Book;

/// The names under which a value is accepted: of the dated versions, of v3, and of neither.
const VALUE_NAMES: [&str; 3] = ["field_value", "fieldValue", "value"];

/// Merges values into the contact, field by field. What a field can't hold is dropped without a
/// word, as the service does: a 200 does not prove that a value was stored.
pub(crate) fn merge(
    values: &[Value],
    contact: &mut Contact,
    book: &Book,
    location: &Location,
) -> Result<(), Refusal> {
    for value in values {
        let Value::Object(entry) = value else {
            let message =
                "each value in nested property customFields must be either object or array";
            return Err(Refusal::invalid(vec![message.into()]));
        };
        let Some(field) = named(entry, book) else { continue };
        let Some(sent) = VALUE_NAMES.iter().find_map(|name| entry.get(*name)) else { continue };
        if is_empty(sent) {
            contact.custom_fields.retain(|it| it.id != field.id);
        } else if let Some(kept) = fit(sent, field, location) {
            set(contact, field, kept);
        }
    }
    Ok(())
}

/// The schema requires the id where its text lets the key do (5.1, 9).
/// By id, or by key with or without `contact.` in front.
fn named<'a>(entry: &Map<String, Value>, book: &'a Book) -> Option<&'a CustomField> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    if let Some(id) = text("id") {
        return book.fields.iter().find(|field| field.id == *id);
    }
    let key = text("key")?;
    let key = key.strip_prefix("contact.").unwrap_or(key);
    book.fields.iter().find(|field| field.key == key)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn set(contact: &mut Contact, field: &CustomField, value: Value) {
    match contact.custom_fields.iter_mut().find(|it| it.id == field.id) {
        Some(old) => old.value = value,
        None => contact.custom_fields.push(CustomValue { id: field.id.clone(), value }),
    }
}

/// The value as the field keeps it, or nothing if it can't.
fn fit(value: &Value, field: &CustomField, location: &Location) -> Option<Value> {
    let offered = |label: &str| field.options.iter().any(|option| option.label == label);
    match field.data_type {
        DataType::Text | DataType::LargeText | DataType::Date => text(value).map(Value::from),
        DataType::Numerical | DataType::Monetory => number(value),
        DataType::Phone => to_e164(&text(value)?, &location.country).map(Value::from),
        DataType::SingleOptions | DataType::Radio => {
            text(value).filter(|label| offered(label)).map(Value::from)
        }
        DataType::Checkbox | DataType::MultipleOptions => {
            let labels: Vec<Value> = match value {
                Value::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let kept: Vec<Value> =
                labels.into_iter().filter(|it| it.as_str().is_some_and(offered)).collect();
            (!kept.is_empty()).then(|| Value::from(kept))
        }
        DataType::TextboxList => boxes(value, field),
        DataType::FileUpload | DataType::Signature => value.is_object().then(|| value.clone()),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(whole) = text.parse::<i64>() {
                return Some(whole.into());
            }
            serde_json::Number::from_f64(text.parse().ok()?).map(Value::Number)
        }
        _ => None,
    }
}

/// Text boxes are set by the id of the box.
fn boxes(value: &Value, field: &CustomField) -> Option<Value> {
    let known = value.as_object()?.iter().filter(|(id, text)| {
        text.is_string() && field.options.iter().any(|option| option.id == id.as_str())
    });
    let kept: Map<String, Value> = known.map(|(id, text)| (id.clone(), text.clone())).collect();
    (!kept.is_empty()).then_some(Value::Object(kept))
}
