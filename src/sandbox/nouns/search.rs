//! `POST /contacts/search`: filters, order, pages, and a shape of contact of its own.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::filter::{Context, Filter};
use super::order::{Direction, Key, Order, Place, SortField};
use super::shape::{self, Channels, Texts};
use crate::sandbox::body::{Fields, Kind, Property, may, must};
use crate::sandbox::call::{Answer, Call, Refusal, Reply};
use crate::sandbox::clock::Iso;
use crate::sandbox::id::Id;
use crate::sandbox::records::contact::{Contact, CustomValue};
use crate::sandbox::world::index::{ByDate, Index};
use crate::sandbox::world::store::World;

const BODY: &[Property] = &[
    must("locationId", Kind::Text),
    must("pageLimit", Kind::Number),
    may("page", Kind::Number),
    may("searchAfter", Kind::List),
    may("filters", Kind::List),
    may("sort", Kind::List),
    may("query", Kind::Text),
];
const LARGEST_PAGE: usize = 500;
/// More than most contacts take in an answer.
const BYTES_OF_ONE: usize = 2048;
const LONGEST_QUERY: usize = 75;
/// Page numbers reach no further than this contact; `searchAfter` does.
const LAST_BY_PAGE: usize = 10_000;

/// A search as it was asked for.
struct Search<'a> {
    world: &'a World,
    filter: Filter,
    words: Vec<String>,
    order: Order,
    start: Start,
    limit: usize,
}

enum Start {
    Skip(usize),
    After(Place),
}

/// One page of what was found.
struct Found<'a> {
    page: Vec<&'a Contact>,
    total: usize,
}

/// Body and answer as they are live; the specification has no schema of either (5.1, 1).
pub(crate) fn search(call: &mut Call<'_>) -> Answer {
    let fields = call.fields(BODY)?;
    let search = read(&fields, call)?;
    let book = call.book()?;
    let missed = call.distortion.phone_misses && search.filter.names("phone");
    let nothing = call.distortion.empty_list || missed;
    let found = if nothing { Found::nothing() } else { search.run(&book.index) };
    let first = found.page.first().map(|contact| Cursor { search: &search, contact });
    let same = first.filter(|_| call.distortion.repeat_page);
    let contacts = Items { page: &found.page, search: &search, call, same };
    let likely = (found.page.len() + 1) * BYTES_OF_ONE;
    Reply::written(&Page { contacts, total: found.total, trace_id: call.trace_id }, likely)
}

fn read<'a>(fields: &Fields, call: &Call<'a>) -> Result<Search<'a>, Refusal> {
    let limit = within("pageLimit", fields.number("pageLimit"), LARGEST_PAGE)?;
    let order = Order::read(fields.list("sort"))?;
    let start = match (fields.has("page"), fields.list("searchAfter")) {
        (true, Some(_)) => {
            return Err(invalid("page and searchAfter can not be used together"));
        }
        (false, Some([]) | None) => Start::Skip(0),
        (false, Some(list)) => Start::After(order.cursor(list)?),
        (true, None) => {
            let page = within("page", fields.number("page"), usize::MAX)?;
            if page.saturating_mul(limit) > LAST_BY_PAGE {
                return Err(invalid("page * pageLimit must not be greater than 10000"));
            }
            Start::Skip((page - 1) * limit)
        }
    };
    let query = fields.text("query").unwrap_or_default();
    if query.chars().count() > LONGEST_QUERY {
        return Err(invalid("query must be shorter than or equal to 75 characters"));
    }
    let context = Context { book: call.book()?, location: call.location()? };
    let filter = Filter::read(fields.list("filters").unwrap_or_default(), context)?;
    let words = query.split_whitespace().map(str::to_lowercase).collect();
    Ok(Search { world: call.world, filter, words, order, start, limit })
}

fn within(name: &str, number: Option<i64>, most: usize) -> Result<usize, Refusal> {
    let number = number.ok_or_else(|| invalid(&format!("{name} must be an integer number")))?;
    match usize::try_from(number) {
        Err(_) | Ok(0) => Err(invalid(&format!("{name} must not be less than 1"))),
        Ok(number) if number > most => {
            Err(invalid(&format!("{name} must not be greater than {most}")))
        }
        Ok(number) => Ok(number),
    }
}

