//! The fields that a search can filter by, the operators that each allows, and how each is read.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::operator::{DATE, EQUAL, FULL, KEYWORD, NESTED, NUMBER, ONLY_RANGE, Operators, PHONE};
use crate::sandbox::clock::{Millis, parse_iso};
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::{Channel, Contact, Text};
use crate::sandbox::records::custom_field::DataType;
use crate::sandbox::world::store::{Book, World};

/// Where a field's value is.
#[derive(Clone, Copy)]
enum Source {
    Text(fn(&Contact) -> &Text),
    Lowered(fn(&Contact) -> &Text),
    Id,
    Name,
    Kind,
    Owner,
    Followers,
    Tags,
    Business,
    Workflows,
    Dnd,
    Channel(Channel),
    Inbound,
    Added,
    Updated,
    Active,
    Birth,
    LastAppointment,
    /// The service knows the field; in the sandbox it is never set.
    Unset,
}

const FIELDS: &[(&str, Operators, Source)] = &[
    ("id", EQUAL, Source::Id),
    ("contactName", KEYWORD, Source::Name),
    ("address", FULL, Source::Text(|it| &it.address1)),
    ("businessName", FULL, Source::Business),
    ("city", FULL, Source::Text(|it| &it.city)),
    ("companyName", FULL, Source::Text(|it| &it.company_name)),
    ("firstNameLowerCase", FULL, Source::Lowered(|it| &it.first_name)),
    ("lastNameLowerCase", FULL, Source::Lowered(|it| &it.last_name)),
    ("phone", PHONE, Source::Text(|it| &it.phone)),
    ("postalCode", FULL, Source::Text(|it| &it.postal_code)),
    ("source", FULL, Source::Text(|it| &it.source)),
    ("state", FULL, Source::Text(|it| &it.state)),
    ("tags", FULL, Source::Tags),
    ("assignedTo", KEYWORD, Source::Owner),
    ("country", KEYWORD, Source::Text(|it| &it.country)),
    ("dnd", KEYWORD, Source::Dnd),
    ("email", KEYWORD, Source::Text(|it| &it.email)),
    ("followers", KEYWORD, Source::Followers),
    ("isValidWhatsapp", KEYWORD, Source::Unset),
    ("timezone", KEYWORD, Source::Text(|it| &it.timezone)),
    ("type", KEYWORD, Source::Kind),
    ("validEmail", KEYWORD, Source::Unset),
    ("website", KEYWORD, Source::Text(|it| &it.website)),
    ("activeWorkflows", KEYWORD, Source::Workflows),
    ("finishedWorkflows", KEYWORD, Source::Unset),
    ("dateAdded", DATE, Source::Added),
    ("dateUpdated", DATE, Source::Updated),
    ("lastEmailClickedDate", DATE, Source::Unset),
    ("lastEmailOpenedDate", DATE, Source::Unset),
    ("dateOfBirth", DATE, Source::Birth),
    ("lastAppointment", DATE, Source::LastAppointment),
    ("lastActivity", ONLY_RANGE, Source::Active),
    ("dndSettings.Email.status", KEYWORD, Source::Channel(Channel::Email)),
    ("dndSettings.SMS.status", KEYWORD, Source::Channel(Channel::Sms)),
    ("dndSettings.Call.status", KEYWORD, Source::Channel(Channel::Call)),
    ("inboundDndSettings.all.status", KEYWORD, Source::Inbound),
    ("opportunities", NESTED, Source::Unset),
];

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    /// Lower-cased itself, and compared exactly.
    Lowered,
    Number,
    Flag,
    Date,
}

/// One field of a filter: of the service, or a custom one of the location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// Its place in the table.
    Standard(usize),
    Custom {
        path: String,
        id: Id,
        data_type: DataType,
    },
    /// One box of a list of text boxes.
    CustomBox {
        path: String,
        id: Id,
        option: Id,
    },
}

impl Field {
    /// Custom fields are named by their ids, never by their keys.
    pub(crate) fn named(name: &str, book: &Book) -> Option<Self> {
        let Some(path) = name.strip_prefix("customFields.") else {
            let place = FIELDS.iter().position(|(known, ..)| *known == name)?;
            return Some(Self::Standard(place));
        };
        let (id, option) = match path.split_once('.') {
            Some((id, option)) => (id, Some(option)),
            None => (path, None),
        };
        let field = book.fields.iter().find(|field| field.id == *id)?;
        let path = name.to_owned();
        match (field.data_type, option) {
            (DataType::TextboxList, Some(option)) => {
                let option = field.options.iter().find(|it| it.id == *option)?.id.clone();
                Some(Self::CustomBox { path, id: field.id.clone(), option })
            }
            (DataType::TextboxList, None) | (_, Some(_)) => None,
            (data_type, None) => Some(Self::Custom { path, id: field.id.clone(), data_type }),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Standard(place) => FIELDS[*place].0,
            Self::Custom { path, .. } | Self::CustomBox { path, .. } => path,
        }
    }

    pub(crate) fn operators(&self) -> Operators {
        match self {
            Self::Standard(place) => FIELDS[*place].1,
            Self::CustomBox { .. } => FULL,
            Self::Custom { data_type, .. } => match data_type {
                DataType::Text
                | DataType::LargeText
                | DataType::SingleOptions
                | DataType::Radio
                | DataType::Phone
                | DataType::TextboxList => FULL,
                DataType::Checkbox
                | DataType::MultipleOptions
                | DataType::FileUpload
                | DataType::Signature => KEYWORD,
                DataType::Numerical | DataType::Monetory => NUMBER,
                DataType::Date => DATE,
            },
        }
    }

