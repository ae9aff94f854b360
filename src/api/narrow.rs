//! From the filter language to what the service's search understands (contract 3.2, 3.3): as much of
//! a filter as it can answer without missing anybody.
//!
//! The service compares texts as they are written, we without accents, and what it makes of phone
//! numbers is not reliable (Q23): a condition on a text would miss people, so it is not sent. Nobody
//! who fits the filter is missing from the answer; somebody in it may not fit, so whoever asks
//! applies the filter to what comes.

use serde_json::{Value as Json, json};

use crate::model::{
    filter::{Condition, Filter, Present, TextField, TimeField, Times, Tree},
    folded::folded,
    ids::UserId,
    tag::Tag,
};

/// Characters that a value may have (contract 3.1).
const LONGEST: usize = 75;
/// Tags that one condition may stand for.
const MOST_TAGS: usize = 50;

/// The filters of a search, as they are sent. Empty: everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(pub(super) Vec<Json>);

/// What the service can be asked of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowed {
    /// Nobody fits, whoever there is.
    Nobody,
    To {
        filters: Filters,
        /// What the service is not asked. Where this is empty, the answer is exact.
        left: Vec<Condition>,
    },
}

/// `tags`: all tags of the location. A tag of the filter stands for all that differ only in accents.
pub fn narrowed(filter: &Filter, tags: &[Tag]) -> Narrowed {
    let mut reading = Reading { tags, left: Vec::new() };
    let filters = match reading.tree(filter, true) {
        Tree::All(items) => items.into_iter().map(sent).collect(),
        Tree::Any(items) if items.is_empty() => return Narrowed::Nobody,
        one => vec![sent(one)],
    };
    Narrowed::To { filters: Filters(filters), left: reading.left }
}

struct Reading<'a> {
    tags: &'a [Tag],
    left: Vec<Condition>,
}

/// A filter of the service without negations: its leaves have operators for that.
type Asked = Tree<Json>;

const EVERYBODY: Asked = Tree::All(Vec::new());
const NOBODY: Asked = Tree::Any(Vec::new());

impl Reading<'_> {
    /// The filter, or its opposite, without what can't be asked: that lets everybody through.
    fn tree(&mut self, filter: &Filter, holds: bool) -> Asked {
        match (filter, holds) {
            (Tree::Not(inner), _) => self.tree(inner, !holds),
            (Tree::All(items), true) | (Tree::Any(items), false) => {
                all(items.iter().map(|item| self.tree(item, holds)))
            }
            (Tree::Any(items), true) | (Tree::All(items), false) => {
                any(items.iter().map(|item| self.tree(item, holds)).collect::<Vec<_>>())
            }
            (Tree::Leaf(condition), _) => self.condition(condition, holds).unwrap_or_else(|| {
                self.left.push(condition.clone());
                EVERYBODY
            }),
        }
    }

    /// `None`: the service has no such condition, or one that may miss somebody.
    fn condition(&self, condition: &Condition, holds: bool) -> Option<Asked> {
        match condition {
            Condition::Tag(name) => self.tagged(|tag| tag == name, holds),
            Condition::TagBeginning(name) => self.tagged(|tag| tag.starts_with(name), holds),
            Condition::Owner(users) => equal("assignedTo", users.iter().map(UserId::as_str), holds),
            // A contact of which the service says nothing may be disturbed.
            Condition::Dnd(on) => {
                let operator = if *on == holds { "eq" } else { "not_eq" };
                Some(leaf("dnd", operator, true))
            }
            Condition::Time(field, times) => Some(within(time(*field), times, holds)),
            Condition::Text(TextField::Country, term) => match term.spellings() {
                // The codes of countries have two plain letters, and those in capitals.
                [code] if code.len() == 2 && code.bytes().all(|it| it.is_ascii_lowercase()) => {
                    equal("country", [code.to_ascii_uppercase().as_str()], holds)
                }
                _ => None,
            },
            Condition::Has(Present::Tag) => Some(exists("tags", holds)),
            Condition::Has(Present::Time(field)) => Some(exists(time(*field), holds)),
            // The empty text may exist for the service, which for us is nothing.
            Condition::Has(Present::Owner) if holds => Some(exists("assignedTo", true)),
            Condition::Has(Present::Text(field)) if holds => Some(present(*field)),
            _ => None,
        }
    }

    fn tagged(&self, is_meant: impl Fn(&str) -> bool, holds: bool) -> Option<Asked> {
        let meant = self.tags.iter().map(Tag::as_str).filter(|tag| is_meant(&folded(tag)));
        let meant: Vec<&str> = meant.collect();
        let fits = meant.len() <= MOST_TAGS;
        fits.then(|| equal("tags", meant, holds)).flatten()
    }
}

