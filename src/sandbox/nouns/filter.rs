//! The filters of a search: read from JSON with the service's two kinds of refusal, then matched.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::filter_field::{Field, FieldKind};
use super::operator::Operator;
use crate::sandbox::call::Refusal;
use crate::sandbox::clock::{Millis, parse_iso};
use crate::sandbox::records::contact::Contact;
use crate::sandbox::records::location::Location;
use crate::sandbox::weather::pattern::glob;
use crate::sandbox::world::store::{Book, World};

const LONGEST_VALUE: usize = 75;
const SHORTEST_CONTAINED: usize = 3;

#[derive(Debug, PartialEq)]
pub(crate) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Leaf(Field, Test),
}

#[derive(Debug, PartialEq)]
pub(crate) enum Test {
    /// One of these. Texts are compared without case, unless the field is a lower-cased one.
    Equals(Vec<Value>),
    /// This is a part of it, whatever the case.
    Contains(String),
    Exists,
    Within(Range),
    Glob(String),
}

/// Both ends optional, kept as the first and the last moment that are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

impl Range {
    pub(crate) const ALL: Self = Self { from: Millis::MIN, to: Millis::MAX };

    fn contains(self, at: Millis) -> bool {
        (self.from..=self.to).contains(&at)
    }

    fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// What reading a filter needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) book: &'a Book,
    pub(crate) location: &'a Location,
}

impl Filter {
    /// The top level is an AND.
    pub(crate) fn read(list: &[Value], context: Context<'_>) -> Result<Self, Refusal> {
        let read = list.iter().map(|value| read(value, context)).collect::<Result<_, _>>()?;
        Ok(Self::All(read))
    }

    pub(crate) fn matches(&self, contact: &Contact, world: &World) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.matches(contact, world)),
            Self::Any(filters) => filters.iter().any(|filter| filter.matches(contact, world)),
            Self::Not(filter) => !filter.matches(contact, world),
            Self::Leaf(field, test) => test.matches(field, contact, world),
        }
    }

    /// Whether the field is asked for anywhere in it.
    pub(crate) fn names(&self, name: &str) -> bool {
        match self {
            Self::All(filters) | Self::Any(filters) => filters.iter().any(|it| it.names(name)),
            Self::Not(filter) => filter.names(name),
            Self::Leaf(field, _) => field.name() == name,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::All(filters) if filters.is_empty())
    }

    /// The moments of a date field outside of which nothing can match, and whether that is all that
    /// the filter asks for.
    pub(crate) fn bounds(&self, name: &str) -> (Range, bool) {
        let Self::All(filters) = self else { return (Range::ALL, false) };
        let mut bounds = Range::ALL;
        let mut all = true;
        for filter in filters {
            match filter {
                Self::Leaf(field, Test::Within(range)) if field.name() == name => {
                    bounds = bounds.and(*range);
                }
                _ => all = false,
            }
        }
        (bounds, all)
    }
}

fn read(value: &Value, context: Context<'_>) -> Result<Filter, Refusal> {
    let Value::Object(map) = value else {
        return Err(invalid(
            "each value in nested property filters must be either object or array",
        ));
    };
    if map.contains_key("group") { group(map, context) } else { leaf(map, context) }
}

fn group(map: &Map<String, Value>, context: Context<'_>) -> Result<Filter, Refusal> {
    let Some(Value::Array(list)) = map.get("filters") else {
        return Err(invalid("filters must be an array"));
    };
    let filters = list.iter().map(|it| read(it, context)).collect::<Result<_, _>>()?;
    match map.get("group").and_then(Value::as_str) {
        Some("AND") => Ok(Filter::All(filters)),
        Some("OR") => Ok(Filter::Any(filters)),
        _ => Err(invalid("group must be one of the following values: AND, OR")),
    }
}

fn leaf(map: &Map<String, Value>, context: Context<'_>) -> Result<Filter, Refusal> {
    let known = ["field", "operator", "value", "uiMeta"];
    if let Some(key) = map.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(invalid(format!("property {key} should not exist")));
    }
    let text = |name| map.get(name).and_then(Value::as_str);
    let name = text("field").ok_or_else(|| invalid("field should not be empty"))?;
    let operator = text("operator").and_then(Operator::named).ok_or_else(|| {
        let names: Vec<&str> = Operator::NAMES.iter().map(|(_, name)| *name).collect();
        invalid(format!("operator must be one of the following values: {}", names.join(", ")))
    })?;
    let field = Field::named(name, context.book)
        .ok_or_else(|| Refusal::bad(format!("Invalid field {name}")))?;
    if !field.operators().contains(&operator) {
        return Err(invalid(format!(
            "Invalid Operator ({}) passed for field {}",
            operator.name(),
            snake(name)
        )));
    }
    let (negated, operator) = operator.positive();
    let leaf = test(operator, map.get("value"), &field, context)?;
    let leaf = Filter::Leaf(field, leaf);
    Ok(if negated { Filter::Not(Box::new(leaf)) } else { leaf })
}

fn test(
    operator: Operator,
    value: Option<&Value>,
    field: &Field,
    context: Context<'_>,
) -> Result<Test, Refusal> {
    if operator == Operator::Exists {
        return match value {
            None => Ok(Test::Exists),
            Some(_) => Err(invalid("value should not be passed for this operator")),
        };
    }
    let value = value.ok_or_else(|| invalid("value should not be empty"))?;
    match operator {
        Operator::Range => range(value, field, context.location).map(Test::Within),
        // A list asks for whole values, any of them; a text for a part.
        Operator::Contains if value.is_array() => equal(value, field).map(Test::Equals),
        Operator::Contains => contained(value).map(Test::Contains),
        Operator::Wildcard => text(value).map(|text| Test::Glob(text.to_lowercase())),
        // No contact of the sandbox has opportunities, so what is asked about them is not looked at.
        Operator::Nested => Ok(Test::Equals(Vec::new())),
        _ => equal(value, field).map(Test::Equals),
    }
}

