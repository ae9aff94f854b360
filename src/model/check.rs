//! What was typed into a field, as the value that the service takes for it.

use jiff::{Zoned, civil::Date};

use super::{
    catalog::Catalog,
    custom_field::DataType,
    due::parse_when,
    field::{Field, Kind},
    value::Value,
};

/// What a line of text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Anything,
    Email,
    Phone,
    Country,
    /// Of a calendar, ISO or in words.
    Date,
    Number,
}

impl Check {
    /// The text as a value; nothing is [`Value::Empty`]. The error is a plain sentence.
    pub fn read(self, text: &str, now: &Zoned) -> Result<Value, String> {
        if text.is_empty() {
            return Ok(Value::Empty);
        }
        let good =
            |good: bool, why: &str| if good { Ok(Value::text(text)) } else { Err(why.to_owned()) };
        match self {
            Self::Anything => Ok(Value::text(text)),
            Self::Email => good(is_email(text), "an email address looks like name@example.com"),
            Self::Phone => {
                let digits = text.chars().filter(char::is_ascii_digit).count();
                let odd = text.chars().any(char::is_alphabetic);
                good(digits >= 5 && !odd, "a phone number has digits, like +1 212 555 0143")
            }
            Self::Country => {
                let code = text.to_uppercase();
                let fits =
                    code.len() == 2 && code.chars().all(|letter| letter.is_ascii_uppercase());
                if fits {
                    Ok(Value::text(code))
                } else {
                    Err("a country has two letters, like US".into())
                }
            }
            Self::Date => date(text, now).map(|date| Value::text(date.to_string())),
            Self::Number => number(text),
        }
    }
}

/// The value that one line of text means for a field, where it is typed on a command line:
/// options by name, owners by id, name or email, several options with commas between them.
pub fn value_of(
    field: &Field,
    text: &str,
    catalog: &Catalog,
    now: &Zoned,
) -> Result<Value, String> {
    let text = text.trim();
    let line = |check: Check| check.read(text, now);
    match field {
        Field::Standard(field) => match field.spec().kind {
            Kind::Text => line(Check::Anything),
            Kind::Email => line(Check::Email),
            Kind::Phone => line(Check::Phone),
            Kind::Country => line(Check::Country),
            Kind::Date => line(Check::Date),
            Kind::Flag => flag(text),
            Kind::Owner => owner(text, catalog),
        },
        Field::Custom(id) => {
            let Some(field) = catalog.custom_field(id) else { return line(Check::Anything) };
            match field.data_type {
                DataType::Text | DataType::LongText => line(Check::Anything),
                DataType::Number | DataType::Money => line(Check::Number),
                DataType::Phone => line(Check::Phone),
                DataType::Date => line(Check::Date),
                DataType::One => one_of(text, &field.options),
                DataType::Several => several_of(text, &field.options),
                DataType::Other => Err("this kind of field can't be written here".to_owned()),
            }
        }
    }
}

/// The id of the user of the location who is meant; empty for nobody.
fn owner(text: &str, catalog: &Catalog) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::Empty);
    }
    catalog.user_named(text).map(|user| Value::text(user.id.as_str()))
}

fn flag(text: &str) -> Result<Value, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" => Ok(Value::Flag(true)),
        "no" | "false" | "off" | "0" | "" => Ok(Value::Flag(false)),
        _ => Err("this field takes yes or no".to_owned()),
    }
}

fn one_of(text: &str, options: &[String]) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::Empty);
    }
    option(text, options).map(Value::text)
}

fn several_of(text: &str, options: &[String]) -> Result<Value, String> {
    let chosen = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let chosen: Result<Vec<String>, String> = chosen.map(|part| option(part, options)).collect();
    chosen.map(Value::many)
}

fn option(text: &str, options: &[String]) -> Result<String, String> {
    let found = options.iter().find(|option| option.eq_ignore_ascii_case(text));
    found.cloned().ok_or_else(|| format!("it takes one of: {}", options.join(", ")))
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

fn date(text: &str, now: &Zoned) -> Result<Date, String> {
    if let Ok(date) = text.parse::<Date>() {
        return Ok(date);
    }
    parse_when(text, now)
        .map(|due| due.to_zoned(now.time_zone().clone()).date())
        .map_err(|fault| fault.to_string())
}

fn number(text: &str) -> Result<Value, String> {
    let whole = text.parse::<i64>().ok().map(serde_json::Number::from);
    let number = whole.or_else(|| text.parse::<f64>().ok().and_then(serde_json::Number::from_f64));
    number.map(Value::Number).ok_or_else(|| "this field takes a number".to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;
    use crate::model::{custom_field::CustomField, field::Standard, user::User};

    fn read(field: impl Into<Field>, text: &str) -> Result<Value, String> {
        let user = |id: &str, name: &str| User {
            id: id.into(),
            name: name.into(),
            email: format!("{id}@example.com"),
        };
        let custom = |id: &str, data_type| CustomField {
            id: id.into(),
            name: id.into(),
            key: format!("contact.{id}"),
            data_type,
            options: vec!["Gold".to_owned(), "Silver".to_owned()],
            position: 0,
        };
        let catalog = Catalog {
            users: vec![user("u1", "Priya Rao"), user("u2", "Priya Nair")],
            custom_fields: vec![
                custom("plan", DataType::One),
                custom("wants", DataType::Several),
                custom("score", DataType::Number),
                custom("file", DataType::Other),
            ],
            ..Catalog::default()
        };
        let now = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        value_of(&field.into(), text, &catalog, &now)
    }

    fn custom(id: &str) -> Field {
        Field::Custom(id.into())
    }

    #[test]
    fn each_field_takes_what_it_is() {
        assert_eq!(read(Standard::City, " Berlin "), Ok("Berlin".into()));
        assert_eq!(read(Standard::City, ""), Ok(Value::Empty));
        assert_eq!(read(Standard::Dnd, "Yes"), Ok(Value::Flag(true)));
        assert_eq!(read(Standard::Country, "de"), Ok("DE".into()));
        assert_eq!(read(Standard::DateOfBirth, "tomorrow"), Ok("1970-01-02".into()));
        assert_eq!(read(custom("score"), "3.5"), Ok(Value::from_json(3.5.into())));
        assert_eq!(read(custom("plan"), "gold"), Ok("Gold".into()));
        let both = Value::many(vec!["Silver".into(), "Gold".into()]);
        assert_eq!(read(custom("wants"), "silver, Gold"), Ok(both));
    }

    #[test]
    fn an_owner_is_meant_by_id_name_or_email() {
        for text in ["u2", "priya nair", "U2@example.com", "nair"] {
            assert_eq!(read(Standard::Owner, text), Ok("u2".into()), "{text}");
        }
        assert!(read(Standard::Owner, "priya").unwrap_err().contains("Priya Rao, Priya Nair"));
        assert!(read(Standard::Owner, "nobody else").is_err());
        assert_eq!(read(Standard::Owner, ""), Ok(Value::Empty));
    }

    #[test]
    fn what_no_field_can_hold_is_refused() {
        assert!(read(Standard::Email, "a at b").is_err());
        assert!(read(Standard::Phone, "call me").is_err());
        assert!(read(Standard::Country, "Germany").is_err());
        assert!(read(Standard::Dnd, "maybe").is_err());
        assert!(read(custom("score"), "many").is_err());
        assert!(read(custom("plan"), "Bronze").unwrap_err().contains("Gold, Silver"));
        assert!(read(custom("file"), "x").is_err());
    }
}