fn invalid(message: &str) -> Refusal {
    Refusal::invalid(vec![message.to_owned()])
}

impl Found<'_> {
    fn nothing() -> Self {
        Self { page: Vec::new(), total: 0 }
    }
}

impl<'a> Search<'a> {
    /// By one date, the index is walked in its order from the cursor on; by anything else, all that
    /// match are looked at and only the page's share is sorted.
    fn run(&self, index: &'a Index) -> Found<'a> {
        match self.order.by_date() {
            Some((SortField::Updated, direction)) => {
                self.walk(index.by_updated(), "dateUpdated", direction)
            }
            Some((_, direction)) => self.walk(index.by_added(), "dateAdded", direction),
            None => self.select(index),
        }
    }

    fn walk(&self, dates: &'a ByDate, name: &str, direction: Direction) -> Found<'a> {
        let (bounds, only_bounds) = self.filter.bounds(name);
        if bounds.from > bounds.to {
            return Found::nothing();
        }
        let first = (bounds.from, Id::default());
        let after_last = bounds.to.checked_add(1).map(|to| (to, Id::default()));
        let inside = || match &after_last {
            Some(end) => dates.range(&first..end),
            None => dates.range(&first..),
        };
        let unfiltered = self.filter.is_empty() && self.words.is_empty();
        let total = if unfiltered {
            dates.len()
        } else if only_bounds && self.words.is_empty() {
            inside().count()
        } else {
            inside().filter(|(_, contact)| self.fits(contact)).count()
        };
        let cursor = match &self.start {
            Start::After(Place { keys, id }) => match keys.as_slice() {
                [Key::Number(date)] => Some((*date, Id::from(id.as_str()))),
                _ => None,
            },
            Start::Skip(_) => None,
        };
        let skip = if let Start::Skip(skip) = self.start { skip } else { 0 };
        let rest: Box<dyn Iterator<Item = _>> = match (direction, cursor) {
            (Direction::Ascending, None) => Box::new(inside()),
            (Direction::Descending, None) => Box::new(inside().rev()),
            (Direction::Ascending, Some(cursor)) => {
                let from = first.clone().max(cursor.clone());
                let rest = dates.range(from..).filter(move |(place, _)| **place != cursor);
                Box::new(rest.take_while(move |(place, _)| place.0 <= bounds.to))
            }
            (Direction::Descending, Some(cursor)) => {
                let to = after_last.clone().map_or(cursor.clone(), |end| end.min(cursor));
                Box::new(
                    dates.range(..to).rev().take_while(move |(place, _)| place.0 >= bounds.from),
                )
            }
        };
        let page = rest
            .map(|(_, contact)| &**contact)
            .filter(|contact| self.fits(contact))
            .skip(skip)
            .take(self.limit)
            .collect();
        Found { page, total }
    }

    fn select(&self, index: &'a Index) -> Found<'a> {
        let matching = index.by_added().values().map(|it| &**it).filter(|it| self.fits(it));
        let mut rows: Vec<(Place, &Contact)> =
            matching.map(|contact| (self.order.place(contact, self.world), contact)).collect();
        let total = rows.len();
        let mut skip = 0;
        match &self.start {
            Start::Skip(count) => skip = *count,
            Start::After(cursor) => {
                rows.retain(|(place, _)| self.order.compare(place, cursor).is_gt());
            }
        }
        let wanted = skip + self.limit;
        if wanted < rows.len() {
            rows.select_nth_unstable_by(wanted, |(a, _), (b, _)| self.order.compare(a, b));
            rows.truncate(wanted);
        }
        rows.sort_unstable_by(|(a, _), (b, _)| self.order.compare(a, b));
        let page = rows.into_iter().skip(skip).map(|(_, contact)| contact).collect();
        Found { page, total }
    }

    fn fits(&self, contact: &Contact) -> bool {
        self.filter.matches(contact, self.world) && has_words(contact, &self.words)
    }
}

/// Every word of the free text is in the name, the email, the phone or the company.
pub(crate) fn has_words(contact: &Contact, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let texts = [
        &contact.first_name,
        &contact.last_name,
        &contact.email,
        &contact.phone,
        &contact.company_name,
    ];
    let lowered: Vec<String> = texts.into_iter().flatten().map(|it| it.to_lowercase()).collect();
    words.iter().all(|word| lowered.iter().any(|text| text.contains(word.as_str())))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    contacts: Items<'a>,
    total: usize,
    trace_id: &'a str,
}

/// The contacts of a page, each made up as it is written.
struct Items<'a> {
    page: &'a [&'a Contact],
    search: &'a Search<'a>,
    call: &'a Call<'a>,
    /// The cursor of all of them, where it is not each one's own.
    same: Option<Cursor<'a>>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { page, search, call, same } = self;
        serializer.collect_seq(page.iter().map(|contact| {
            let own = Cursor { search, contact };
            Item::of(contact, same.unwrap_or(own), call)
        }))
    }
}

