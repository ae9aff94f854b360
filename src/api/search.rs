//! Search over the contacts of the location, page by page (contract 3): how everything is pulled.
//!
//! The index lags writes by seconds (Q24): absence from a page proves nothing about a contact
//! that was just written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{json, value::RawValue};

use super::{
    answer::Answer,
    call::Call,
    client::Client,
    contact::Contact,
    depth,
    error::Error,
    narrow::Filters,
    operation::Operation,
    rows::{self, Envelope, Flaw, Shape},
};
use crate::model::served::{ServedContact, Unread};

/// Most contacts of one page.
pub const LARGEST_PAGE: u16 = 500;

/// Longest cursor that is kept, in bytes; a real one has about 40.
const LONGEST_CURSOR: usize = 4 << 10;

/// What to search for. Never alter sort or filter between two pages of one search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// 1 to [`LARGEST_PAGE`].
    pub page_limit: u16,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Only contacts whose `dateUpdated` is not before this.
    pub updated_from: Option<Timestamp>,
    /// Only contacts that fit all of these.
    pub filters: Filters,
    pub sort: Sort,
    /// Free text over the location's searchable fields, at most 75 characters.
    pub query: Option<String>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            page_limit: LARGEST_PAGE,
            after: None,
            updated_from: None,
            filters: Filters::default(),
            sort: Sort { by: SortBy::Added, direction: Direction::Ascending },
            query: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SortBy {
    #[serde(rename = "dateAdded")]
    Added,
    #[serde(rename = "dateUpdated")]
    Updated,
    #[serde(rename = "firstNameLowerCase")]
    FirstName,
    #[serde(rename = "lastNameLowerCase")]
    LastName,
    #[serde(rename = "email")]
    Email,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Direction {
    #[serde(rename = "asc")]
    Ascending,
    #[serde(rename = "desc")]
    Descending,
}

/// Where a page ended: opaque, and sent back letter for letter. Compare two to see a service
/// that serves the same page for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub contacts: Vec<ServedContact>,
    /// All that match, on whatever page. Stop by this, not by a short page.
    pub total: Option<u64>,
    /// Where the next page begins; none after an empty page.
    pub after: Option<Cursor>,
    /// With any, absence from `contacts` proves nothing.
    pub unread: Unread,
}

/// A page as it came. Where the next one begins is known before this one is read, which takes half as
/// long as fetching it.
pub struct Sheet {
    answer: Answer,
    pub bounds: Bounds,
}

/// What of a page is known before its contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Whether they can be read or not.
    pub rows: usize,
    /// As of the [`Page`].
    pub total: Option<u64>,
    pub after: Option<Cursor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    location_id: &'a str,
    page_limit: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    search_after: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    filters: Vec<serde_json::Value>,
    sort: [SortLine; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
}

#[derive(Serialize)]
struct SortLine {
    field: SortBy,
    direction: Direction,
}

impl Client {
    pub async fn search(&self, search: &Search) -> Result<Page, Error> {
        read(&self.send(self.search_call(search)?).await?)
    }

    /// The same, to be read later.
    pub async fn search_sheet(&self, search: &Search) -> Result<Sheet, Error> {
        Sheet::new(self.send(self.search_call(search)?).await?)
    }

    pub(super) fn search_call(&self, search: &Search) -> Result<Call, Error> {
        let body = Body {
            location_id: self.location_id().as_str(),
            page_limit: search.page_limit.clamp(1, LARGEST_PAGE),
            search_after: search.after.as_ref().map(Cursor::raw).transpose()?,
            filters: (search.updated_from.map(updated_from).into_iter())
                .chain(search.filters.0.iter().cloned())
                .collect(),
            sort: [SortLine { field: search.sort.by, direction: search.sort.direction }],
            query: search.query.as_deref(),
        };
        Ok(Call::new(Operation::SearchContacts, &[])?.body(&body)?.page())
    }
}

/// Milliseconds, since dates in text are taken in the location's time zone (Q22).
fn updated_from(time: Timestamp) -> serde_json::Value {
    json!({
        "field": "dateUpdated",
        "operator": "range",
        "value": { "gte": time.as_millisecond() },
    })
}

impl Cursor {
    fn raw(&self) -> Result<Box<RawValue>, Error> {
        RawValue::from_string(self.0.clone())
            .map_err(|_| Error::Unfit("the place where the search stopped can't be read".into()))
    }

    pub(super) fn from_row(after: &RawValue) -> Option<Self> {
        let json = after.get();
        (json.starts_with('[') && json.len() <= LONGEST_CURSOR).then(|| Self(json.to_owned()))
    }
}

fn read(answer: &Answer) -> Result<Page, Error> {
    page(&answer.body).map_err(|flaw| answer.flawed(flaw, "contacts"))
}

/// A page is read in one go. Only where that fails, because somewhere in it is a number or a
/// text that JSON allows and no program can hold, or somebody without an id, the rows are cut out and
/// read one by one.
/// The specification has no schema of it, nor of what is asked (5.1, 1).
fn page(body: &str) -> Result<Page, Flaw> {
    if depth::is_within(body.as_bytes(), depth::MOST)
        && let Ok(envelope) = rows::envelope::<Contact<'_>>(body, "contacts")
        && let Some(page) = Page::of(envelope)
    {
        return Ok(page);
    }
    Ok(Page::of_each(rows::envelope::<&RawValue>(body, "contacts")?))
}

fn bounds(body: &str) -> Result<Bounds, Flaw> {
    let Envelope { rows, total } = rows::envelope::<&RawValue>(body, "contacts")?;
    let mut places =
        rows.iter().rev().filter_map(|row| rows::shape::<Contact<'_>>(row)?.search_after);
    Ok(Bounds { rows: rows.len(), total, after: places.next().and_then(Cursor::from_row) })
}

impl Sheet {
    fn new(answer: Answer) -> Result<Self, Error> {
        let bounds = bounds(&answer.body).map_err(|flaw| answer.flawed(flaw, "contacts"))?;
        Ok(Self { answer, bounds })
    }

    pub fn read(&self) -> Result<Page, Error> {
        read(&self.answer)
    }
}

impl Page {
    /// None if there is a row that cannot be read.
    fn of(envelope: Envelope<Contact<'_>>) -> Option<Self> {
        let mut page = Self::of_rows(envelope.total, envelope.rows.len());
        for contact in envelope.rows {
            page.take(contact).then_some(())?;
        }
        Some(page)
    }

    fn of_each(envelope: Envelope<&RawValue>) -> Self {
        let mut page = Self::of_rows(envelope.total, envelope.rows.len());
        for row in envelope.rows {
            if !rows::shape::<Contact<'_>>(row).is_some_and(|contact| page.take(contact)) {
                page.unread.note(row.get());
            }
        }
        page
    }

    fn of_rows(total: Option<u64>, rows: usize) -> Self {
        let contacts = Vec::with_capacity(rows);
        Self { contacts, total, after: None, unread: Unread::default() }
    }

    /// Whether it is somebody.
    fn take(&mut self, contact: Contact<'_>) -> bool {
        if let Some(after) = contact.search_after {
            self.after = Cursor::from_row(after);
        }
        let read = contact.read();
        let is_somebody = read.is_some();
        self.contacts.extend(read);
        is_somebody
    }
}

#[cfg(test)]
mod tests;