    pub(crate) fn kind(&self) -> FieldKind {
        match self {
            Self::Standard(place) => match FIELDS[*place].2 {
                Source::Lowered(_) => FieldKind::Lowered,
                Source::Dnd => FieldKind::Flag,
                Source::Added
                | Source::Updated
                | Source::Active
                | Source::Birth
                | Source::LastAppointment => FieldKind::Date,
                _ => FieldKind::Text,
            },
            Self::Custom { data_type: DataType::Numerical | DataType::Monetory, .. } => {
                FieldKind::Number
            }
            Self::Custom { data_type: DataType::Date, .. } => FieldKind::Date,
            Self::Custom { .. } | Self::CustomBox { .. } => FieldKind::Text,
        }
    }

    /// Whether a list of values may be asked for.
    pub(crate) fn takes_lists(&self) -> bool {
        matches!(
            self,
            Self::Standard(place)
                if matches!(FIELDS[*place].2, Source::Tags | Source::Followers | Source::Owner)
        )
    }

    pub(crate) fn exists(&self, contact: &Contact, world: &World) -> bool {
        match self.kind() {
            FieldKind::Flag => self.flag(contact).is_some(),
            FieldKind::Date => self.date(contact, world).is_some(),
            FieldKind::Number => self.value(contact).is_some(),
            FieldKind::Text | FieldKind::Lowered => !self.texts(contact, world).is_empty(),
        }
    }

    pub(crate) fn flag(&self, contact: &Contact) -> Option<bool> {
        match self {
            Self::Standard(place) => match FIELDS[*place].2 {
                Source::Dnd => Some(contact.dnd),
                _ => None,
            },
            _ => None,
        }
    }

    /// The raw value of a custom field.
    pub(crate) fn value(&self, contact: &Contact) -> Option<Value> {
        match self {
            Self::Custom { id, .. } => contact.custom(id).cloned(),
            _ => None,
        }
    }

    pub(crate) fn date(&self, contact: &Contact, world: &World) -> Option<Millis> {
        match self {
            Self::Standard(place) => match FIELDS[*place].2 {
                Source::Added => Some(contact.date_added),
                Source::Updated => Some(contact.date_updated),
                Source::Active => contact.last_activity,
                Source::Birth => midnight(contact.date_of_birth.as_deref()?),
                Source::LastAppointment => {
                    let zone = world.location(&contact.location_id)?.zone();
                    let starts = world.appointments.of(&contact.id).map(|it| it.start);
                    let zoned = zone.to_ambiguous_zoned(starts.max()?).compatible().ok()?;
                    Some(zoned.timestamp().as_millisecond())
                }
                _ => None,
            },
            Self::Custom { id, .. } => midnight(contact.custom(id)?.as_str()?),
            Self::CustomBox { .. } => None,
        }
    }

    /// All values of the field as texts; none when it is not set.
    pub(crate) fn texts<'a>(&self, contact: &'a Contact, world: &'a World) -> Vec<Cow<'a, str>> {
        match self {
            Self::Standard(place) => FIELDS[*place].2.texts(contact, world),
            Self::Custom { id, .. } => contact.custom(id).map(value_texts).unwrap_or_default(),
            Self::CustomBox { id, option, .. } => {
                let text = contact.custom(id).and_then(|value| value.get(&**option));
                text.map(value_texts).unwrap_or_default()
            }
        }
    }
}

impl Source {
    fn texts<'a>(self, contact: &'a Contact, world: &'a World) -> Vec<Cow<'a, str>> {
        let one = |text: Option<&'a str>| text.map(Cow::Borrowed).into_iter().collect();
        match self {
            Self::Text(read) => one(read(contact).as_deref()),
            Self::Lowered(read) => {
                read(contact).iter().map(|text| Cow::Owned(text.to_lowercase())).collect()
            }
            Self::Id => one(Some(&contact.id)),
            Self::Name => {
                let name = contact.name();
                if name.is_empty() { Vec::new() } else { vec![Cow::Owned(name)] }
            }
            Self::Kind => one(Some(contact.kind.name())),
            Self::Owner => one(contact.assigned_to.as_deref()),
            Self::Followers => contact.followers.iter().map(|id| Cow::Borrowed(&**id)).collect(),
            Self::Tags => contact.tags.iter().map(|tag| Cow::Borrowed(tag.as_str())).collect(),
            Self::Business => {
                let id = contact.business_id.as_ref();
                one(id.and_then(|id| world.businesses.get(id)).map(|it| it.name.as_str()))
            }
            Self::Workflows => contact.workflows.iter().map(|id| Cow::Borrowed(&**id)).collect(),
            Self::Channel(channel) => {
                one(contact.dnd_settings.get(&channel).map(|dnd| dnd.status.word()))
            }
            Self::Inbound => one(contact.inbound_dnd.as_ref().map(|dnd| dnd.status.word())),
            Self::Dnd
            | Self::Added
            | Self::Updated
            | Self::Active
            | Self::Birth
            | Self::LastAppointment
            | Self::Unset => Vec::new(),
        }
    }
}

fn value_texts(value: &Value) -> Vec<Cow<'_, str>> {
    match value {
        Value::String(text) => vec![Cow::Borrowed(text)],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(Cow::Borrowed).collect(),
        Value::Null => Vec::new(),
        other => vec![Cow::Owned(other.to_string())],
    }
}

/// A date without a time, as the moment it begins in UTC.
fn midnight(text: &str) -> Option<Millis> {
    let day: Option<Date> = text.get(..10)?.parse().ok();
    parse_iso(&day?.to_string(), &TimeZone::UTC)
}
