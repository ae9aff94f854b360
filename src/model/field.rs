//! The fields of a contact, as one table: how the service calls each, what people read, what it
//! takes, and whether it can be written.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ids::FieldId;

/// One field of a contact: one of the service's own, or a custom field of the location.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Standard(Standard),
    Custom(FieldId),
}

/// What a field takes; decides how it is edited, checked and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Email,
    Phone,
    /// ISO 3166 alpha-2.
    Country,
    /// A calendar date.
    Date,
    Flag,
    /// A user of the location.
    Owner,
}

/// When the service accepts a value (contract 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    Always,
    /// Only while the contact is being created.
    OnCreate,
    Never,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The service's property name, in JSON and on the command line.
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub write: Write,
}

macro_rules! standard_fields {
    ($($variant:ident $name:literal $label:literal $kind:ident $write:ident),* $(,)?) => {
        /// A field that every contact has. The order is that of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Standard { $($variant),* }

        impl Standard {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn spec(self) -> Spec {
                match self {
                    $(Self::$variant => Spec {
                        name: $name, label: $label, kind: Kind::$kind, write: Write::$write,
                    }),*
                }
            }
        }
    };
}

standard_fields! {
    FirstName   "firstName"    "First name"  Text    Always,
    LastName    "lastName"     "Last name"   Text    Always,
    Email       "email"        "Email"       Email   Always,
    Phone       "phone"        "Phone"       Phone   Always,
    Company     "companyName"  "Company"     Text    OnCreate,
    Owner       "assignedTo"   "Owner"       Owner   Always,
    Type        "type"         "Type"        Text    Never,
    Source      "source"       "Source"      Text    Always,
    Dnd         "dnd"          "DND"         Flag    Always,
    DateOfBirth "dateOfBirth"  "Birthday"    Date    Always,
    Address     "address1"     "Address"     Text    Always,
    City        "city"         "City"        Text    Always,
    State       "state"        "State"       Text    Always,
    PostalCode  "postalCode"   "Postal code" Text    Always,
    Country     "country"      "Country"     Country Always,
    Website     "website"      "Website"     Text    Always,
    Timezone    "timezone"     "Timezone"    Text    Always,
}

impl Field {
    /// Whether a new contact can have a value in it.
    pub const fn is_for_new(&self) -> bool {
        match self {
            Self::Standard(field) => !matches!(field.spec().write, Write::Never),
            Self::Custom(_) => true,
        }
    }

    /// Whether it can be written once the contact is there.
    pub const fn is_for_known(&self) -> bool {
        match self {
            Self::Standard(field) => matches!(field.spec().write, Write::Always),
            Self::Custom(_) => true,
        }
    }
}

impl Standard {
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.spec().name.eq_ignore_ascii_case(name))
    }
}

impl From<Standard> for Field {
    fn from(field: Standard) -> Self {
        Self::Standard(field)
    }
}

const CUSTOM: &str = "custom:";

/// `firstName`, or `custom:<id>`: the stored form.
impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard(field) => out.write_str(field.spec().name),
            Self::Custom(id) => write!(out, "{CUSTOM}{id}"),
        }
    }
}

/// The text is not the stored form of a field.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown field: {0}")]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        match text.strip_prefix(CUSTOM) {
            Some(id) => Ok(Self::Custom(id.into())),
            None => Standard::named(text)
                .map(Self::Standard)
                .ok_or_else(|| UnknownField(text.to_owned())),
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Standard(field) => serializer.serialize_str(field.spec().name),
            Self::Custom(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_reads_back_from_its_stored_form() {
        let custom = Field::Custom("aB3".into());
        for field in Standard::ALL.iter().copied().map(Field::Standard).chain([custom]) {
            assert_eq!(field.to_string().parse(), Ok(field));
        }
    }

    #[test]
    fn no_name_and_no_label_stands_twice() {
        for (at, field) in Standard::ALL.iter().enumerate() {
            for other in &Standard::ALL[..at] {
                assert_ne!(field.spec().name, other.spec().name);
                assert_ne!(field.spec().label, other.spec().label);
            }
        }
    }
}
