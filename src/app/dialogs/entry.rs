//! The editor of one value, as its type demands: a line, several lines, or a choice.

use jiff::Zoned;

use super::choice::Choice;
use crate::app::text::Text;
use crate::model::{
    catalog::Catalog,
    check::Check,
    custom_field::DataType,
    field::{Field, Kind},
    value::Value,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Line(Text),
    Lines(Text),
    Choice(Choice),
}

/// How a field is edited.
enum Shape {
    Line(Check),
    Lines,
    One(Vec<(String, String)>),
    Many(Vec<(String, String)>),
    /// Shown only.
    Closed,
}

impl Entry {
    /// `None` where the field can't be edited here.
    pub fn of(field: &Field, value: &Value, catalog: &Catalog) -> Option<Self> {
        let shown = value.shown();
        Some(match shape(field, catalog) {
            Shape::Line(_) => Self::Line(Text::line(&shown)),
            Shape::Lines => Self::Lines(Text::lines_of(&shown)),
            Shape::One(options) => {
                Self::Choice(Choice::one(with_gone(options, &[stored(value)]), &stored(value)))
            }
            Shape::Many(options) => {
                let chosen = match value {
                    Value::Many(items) => items.clone(),
                    Value::Empty => Vec::new(),
                    other => vec![other.shown().into_owned()],
                };
                Self::Choice(Choice::many(with_gone(options, &chosen), &chosen))
            }
            Shape::Closed => return None,
        })
    }

    /// The value that stands in it; what was not altered is never made anew.
    pub fn read(
        &self,
        field: &Field,
        was: &Value,
        catalog: &Catalog,
        now: &Zoned,
    ) -> Result<Value, String> {
        let shape = shape(field, catalog);
        match (self, shape) {
            (Self::Line(text), Shape::Line(check)) => {
                let text = text.trimmed();
                if text == was.shown().trim() { Ok(was.clone()) } else { check.read(&text, now) }
            }
            (Self::Line(text) | Self::Lines(text), _) => {
                let text = text.text();
                Ok(if text == was.shown() { was.clone() } else { Value::text(text) })
            }
            (Self::Choice(choice), Shape::Many(_)) => Ok(Value::many(choice.values())),
            (Self::Choice(choice), _) => Ok(match choice.values().first().map(String::as_str) {
                None | Some("") => Value::Empty,
                Some("true") if is_flag(field) => Value::Flag(true),
                Some("false") if is_flag(field) => Value::Flag(false),
                Some(value) => Value::text(value),
            }),
        }
    }

    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Line(text) | Self::Lines(text) => Some(text),
            Self::Choice(_) => None,
        }
    }

    pub fn text_mut(&mut self) -> Option<&mut Text> {
        match self {
            Self::Line(text) | Self::Lines(text) => Some(text),
            Self::Choice(_) => None,
        }
    }
}

fn shape(field: &Field, catalog: &Catalog) -> Shape {
    match field {
        Field::Standard(field) => match field.spec().kind {
            Kind::Text => Shape::Line(Check::Anything),
            Kind::Email => Shape::Line(Check::Email),
            Kind::Phone => Shape::Line(Check::Phone),
            Kind::Country => Shape::Line(Check::Country),
            Kind::Date => Shape::Line(Check::Date),
            Kind::Flag => Shape::One(vec![
                ("true".to_owned(), "yes".to_owned()),
                ("false".to_owned(), "no".to_owned()),
            ]),
            Kind::Owner => Shape::One(owners(catalog)),
        },
        Field::Custom(id) => match catalog.custom_field(id) {
            None => Shape::Closed,
            Some(field) => match field.data_type {
                DataType::Text => Shape::Line(Check::Anything),
                DataType::LongText => Shape::Lines,
                DataType::Number | DataType::Money => Shape::Line(Check::Number),
                DataType::Phone => Shape::Line(Check::Phone),
                DataType::Date => Shape::Line(Check::Date),
                DataType::One => Shape::One(twice(&field.options)),
                DataType::Several => Shape::Many(twice(&field.options)),
                DataType::Other => Shape::Closed,
            },
        },
    }
}

/// The users of the location, and nobody.
pub fn owners(catalog: &Catalog) -> Vec<(String, String)> {
    let users = catalog.users.iter().map(|user| (user.id.to_string(), user.name.clone()));
    users.chain([(String::new(), "nobody".to_owned())]).collect()
}

fn is_flag(field: &Field) -> bool {
    matches!(field, Field::Standard(field) if field.spec().kind == Kind::Flag)
}

