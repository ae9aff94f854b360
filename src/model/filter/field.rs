//! The fields that a filter can name, as one table: parser, printer, help and completion read it.

/// What a field holds, and so what may stand after its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Text(TextField),
    Tag,
    Owner,
    Dnd,
    Time(TimeField),
    Due,
    Has,
    Is,
}

/// One field of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    pub name: &'static str,
    /// What it compares, in a few words, for help and completion.
    pub help: &'static str,
    /// A value to show in help.
    pub example: &'static str,
    pub(super) takes: Takes,
}

/// A text of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// First and last name, in either order.
    Name,
    First,
    Last,
    Email,
    Phone,
    Company,
    City,
    State,
    Country,
    Source,
    Kind,
}

/// A time of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeField {
    Added,
    Updated,
}

/// What a contact may have or lack: `has:email`, `email:none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Present {
    Text(TextField),
    Tag,
    Owner,
    Time(TimeField),
    /// An open task with or without a date.
    Task,
}

const fn field(
    name: &'static str,
    takes: Takes,
    help: &'static str,
    example: &'static str,
) -> FieldSpec {
    FieldSpec { name, help, example, takes }
}

/// In the order of help.
pub const FIELDS: &[FieldSpec] = &[
    field("tag", Takes::Tag, "has this tag; * for any ending", "hot"),
    field("name", Takes::Text(TextField::Name), "first and last name contain", "adams"),
    field("first", Takes::Text(TextField::First), "first name contains", "jane"),
    field("last", Takes::Text(TextField::Last), "last name contains", "adams"),
    field("email", Takes::Text(TextField::Email), "email contains", "@example.com"),
    field("phone", Takes::Text(TextField::Phone), "phone contains, in any format", "212-555"),
    field("company", Takes::Text(TextField::Company), "company contains", "dental"),
    field("city", Takes::Text(TextField::City), "city contains", "berlin"),
    field("state", Takes::Text(TextField::State), "state contains", "ny"),
    field("country", Takes::Text(TextField::Country), "country is", "de"),
    field("source", Takes::Text(TextField::Source), "source contains", "webinar"),
    field("type", Takes::Text(TextField::Kind), "type is", "lead"),
    field("owner", Takes::Owner, "belongs to me, or to a user by name or id", "me"),
    field("dnd", Takes::Dnd, "do not disturb: yes or no", "no"),
    field("added", Takes::Time(TimeField::Added), "came in: an age, a day, days", "<7d"),
    field(
        "updated",
        Takes::Time(TimeField::Updated),
        "changed: an age, a day, days",
        ">2026-09-01",
    ),
    field("due", Takes::Due, "has an open task due: overdue, today, week, a day", "overdue"),
    field("has", Takes::Has, "holds anything in this field; or has an open task", "email"),
    field("is", Takes::Is, "failed, queued, sending, checking; open: has open tasks", "failed"),
];

impl FieldSpec {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The field that was meant by a name that begins like it, or is contained in it.
    pub(super) fn similar(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase();
        FIELDS.iter().find(|field| field.name.starts_with(&name) || name.starts_with(field.name))
    }

    pub(super) fn of(takes: Takes) -> &'static str {
        FIELDS.iter().find(|field| field.takes == takes).map_or("", |field| field.name)
    }

    /// What `has:` and `:none` ask of this field, where that makes sense.
    pub(super) fn present(&self) -> Option<Present> {
        match self.takes {
            Takes::Text(field) => Some(Present::Text(field)),
            Takes::Tag => Some(Present::Tag),
            Takes::Owner => Some(Present::Owner),
            Takes::Time(field) => Some(Present::Time(field)),
            Takes::Dnd | Takes::Due | Takes::Has | Takes::Is => None,
        }
    }
}

impl TextField {
    /// Whether the whole value must agree: short codes, of which one is part of many others.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Country | Self::Kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_stands_twice() {
        for (at, field) in FIELDS.iter().enumerate() {
            assert!(FIELDS[..at].iter().all(|other| other.name != field.name));
            assert!(FIELDS[..at].iter().all(|other| other.takes != field.takes));
        }
    }
}
