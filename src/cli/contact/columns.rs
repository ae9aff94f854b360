//! The columns of a list of contacts.

use serde_json::{Map, Value as Json};

use crate::{
    cli::{queue::Queue, refusal::wrong, shape, stop::Stop},
    model::{
        catalog::Catalog,
        contact::Contact,
        field::{Field, Standard},
        ids::RemoteId,
        row::Row,
        value::Value,
    },
    store::Reader,
};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    Id,
    LocalId,
    Sync,
    /// `Adams, Jane`
    Name,
    Tags,
    Added,
    Updated,
    Field(Field),
}

/// Without `--columns`.
pub(super) const USUAL: [Column; 7] = [
    Column::Id,
    Column::Name,
    Column::Field(Field::Standard(Standard::Company)),
    Column::Field(Field::Standard(Standard::Email)),
    Column::Field(Field::Standard(Standard::Phone)),
    Column::Tags,
    Column::Sync,
];

/// A contact about to be listed.
pub(super) struct Listed<'a> {
    pub(super) row: &'a Row,
    pub(super) remote: Option<RemoteId>,
    /// Only where a column needs more than the row has.
    pub(super) whole: Option<Contact>,
    pub(super) queue: &'a Queue,
}

impl Column {
    pub(super) fn named(name: &str, catalog: &Catalog) -> Result<Self, Stop> {
        Ok(match name.trim() {
            "id" => Self::Id,
            "local_id" => Self::LocalId,
            "sync" => Self::Sync,
            "name" => Self::Name,
            "tags" => Self::Tags,
            "dateAdded" | "added" => Self::Added,
            "dateUpdated" | "updated" => Self::Updated,
            other => match catalog.field_named(other) {
                Some(field) => Self::Field(field),
                None => {
                    return Err(wrong(
                        format!("there is no column `{}`", other.escape_debug()),
                        "id, local_id, sync, name, tags, dateAdded, dateUpdated, or a field by the \
                         service's name; custom fields by name or key",
                    )
                    .into());
                }
            },
        })
    }

    /// Whether the row alone does not have it.
    pub(super) fn needs_all(&self) -> bool {
        match self {
            Self::Field(Field::Custom(_)) => true,
            Self::Field(Field::Standard(field)) => in_row(*field).is_none(),
            _ => false,
        }
    }

    pub(super) fn head(&self, catalog: &Catalog) -> String {
        match self {
            Self::Id => "ID".to_owned(),
            Self::LocalId => "LOCAL ID".to_owned(),
            Self::Sync => "SYNC".to_owned(),
            Self::Name => "NAME".to_owned(),
            Self::Tags => "TAGS".to_owned(),
            Self::Added => "ADDED".to_owned(),
            Self::Updated => "UPDATED".to_owned(),
            Self::Field(field) => catalog.label(field).to_uppercase(),
        }
    }

    pub(super) fn text(&self, listed: &Listed, catalog: &Catalog) -> String {
        let row = listed.row;
        let time = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string());
        match self {
            Self::Id => shape::id(listed.remote.as_ref(), &row.id),
            Self::LocalId => row.id.to_string(),
            Self::Sync => listed.queue.standing(row.id).mark().to_owned(),
            Self::Name => row.listed_name().into_owned(),
            Self::Tags => row.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            Self::Added => time(row.added).unwrap_or_default(),
            Self::Updated => time(row.updated).unwrap_or_default(),
            Self::Field(Field::Standard(Standard::Owner)) => row
                .owner
                .as_ref()
                .map(|id| catalog.user(id).map_or(id.as_str(), |user| &user.name).to_owned())
                .unwrap_or_default(),
            Self::Field(field) => listed.value(field).shown().into_owned(),
        }
    }

    /// Name and value of the member of the JSON object.
    pub(super) fn member(&self, listed: &Listed, catalog: &Catalog, json: &mut Map<String, Json>) {
        let row = listed.row;
        let (name, value) = match self {
            // Every object has them anyway.
            Self::Id | Self::LocalId | Self::Sync => return,
            Self::Name => ("name".to_owned(), row.listed_name().into()),
            Self::Tags => ("tags".to_owned(), serde_json::json!(row.tags)),
            Self::Added => ("dateAdded".to_owned(), shape::time(row.added)),
            Self::Updated => ("dateUpdated".to_owned(), shape::time(row.updated)),
            Self::Field(field) => {
                let name = match field {
                    Field::Standard(field) => field.spec().name.to_owned(),
                    Field::Custom(id) => {
                        catalog.custom_field(id).map_or(id.as_str(), |field| &field.key).to_owned()
                    }
                };
                (name, listed.value(field).to_json())
            }
        };
        json.insert(name, value);
    }
}

impl<'a> Listed<'a> {
    pub(super) fn read(
        reader: &Reader,
        queue: &'a Queue,
        row: &'a Row,
        columns: &[Column],
    ) -> Result<Self, Stop> {
        let whole = if columns.iter().any(Column::needs_all) {
            queue.contact(reader, row.id)?
        } else {
            None
        };
        let remote = reader.remotes(&[row.id])?.pop().flatten();
        Ok(Self { row, remote, whole, queue })
    }

    fn value(&self, field: &Field) -> Value {
        if let Some(whole) = &self.whole {
            return whole.value(field).clone();
        }
        match field {
            Field::Standard(Standard::Dnd) => Value::Flag(self.row.dnd),
            Field::Standard(field) => {
                in_row(*field).map_or(Value::Empty, |text| Value::text(text(self.row)))
            }
            Field::Custom(_) => Value::Empty,
        }
    }
}

/// Where the row of a contact has this field.
fn in_row(field: Standard) -> Option<fn(&Row) -> &str> {
    Some(match field {
        Standard::FirstName => |row| &row.first,
        Standard::LastName => |row| &row.last,
        Standard::Email => |row| &row.email,
        Standard::Phone => |row| &row.phone,
        Standard::Company => |row| &row.company,
        Standard::Owner => |row| row.owner.as_ref().map_or("", |id| id.as_str()),
        Standard::Type => |row| &row.kind,
        Standard::Source => |row| &row.source,
        Standard::City => |row| &row.city,
        Standard::State => |row| &row.state,
        Standard::Country => |row| &row.country,
        Standard::Dnd => |_| "",
        Standard::DateOfBirth
        | Standard::Address
        | Standard::PostalCode
        | Standard::Website
        | Standard::Timezone => return None,
    })
}
