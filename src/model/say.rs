//! Values and changes in the location's own words: fields by the names it gave them, owners by
//! theirs.

use std::borrow::Cow;

use super::{
    catalog::Catalog,
    change::Change,
    custom_field::DataType,
    field::{Field, Kind, Standard},
    ids::UserId,
    phone::grouped,
    value::Value,
};

impl Catalog {
    /// What a field holds, as people read it.
    pub fn shown<'a>(&'a self, field: &Field, value: &'a Value) -> Cow<'a, str> {
        match (self.kind(field), value) {
            (Kind::Owner, Value::Text(id)) => self.user_name(&UserId::from(id.as_str())).into(),
            (Kind::Flag, Value::Flag(true)) if *field == Standard::Dnd.into() => {
                "on all channels".into()
            }
            (Kind::Flag, Value::Flag(false)) if *field == Standard::Dnd.into() => "off".into(),
            (Kind::Phone, Value::Text(number)) => grouped(number).into(),
            _ => value.shown(),
        }
    }

    fn kind(&self, field: &Field) -> Kind {
        match field {
            Field::Standard(field) => field.spec().kind,
            Field::Custom(id) => match self.custom_field(id).map(|field| field.data_type) {
                Some(DataType::Phone) => Kind::Phone,
                _ => Kind::Text,
            },
        }
    }

    /// The name of a user, or her id where the location has no such user any more.
    pub fn user_name(&self, id: &UserId) -> String {
        match self.user(id) {
            Some(user) if user.name.is_empty() => user.email.clone(),
            Some(user) => user.name.clone(),
            None => id.to_string(),
        }
    }

    /// `"Oslo"`, or `nothing`.
    pub fn quoted(&self, field: &Field, value: &Value) -> String {
        if value.is_empty() {
            "nothing".to_owned()
        } else {
            format!("\"{}\"", self.shown(field, value))
        }
    }

    /// What a change does: as [`Change::words`], with what only the location knows.
    pub fn words(&self, change: &Change) -> String {
        match change {
            Change::ContactEdited { field, now, .. } if now.is_empty() => {
                format!("{} = (empty)", self.label(field).to_lowercase())
            }
            Change::ContactEdited { field, now, .. } => {
                format!("{} = \"{}\"", self.label(field).to_lowercase(), self.shown(field, now))
            }
            other => other.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{custom_field::CustomField, ids::ContactId, user::User};

    fn catalog() -> Catalog {
        let priya = User {
            id: "u1".into(),
            name: "Priya Haldar".into(),
            email: "priya@acme.example".into(),
        };
        let plan = CustomField {
            id: "cf1".into(),
            name: "Plan".into(),
            key: "contact.plan".into(),
            data_type: DataType::One,
            options: Vec::new(),
            position: 0,
        };
        Catalog { users: vec![priya], custom_fields: vec![plan], ..Catalog::default() }
    }

    fn edit(field: Field, now: Value) -> Change {
        let contact = ContactId::new(Uuid::from_u128(1));
        Change::ContactEdited { contact, field, was: Value::Empty, now }
    }

    #[test]
    fn a_change_is_said_with_the_names_of_the_location() {
        let words = |field, now| catalog().words(&edit(field, now));
        assert_eq!(words(Standard::Owner.into(), "u1".into()), "owner = \"Priya Haldar\"");
        assert_eq!(words(Standard::Owner.into(), "u9".into()), "owner = \"u9\"");
        assert_eq!(words(Standard::Owner.into(), Value::Empty), "owner = (empty)");
        assert_eq!(words(Field::Custom("cf1".into()), "Gold".into()), "plan = \"Gold\"");
        assert_eq!(
            words(Standard::Phone.into(), "+12125550143".into()),
            "phone = \"+1 212 555 0143\""
        );
        assert_eq!(words(Standard::Dnd.into(), Value::Flag(false)), "dnd = \"off\"");
    }
}