/// What `searchAfter` says of a contact.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    search: &'a Search<'a>,
    contact: &'a Contact,
}

impl Serialize for Cursor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { search, contact } = self;
        let mut list = serializer.serialize_seq(None)?;
        for key in search.order.keys(contact, search.world) {
            list.serialize_element(&key)?;
        }
        list.serialize_element(&contact.id)?;
        list.end()
    }
}

/// A text in lower case.
struct Lowered<'a>(&'a str);

impl Serialize for Lowered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_lowercase())
    }
}

/// A contact as a search shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: &'a Id,
    location_id: &'a Id,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    first_name_lower_case: Option<Lowered<'a>>,
    last_name_lower_case: Option<Lowered<'a>>,
    email: Option<&'a str>,
    valid_email: Option<bool>,
    phone: Option<&'a str>,
    phone_label: Option<&'a str>,
    additional_emails: &'a [Box<str>],
    additional_phones: &'a [Box<str>],
    company_name: Option<&'a str>,
    business_name: Option<&'a str>,
    business_id: Option<&'a Id>,
    address: Option<&'a str>,
    city: Option<&'a str>,
    state: Option<&'a str>,
    country: Option<&'a str>,
    postal_code: Option<&'a str>,
    website: Option<&'a str>,
    timezone: Option<&'a str>,
    source: Option<&'a str>,
    r#type: &'static str,
    dnd: bool,
    dnd_settings: Channels<'a>,
    tags: &'a [String],
    custom_fields: &'a [CustomValue],
    assigned_to: Option<&'a Id>,
    followers: &'a [Id],
    date_added: Iso,
    date_updated: Iso,
    date_of_birth: Option<&'a str>,
    last_activity: Option<Iso>,
    opportunities: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution_source: Option<Texts<'a>>,
    search_after: Cursor<'a>,
}

impl<'a> Item<'a> {
    fn of(contact: &'a Contact, search_after: Cursor<'a>, call: &Call<'a>) -> Self {
        let business = contact.business_id.as_ref().and_then(|id| call.world.businesses.get(id));
        Self {
            id: &contact.id,
            location_id: &contact.location_id,
            first_name: contact.first_name.as_deref(),
            last_name: contact.last_name.as_deref(),
            first_name_lower_case: contact.first_name.as_deref().map(Lowered),
            last_name_lower_case: contact.last_name.as_deref().map(Lowered),
            email: contact.email.as_deref(),
            valid_email: None,
            phone: contact.phone.as_deref(),
            phone_label: None,
            additional_emails: &contact.additional_emails,
            additional_phones: &contact.additional_phones,
            company_name: contact.company_name.as_deref(),
            business_name: business.map(|it| it.name.as_str()),
            business_id: contact.business_id.as_ref(),
            address: contact.address1.as_deref(),
            city: contact.city.as_deref(),
            state: contact.state.as_deref(),
            country: contact.country.as_deref(),
            postal_code: contact.postal_code.as_deref(),
            website: contact.website.as_deref(),
            timezone: contact.timezone.as_deref(),
            source: contact.source.as_deref(),
            r#type: contact.kind.name(),
            dnd: contact.dnd,
            dnd_settings: Channels(contact, call.version),
            tags: &contact.tags,
            custom_fields: &contact.custom_fields,
            assigned_to: contact.assigned_to.as_ref(),
            followers: &contact.followers,
            date_added: Iso(contact.date_added),
            date_updated: Iso(contact.date_updated),
            date_of_birth: contact.date_of_birth.as_deref(),
            last_activity: contact.last_activity.map(Iso),
            opportunities: [],
            attribution_source: contact.attribution.as_ref().map(|it| shape::bare(it)),
            search_after,
        }
    }
}
