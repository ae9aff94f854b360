//! Values of fields in words.

use std::borrow::Cow;

use crate::model::{
    catalog::Catalog,
    field::{Field, Kind, Standard},
    ids::UserId,
    value::Value,
};

/// An owner by name, DND as on or off, all else as it is.
pub fn shown<'a>(catalog: &'a Catalog, field: &Field, value: &'a Value) -> Cow<'a, str> {
    let kind = match field {
        Field::Standard(field) => field.spec().kind,
        Field::Custom(_) => Kind::Text,
    };
    match (kind, value) {
        (Kind::Owner, Value::Text(id)) => owner(catalog, &UserId::from(id.as_str())).into(),
        (Kind::Flag, Value::Flag(on)) if *field == Field::Standard(Standard::Dnd) => {
            if *on {
                "on, on all channels".into()
            } else {
                "off".into()
            }
        }
        _ => value.shown(),
    }
}

/// The name of a user, or her id where the location has no such user any more.
pub fn owner(catalog: &Catalog, id: &UserId) -> String {
    match catalog.user(id) {
        Some(user) if !user.name.is_empty() => user.name.clone(),
        Some(user) => user.email.clone(),
        None => id.to_string(),
    }
}