fn stored(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        other => other.shown().into_owned(),
    }
}

fn twice(options: &[String]) -> Vec<(String, String)> {
    options.iter().map(|option| (option.clone(), option.clone())).collect()
}

/// What is chosen but not among the options was taken away on the server; it is kept until the
/// person chooses otherwise.
fn with_gone(mut options: Vec<(String, String)>, chosen: &[String]) -> Vec<(String, String)> {
    for value in chosen {
        if !value.is_empty() && options.iter().all(|(option, _)| option != value) {
            options.push((value.clone(), format!("{value} (gone on server)")));
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;
    use crate::model::{custom_field::CustomField, field::Standard, user::User};

    fn now() -> Zoned {
        "2026-09-23T09:20:00Z".parse::<Timestamp>().unwrap().to_zoned(TimeZone::UTC)
    }

    fn catalog() -> Catalog {
        let field = |id: &str, data_type, options: &[&str]| CustomField {
            id: id.into(),
            name: id.into(),
            key: format!("contact.{id}"),
            data_type,
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            position: 0,
        };
        Catalog {
            users: vec![User { id: "u1".into(), name: "Priya".into(), email: String::new() }],
            custom_fields: vec![
                field("score", DataType::Number, &[]),
                field("plan", DataType::One, &["Gold", "Silver"]),
                field("wants", DataType::Several, &["a", "b"]),
                field("file", DataType::Other, &[]),
            ],
            ..Catalog::default()
        }
    }

    fn read(field: &Field, was: &Value, typed: &str) -> Result<Value, String> {
        let mut entry = Entry::of(field, was, &catalog()).unwrap();
        entry.text_mut().unwrap().set(typed);
        entry.read(field, was, &catalog(), &now())
    }

    #[test]
    fn each_type_takes_what_it_is() {
        let score = Field::Custom("score".into());
        assert_eq!(read(&score, &Value::Empty, "82"), Ok(Value::Number(82.into())));
        assert!(read(&score, &Value::Empty, "many").is_err());
        let email = Field::from(Standard::Email);
        assert_eq!(read(&email, &Value::Empty, " a@b.example "), Ok("a@b.example".into()));
        assert!(read(&email, &Value::Empty, "a at b").is_err());
        assert_eq!(read(&Standard::Country.into(), &Value::Empty, "us"), Ok("US".into()));
        assert!(read(&Standard::Phone.into(), &Value::Empty, "call me").is_err());
        let birthday = Field::from(Standard::DateOfBirth);
        assert_eq!(read(&birthday, &Value::Empty, "1990-05-01"), Ok("1990-05-01".into()));
        assert_eq!(read(&email, &"a@b.example".into(), ""), Ok(Value::Empty));
    }

    #[test]
    fn what_is_not_altered_is_not_checked_or_made_anew() {
        let odd = Value::text("see notes");
        assert_eq!(read(&Standard::Phone.into(), &odd, "see notes"), Ok(odd));
        let number = Value::Number(82.into());
        assert_eq!(read(&Standard::City.into(), &number, "82"), Ok(number));
    }

    #[test]
    fn an_option_that_is_gone_stays_until_another_is_chosen() {
        let field = Field::Custom("plan".into());
        let was = Value::text("Bronze");
        let Some(Entry::Choice(mut choice)) = Entry::of(&field, &was, &catalog()) else {
            panic!("a choice")
        };
        assert_eq!(choice.shown(), "Bronze (gone on server)");
        choice.step(-2);
        choice.toggle();
        let entry = Entry::Choice(choice);
        assert_eq!(entry.read(&field, &was, &catalog(), &now()), Ok("Gold".into()));
    }

    #[test]
    fn choices_of_several_and_of_owners() {
        let wants = Field::Custom("wants".into());
        let was = Value::many(vec!["b".into()]);
        let Some(Entry::Choice(mut choice)) = Entry::of(&wants, &was, &catalog()) else {
            panic!("a choice")
        };
        choice.toggle();
        let entry = Entry::Choice(choice);
        let both = Value::many(vec!["a".into(), "b".into()]);
        assert_eq!(entry.read(&wants, &was, &catalog(), &now()), Ok(both));
        let owner = Field::from(Standard::Owner);
        let Some(Entry::Choice(choice)) = Entry::of(&owner, &"u1".into(), &catalog()) else {
            panic!("a choice")
        };
        assert_eq!(choice.shown(), "Priya");
        assert!(Entry::of(&Field::Custom("file".into()), &Value::Empty, &catalog()).is_none());
    }
}
