//! Filling a location from a contact export (CSV) of HighLevel's web interface.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::clock::{Millis, parse_iso};
use super::id::{Id, Mint};
use super::phone::to_e164;
use super::records::contact::{Contact, CustomValue, Text};
use super::records::custom_field::{CustomField, DataType, Model};
use super::records::location::Location;
use super::records::tag::{self, LocationTag};

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// How many contacts were loaded.
    pub contacts: usize,
    /// Rows that could not be read, and are not in the sandbox.
    pub unreadable: Vec<RowTrouble>,
    /// Rows that were loaded without one of their values.
    pub incomplete: Vec<RowTrouble>,
    /// The columns that became custom fields.
    pub custom_fields: Vec<String>,
}

/// A row, counted as a spreadsheet does: the heading is row 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowTrouble {
    pub row: usize,
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("can't read {path}: {error}", path = .path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{path} has no heading with the columns of a contact export", path = .path.display())]
    NoHeading { path: PathBuf },
}

/// What the file holds, and the report on it.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) contacts: Vec<Contact>,
    pub(crate) fields: Vec<CustomField>,
    pub(crate) tags: Vec<LocationTag>,
    pub(crate) report: LoadReport,
}

/// What a column is for.
#[derive(Clone)]
enum Column {
    Id,
    Name,
    Text(fn(&mut Contact) -> &mut Text),
    Email,
    Phone,
    Created,
    LastActivity,
    Tags,
    MoreEmails,
    MorePhones,
    /// Its place among the custom fields.
    Custom(usize),
}

/// The headings of the export, in lower case, and those of other columns that contacts have.
const COLUMNS: &[(&str, Column)] = &[
    ("contact id", Column::Id),
    ("first name", Column::Text(|it| &mut it.first_name)),
    ("last name", Column::Text(|it| &mut it.last_name)),
    ("name", Column::Name),
    ("contact name", Column::Name),
    ("phone", Column::Phone),
    ("email", Column::Email),
    ("business name", Column::Text(|it| &mut it.company_name)),
    ("company name", Column::Text(|it| &mut it.company_name)),
    ("created", Column::Created),
    ("last activity", Column::LastActivity),
    ("tags", Column::Tags),
    ("additional emails", Column::MoreEmails),
    ("additional phones", Column::MorePhones),
    ("street address", Column::Text(|it| &mut it.address1)),
    ("city", Column::Text(|it| &mut it.city)),
    ("state", Column::Text(|it| &mut it.state)),
    ("country", Column::Text(|it| &mut it.country)),
    ("postal code", Column::Text(|it| &mut it.postal_code)),
    ("website", Column::Text(|it| &mut it.website)),
    ("source", Column::Text(|it| &mut it.source)),
];

/// Dates as spreadsheets and the web interface write them, besides ISO.
const DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%b %d %Y %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
];
const DAY_FORMATS: &[&str] = &["%m/%d/%Y", "%b %d %Y", "%b %d, %Y"];

pub(crate) fn load(
    path: &Path,
    location: &Location,
    now: Millis,
    mint: &mut Mint,
) -> Result<Loaded, LoadError> {
    let io = |error| LoadError::Io { path: path.to_owned(), error };
    let file = File::open(path).map_err(io)?;
    let loaded = read(file, location, now, mint).map_err(io)?;
    loaded.ok_or_else(|| LoadError::NoHeading { path: path.to_owned() })
}

/// Nothing when the heading names no column of an export.
fn read(
    source: impl Read,
    location: &Location,
    now: Millis,
    mint: &mut Mint,
) -> io::Result<Option<Loaded>> {
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(source);
    let headings = reader.byte_headers().map_err(into_io)?.clone();
    let mut loaded = Loaded::default();
    let columns = columns(&headings, location, mint, &mut loaded);
    if columns.iter().all(|column| matches!(column, Column::Custom(_))) {
        return Ok(None);
    }
    let mut rows = Rows { columns, location, now, seen: HashMap::new() };
    let mut names = BTreeSet::new();
    let mut record = ByteRecord::new();
    let mut row = 1;
    while reader.read_byte_record(&mut record).map_err(into_io)? {
        row += 1;
        match rows.contact(&record, row, mint, &mut loaded) {
            Ok(contact) => {
                names.extend(contact.tags.iter().cloned());
                loaded.contacts.push(contact);
            }
            Err(reason) => loaded.report.unreadable.push(RowTrouble { row, reason }),
        }
    }
    let tag = |name| LocationTag { id: mint.record(), location_id: location.id.clone(), name };
    loaded.tags = names.into_iter().map(tag).collect();
    loaded.report.contacts = loaded.contacts.len();
    Ok(Some(loaded))
}