fn equal(value: &Value, field: &Field) -> Result<Vec<Value>, Refusal> {
    let values = match value {
        Value::Array(list) if field.takes_lists() => list.clone(),
        Value::Array(_) | Value::Object(_) | Value::Null => {
            return Err(invalid("value must be a string, a number or a boolean"));
        }
        one => vec![one.clone()],
    };
    for text in values.iter().filter(|it| it.is_string()) {
        self::text(text)?;
    }
    Ok(values)
}

fn contained(value: &Value) -> Result<String, Refusal> {
    let text = text(value)?;
    if text.chars().count() < SHORTEST_CONTAINED {
        return Err(invalid(format!(
            "value must be longer than or equal to {SHORTEST_CONTAINED} characters"
        )));
    }
    Ok(text.to_lowercase())
}

fn text(value: &Value) -> Result<&str, Refusal> {
    let text = value.as_str().ok_or_else(|| invalid("value must be a string"))?;
    if text.chars().count() > LONGEST_VALUE {
        return Err(invalid(format!(
            "value must be shorter than or equal to {LONGEST_VALUE} characters"
        )));
    }
    Ok(text)
}

/// `{gt, gte, lt, lte}`: moments as milliseconds or ISO dates, those without an offset in the
/// location's timezone; plain numbers for fields of numbers.
fn range(value: &Value, field: &Field, location: &Location) -> Result<Range, Refusal> {
    let complaint = || invalid("value must be an object with gt, gte, lt or lte");
    let map = value.as_object().filter(|map| !map.is_empty()).ok_or_else(complaint)?;
    let zone = match map.get("time_zone").and_then(Value::as_str) {
        Some(name) => TimeZone::get(name).map_err(|_| invalid("time_zone is not a timezone"))?,
        None if field.name() == "dateOfBirth" => TimeZone::UTC,
        None => location.zone(),
    };
    let mut range = Range::ALL;
    for (key, value) in map.iter().filter(|(key, _)| *key != "time_zone") {
        let at = limit(value, field, &zone).ok_or_else(complaint)?;
        match key.as_str() {
            "gt" => range.from = range.from.max(at.saturating_add(1)),
            "gte" => range.from = range.from.max(at),
            "lt" => range.to = range.to.min(at.saturating_sub(1)),
            "lte" => range.to = range.to.min(at),
            _ => return Err(complaint()),
        }
    }
    Ok(range)
}

fn limit(value: &Value, field: &Field, zone: &TimeZone) -> Option<Millis> {
    match value {
        Value::Number(_) if field.kind() == FieldKind::Number => thousandths(value),
        Value::Number(number) => number.as_i64(),
        Value::String(text) => parse_iso(text, zone),
        _ => None,
    }
}

/// Numbers are compared to three decimals.
#[expect(clippy::cast_possible_truncation, reason = "saturates at the ends of the range")]
fn thousandths(value: &Value) -> Option<Millis> {
    value.as_f64().map(|number| (number * 1000.0).round() as Millis)
}

impl Test {
    fn matches(&self, field: &Field, contact: &Contact, world: &World) -> bool {
        match self {
            Self::Exists => field.exists(contact, world),
            Self::Within(range) => {
                let at = match field.kind() {
                    FieldKind::Number => field.value(contact).as_ref().and_then(thousandths),
                    _ => field.date(contact, world),
                };
                at.is_some_and(|at| range.contains(at))
            }
            Self::Equals(wanted) => match field.kind() {
                FieldKind::Flag => {
                    let is = field.flag(contact);
                    wanted.iter().any(|it| it.as_bool().or_else(|| word(it)) == is && is.is_some())
                }
                FieldKind::Number => {
                    let is = field.value(contact).as_ref().and_then(thousandths);
                    is.is_some() && wanted.iter().any(|it| number(it) == is)
                }
                FieldKind::Lowered => texts(field, contact, world, |text| {
                    wanted.iter().any(|it| it.as_str() == Some(text))
                }),
                _ => texts(field, contact, world, |text| {
                    let text = text.to_lowercase();
                    wanted.iter().any(|it| it.as_str().is_some_and(|it| it.to_lowercase() == text))
                }),
            },
            Self::Contains(part) => {
                texts(field, contact, world, |text| text.to_lowercase().contains(part.as_str()))
            }
            Self::Glob(pattern) => texts(field, contact, world, |text| {
                glob(pattern.as_bytes(), text.to_lowercase().as_bytes())
            }),
        }
    }
}

fn texts(
    field: &Field,
    contact: &Contact,
    world: &World,
    mut fits: impl FnMut(&str) -> bool,
) -> bool {
    field.texts(contact, world).iter().any(|text: &Cow<'_, str>| fits(text))
}

fn word(value: &Value) -> Option<bool> {
    value.as_str()?.parse().ok()
}

fn number(value: &Value) -> Option<Millis> {
    match value {
        Value::String(text) => text.parse::<f64>().ok().and_then(|it| thousandths(&it.into())),
        other => thousandths(other),
    }
}

/// The service complains in the names of its own index.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::invalid(vec![message.into()])
}
