//! What a location defines and every screen needs: itself, its users, its custom fields, its
//! tags.

use serde::{Deserialize, Serialize};

use super::{
    custom_field::{CustomField, DataType},
    field::{Field, Standard},
    folded::folded,
    ids::{FieldId, UserId},
    location::Location,
    tag::Tag,
    user::User,
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    pub location: Option<Location>,
    pub users: Vec<User>,
    /// In the order of the form.
    pub custom_fields: Vec<CustomField>,
    /// The tags the location defines, with or without anybody who has them.
    pub tags: Vec<Tag>,
}

impl Catalog {
    pub fn user(&self, id: &UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == *id)
    }

    /// The one user who is meant by an id, an email address, or any part of a name.
    pub fn user_named(&self, text: &str) -> Result<&User, String> {
        let sought = folded(text.trim());
        let is_exact = |user: &&User| {
            user.id.as_str() == text.trim()
                || [&user.name, &user.email].iter().any(|own| folded(own) == sought)
        };
        if let Some(user) = self.users.iter().find(is_exact) {
            return Ok(user);
        }
        let alike: Vec<&User> =
            self.users.iter().filter(|user| folded(&user.name).contains(&*sought)).collect();
        match alike.as_slice() {
            [user] => Ok(user),
            [] => Err(format!("no user of this location is called `{text}`")),
            several => {
                let names: Vec<&str> = several.iter().map(|user| user.name.as_str()).collect();
                Err(format!("`{text}` may be any of: {}", names.join(", ")))
            }
        }
    }

    pub fn custom_field(&self, id: &FieldId) -> Option<&CustomField> {
        self.custom_fields.iter().find(|field| field.id == *id)
    }

    /// What people call a field.
    pub fn label<'a>(&'a self, field: &'a Field) -> &'a str {
        match field {
            Field::Standard(field) => field.spec().label,
            Field::Custom(id) => self.custom_field(id).map_or(id.as_str(), |f| f.name.as_str()),
        }
    }

    /// The field that a person or a script means: a standard field by its name in the service,
    /// a custom field by name or key, in any case, with or without the `contact.` prefix.
    pub fn field_named(&self, text: &str) -> Option<Field> {
        let text = text.trim();
        if let Some(field) = Standard::named(text) {
            return Some(field.into());
        }
        self.custom_fields
            .iter()
            .find(|field| {
                let key = field.key.strip_prefix("contact.").unwrap_or(&field.key);
                [field.name.as_str(), &field.key, key, field.id.as_str()]
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(text))
            })
            .map(|field| Field::Custom(field.id.clone()))
    }

    /// Whether a value may be sent for this field of a contact that exists.
    pub fn is_writable(&self, field: &Field) -> bool {
        match field {
            Field::Standard(field) => field.spec().write == super::field::Write::Always,
            Field::Custom(id) => {
                self.custom_field(id).is_some_and(|field| field.data_type != DataType::Other)
            }
        }
    }
}