fn into_io(error: csv::Error) -> io::Error {
    io::Error::other(error)
}

fn columns(
    headings: &ByteRecord,
    location: &Location,
    mint: &mut Mint,
    loaded: &mut Loaded,
) -> Vec<Column> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut columns = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let heading = String::from_utf8_lossy(heading);
        let lower = heading.to_lowercase();
        let known = COLUMNS.iter().find(|(name, _)| *name == lower);
        // The second column of the same name has its values somewhere of its own.
        if let Some((_, column)) = known.filter(|_| taken.insert(lower.clone())) {
            columns.push(column.clone());
            continue;
        }
        let mut name =
            if heading.is_empty() { format!("Column {}", place + 1) } else { heading.into_owned() };
        if loaded.fields.iter().any(|field| field.name == name) || known.is_some() {
            name = format!("{name} ({})", place + 1);
        }
        columns.push(Column::Custom(loaded.fields.len()));
        loaded.report.custom_fields.push(name.clone());
        loaded.fields.push(custom_field(name, loaded.fields.len(), location, mint));
    }
    columns
}

fn custom_field(name: String, place: usize, location: &Location, mint: &mut Mint) -> CustomField {
    CustomField {
        id: mint.record(),
        location_id: location.id.clone(),
        key: name.to_lowercase().replace(' ', "_"),
        name,
        data_type: DataType::Text,
        model: Model::Contact,
        placeholder: String::new(),
        position: i64::try_from(place * 50).unwrap_or_default(),
        options: Vec::new(),
        accepted_formats: Vec::new(),
        max_files: None,
    }
}

struct Rows<'a> {
    columns: Vec<Column>,
    location: &'a Location,
    now: Millis,
    /// Ids, and the rows they stand in.
    seen: HashMap<Id, usize>,
}

impl Rows<'_> {
    /// The contact of a row, or why there is none.
    fn contact(
        &mut self,
        record: &ByteRecord,
        row: usize,
        mint: &mut Mint,
        loaded: &mut Loaded,
    ) -> Result<Contact, String> {
        if record.len() != self.columns.len() {
            let (found, wanted) = (record.len(), self.columns.len());
            return Err(format!("{found} values for {wanted} columns"));
        }
        let mut contact = Contact {
            location_id: self.location.id.clone(),
            date_added: self.now,
            date_updated: self.now,
            ..Contact::default()
        };
        let mut lost = Vec::new();
        let mut empty = true;
        for (column, bytes) in self.columns.iter().zip(record) {
            let text = str::from_utf8(bytes).map_err(|_| "not UTF-8 text".to_owned())?;
            if !text.is_empty() {
                empty = false;
                let outcome = self.fill(&mut contact, column, text, &loaded.fields);
                lost.extend(outcome.err());
            }
        }
        if empty {
            return Err("every column is empty".to_owned());
        }
        if contact.id.is_empty() {
            contact.id = mint.record();
        }
        if let Some(first) = self.seen.insert(contact.id.clone(), row) {
            return Err(format!("the same Contact Id as row {first}"));
        }
        contact.date_updated = contact.last_activity.unwrap_or(contact.date_added);
        let lost = lost.into_iter().map(|reason| RowTrouble { row, reason });
        loaded.report.incomplete.extend(lost);
        Ok(contact)
    }

    /// Takes one value; the error says which one was left out.
    fn fill(
        &self,
        contact: &mut Contact,
        column: &Column,
        text: &str,
        fields: &[CustomField],
    ) -> Result<(), String> {
        let phone = |text: &str| to_e164(text, &self.location.country);
        let unread = |what: &str| format!("{what} `{text}` can't be read");
        match column {
            Column::Id => contact.id = text.into(),
            Column::Text(slot) => *slot(contact) = Some(text.into()),
            Column::Name => {
                let (first, last) = text.split_once(' ').unwrap_or((text, ""));
                contact.first_name.get_or_insert_with(|| first.into());
                if !last.is_empty() {
                    contact.last_name.get_or_insert_with(|| last.into());
                }
            }
            Column::Email => contact.email = Some(text.to_lowercase().into()),
            Column::Phone => {
                contact.phone = Some(phone(text).ok_or_else(|| unread("phone"))?.into());
            }
            Column::Created => {
                contact.date_added = self.date(text).ok_or_else(|| unread("date"))?;
            }
            Column::LastActivity => {
                contact.last_activity = Some(self.date(text).ok_or_else(|| unread("date"))?);
            }
            Column::Tags => {
                for tag in text.split(',').map(tag::normal).filter(|tag| !tag.is_empty()) {
                    if !contact.tags.contains(&tag) {
                        contact.tags.push(tag);
                    }
                }
            }
            Column::MoreEmails => {
                contact.additional_emails =
                    several(text).map(|it| it.to_lowercase().into()).collect();
            }
            Column::MorePhones => {
                let phones: Option<Vec<Box<str>>> =
                    several(text).map(|it| phone(it).map(Into::into)).collect();
                contact.additional_phones = phones.ok_or_else(|| unread("phone"))?;
            }
            Column::Custom(place) => {
                let id = fields[*place].id.clone();
                contact.custom_fields.push(CustomValue { id, value: text.into() });
            }
        }
        Ok(())
    }

    fn date(&self, text: &str) -> Option<Millis> {
        use jiff::civil::{Date, DateTime, Time};
        let zone = self.location.zone();
        if let Some(at) = parse_iso(text, &zone) {
            return Some(at);
        }
        let exact = DATE_FORMATS.iter().find_map(|format| DateTime::strptime(format, text).ok());
        let local = exact.or_else(|| {
            let day = DAY_FORMATS.iter().find_map(|format| Date::strptime(format, text).ok());
            day.map(|day| day.to_datetime(Time::midnight()))
        })?;
        let zoned = zone.to_ambiguous_zoned(local).compatible().ok()?;
        Some(zoned.timestamp().as_millisecond())
    }
}

fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';']).map(str::trim).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::clock::iso;
    use crate::sandbox::options::Options;
    use crate::sandbox::seed::agency;

    fn loaded(text: &[u8]) -> Option<Loaded> {
        let mut mint = Mint::new(1);
        let setting = agency::setting(&Options::default(), 0, &mut mint);
        read(text, &setting.locations[0], 1_700_000_000_000, &mut mint).unwrap()
    }

    #[test]
    fn columns_are_known_by_name_in_any_order_and_case() {
        let text = "\u{feff}EMAIL,tags,First name,Contact Id,Phone,Favourite colour,Created\r\n\
            Anna@Example.com,\"Hot Lead, vip , VIP\",Anna,abc123,(212) 555-0143,\"blue,\nor green\",2024-03-05T10:00:00-08:00\r\n";
        let Loaded { contacts, fields, tags, report } = loaded(text.as_bytes()).unwrap();
        let contact = &contacts[0];
        assert_eq!(contact.id, "abc123");
        assert_eq!(contact.email.as_deref(), Some("anna@example.com"));
        assert_eq!(contact.phone.as_deref(), Some("+12125550143"));
        assert_eq!(contact.tags, ["hot lead", "vip"]);
        assert_eq!(iso(contact.date_added), "2024-03-05T18:00:00.000Z");
        assert_eq!(contact.custom(&fields[0].id).unwrap(), "blue,\nor green");
        assert_eq!(
            (fields[0].name.as_str(), fields[0].data_type),
            ("Favourite colour", DataType::Text)
        );
        assert_eq!(tags.len(), 2);
        assert_eq!(report.custom_fields, ["Favourite colour"]);
        assert!(report.unreadable.is_empty() && report.incomplete.is_empty());
    }

    #[test]
    fn rows_that_cant_be_read_are_named() {
        let mut text = b"Contact Id,First Name,Phone\n\
            a,Anna,2125550143\n\
            b,Bert\n\
            ,,\n\
            a,Carla,\n\
            d,Dora,nonsense\n\
            e,"
        .to_vec();
        text.extend(b"\xff\xfe,\n");
        let Loaded { contacts, report, .. } = loaded(&text).unwrap();
        let trouble = |list: &[RowTrouble]| -> Vec<String> {
            list.iter().map(|it| format!("{}: {}", it.row, it.reason)).collect()
        };
        assert_eq!(
            trouble(&report.unreadable),
            [
                "3: 2 values for 3 columns",
                "4: every column is empty",
                "5: the same Contact Id as row 2",
                "7: not UTF-8 text",
            ]
        );
        assert_eq!(trouble(&report.incomplete), ["6: phone `nonsense` can't be read"]);
        assert_eq!(contacts.len(), 2);
        assert_eq!(report.contacts, 2);
    }

    #[test]
    fn a_file_of_something_else_is_no_export() {
        assert!(loaded(b"sku,price\n1,2\n").is_none());
        assert!(loaded(b"").is_none());
    }

    #[test]
    fn two_columns_of_one_name_keep_their_values_apart() {
        let Loaded { contacts, fields, .. } =
            loaded(b"Email,Email,\na@example.com,b@example.com,c\n").unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["Email (2)", "Column 3"]);
        assert_eq!(contacts[0].email.as_deref(), Some("a@example.com"));
        assert_eq!(contacts[0].custom(&fields[0].id).unwrap(), "b@example.com");
    }
}