/// Is one of these, or none of them. One by one, since lists are not said to be taken everywhere.
fn equal<'a>(field: &str, values: impl IntoIterator<Item = &'a str>, holds: bool) -> Option<Asked> {
    let operator = if holds { "eq" } else { "not_eq" };
    let one =
        |value: &str| (value.chars().count() <= LONGEST).then(|| leaf(field, operator, value));
    let each: Vec<Asked> = values.into_iter().map(one).collect::<Option<_>>()?;
    Some(if holds { any(each) } else { all(each) })
}

fn exists(field: &str, holds: bool) -> Asked {
    let operator = if holds { "exists" } else { "not_exists" };
    Tree::Leaf(json!({ "field": field, "operator": operator }))
}

fn present(field: TextField) -> Asked {
    let one = |field: &str| exists(field, true);
    match field {
        TextField::Name => any([one("firstNameLowerCase"), one("lastNameLowerCase")]),
        TextField::First => one("firstNameLowerCase"),
        TextField::Last => one("lastNameLowerCase"),
        TextField::Email => one("email"),
        TextField::Phone => one("phone"),
        TextField::Company => one("companyName"),
        TextField::City => one("city"),
        TextField::State => one("state"),
        TextField::Country => one("country"),
        TextField::Source => one("source"),
        TextField::Kind => one("type"),
    }
}

fn time(field: TimeField) -> &'static str {
    match field {
        TimeField::Added => "dateAdded",
        TimeField::Updated => "dateUpdated",
    }
}

/// In milliseconds, since dates in text are taken in the location's time zone (Q22). A time that is
/// not known is in no range.
fn within(field: &str, times: &Times, holds: bool) -> Asked {
    let (from, to) = (millisecond(times.start), millisecond(times.end));
    let range = |bound: &str, at: i64| leaf(field, "range", json!({ bound: at }));
    match (from, to, holds) {
        (None, None, true) => exists(field, true),
        (None, None, false) => exists(field, false),
        (Some(from), Some(to), true) => leaf(field, "range", json!({ "gte": from, "lt": to })),
        (Some(from), None, true) => range("gte", from),
        (None, Some(to), true) => range("lt", to),
        (from, to, false) => {
            let before = from.map(|at| range("lt", at));
            let after = to.map(|at| range("gte", at));
            any([before, after, Some(exists(field, false))].into_iter().flatten())
        }
    }
}

/// `None` where the calendar ends, and so does the range.
fn millisecond(second: i64) -> Option<i64> {
    let calendar = jiff::Timestamp::MIN.as_second()..jiff::Timestamp::MAX.as_second();
    calendar.contains(&second).then_some(second.saturating_mul(1000))
}

fn leaf(field: &str, operator: &str, value: impl Into<Json>) -> Asked {
    let value: Json = value.into();
    Tree::Leaf(json!({ "field": field, "operator": operator, "value": value }))
}

fn all(items: impl IntoIterator<Item = Asked>) -> Asked {
    let items: Vec<Asked> = items.into_iter().collect();
    if items.contains(&NOBODY) { NOBODY } else { Tree::all(items) }
}

fn any(items: impl IntoIterator<Item = Asked>) -> Asked {
    let items: Vec<Asked> = items.into_iter().collect();
    if items.contains(&EVERYBODY) { EVERYBODY } else { Tree::any(items) }
}

fn sent(tree: Asked) -> Json {
    let group = |name: &str, items: Vec<Asked>| json!({ "group": name, "filters": items.into_iter().map(sent).collect::<Vec<_>>() });
    match tree {
        Tree::All(items) => group("AND", items),
        Tree::Any(items) => group("OR", items),
        Tree::Not(inner) => sent(*inner), // none is ever made
        Tree::Leaf(json) => json,
    }
}

#[cfg(test)]
#[path = "narrow/tests.rs"]
mod tests;
