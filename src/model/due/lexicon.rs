//! The words that dates are made of. Nothing is guessed from the beginning of a word.

use jiff::civil::{Date, Time, Weekday, time};

/// What a word may be in a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    Today,
    Tomorrow,
    Yesterday,
    Tonight,
    Weekday(Weekday),
    /// One to twelve.
    Month(i8),
    /// `3`, `3rd`, `a`
    Number(i32),
    /// `2026`
    Year(i16),
    /// `2026-10-03`
    Date(Date),
    Unit(Unit),
    /// `+2d`
    Ahead(i32, Unit),
    /// `+2`
    Plus(i32),
    /// `15:00`, `3pm`, `noon`
    Clock(Time),
    /// `am`, `pm`; true for the latter.
    Half(bool),
    /// `evening`: only together with a day.
    Part(Time),
    Next,
    This,
    In,
    The,
    End,
    /// `at`, `on`, `by`, `of`: says nothing by itself, and never ends a date.
    Filler,
    /// `eom`
    EndOf(Unit),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

const WORDS: &[(&[&str], Word)] = &[
    (&["today", "tod"], Word::Today),
    (&["tomorrow", "tmr", "tmrw"], Word::Tomorrow),
    (&["yesterday"], Word::Yesterday),
    (&["tonight"], Word::Tonight),
    (&["monday", "mon"], Word::Weekday(Weekday::Monday)),
    (&["tuesday", "tue", "tues"], Word::Weekday(Weekday::Tuesday)),
    (&["wednesday", "wed"], Word::Weekday(Weekday::Wednesday)),
    (&["thursday", "thu", "thur", "thurs"], Word::Weekday(Weekday::Thursday)),
    (&["friday", "fri"], Word::Weekday(Weekday::Friday)),
    (&["saturday", "sat"], Word::Weekday(Weekday::Saturday)),
    (&["sunday", "sun"], Word::Weekday(Weekday::Sunday)),
    (&["january", "jan"], Word::Month(1)),
    (&["february", "feb"], Word::Month(2)),
    (&["march", "mar"], Word::Month(3)),
    (&["april", "apr"], Word::Month(4)),
    (&["may"], Word::Month(5)),
    (&["june", "jun"], Word::Month(6)),
    (&["july", "jul"], Word::Month(7)),
    (&["august", "aug"], Word::Month(8)),
    (&["september", "sep", "sept"], Word::Month(9)),
    (&["october", "oct"], Word::Month(10)),
    (&["november", "nov"], Word::Month(11)),
    (&["december", "dec"], Word::Month(12)),
    (&["a", "an", "one"], Word::Number(1)),
    (&["two"], Word::Number(2)),
    (&["three"], Word::Number(3)),
    (&["four"], Word::Number(4)),
    (&["five"], Word::Number(5)),
    (&["six"], Word::Number(6)),
    (&["ten"], Word::Number(10)),
    (&["noon", "midday"], Word::Clock(time(12, 0, 0, 0))),
    (&["am", "a.m."], Word::Half(false)),
    (&["pm", "p.m."], Word::Half(true)),
    (&["morning"], Word::Part(time(9, 0, 0, 0))),
    (&["afternoon"], Word::Part(time(14, 0, 0, 0))),
    (&["evening", "night"], Word::Part(EVENING)),
    (&["next"], Word::Next),
    (&["this"], Word::This),
    (&["in"], Word::In),
    (&["end"], Word::End),
    (&["at", "@", "on", "by", "due", "of"], Word::Filler),
    (&["the"], Word::The),
    (&["eod"], Word::EndOf(Unit::Day)),
    (&["eow"], Word::EndOf(Unit::Week)),
    (&["eom"], Word::EndOf(Unit::Month)),
];

const UNITS: &[(&[&str], Unit)] = &[
    (&["min", "mins", "minute", "minutes"], Unit::Minute),
    (&["h", "hr", "hrs", "hour", "hours"], Unit::Hour),
    (&["d", "day", "days"], Unit::Day),
    (&["w", "wk", "wks", "week", "weeks"], Unit::Week),
    (&["month", "months", "mo"], Unit::Month),
    (&["y", "yr", "year", "years"], Unit::Year),
];

pub(super) const EVENING: Time = time(19, 0, 0, 0);
pub(super) const CLOSE_OF_BUSINESS: Time = time(17, 0, 0, 0);

/// `None` for a word that has no place in a date.
pub(super) fn word(text: &str) -> Option<Word> {
    let text = text.trim_matches(',').to_lowercase();
    let listed = WORDS.iter().find(|(names, _)| names.contains(&text.as_str()));
    listed
        .map(|(_, word)| *word)
        .or_else(|| unit(&text).map(Word::Unit))
        .or_else(|| number(&text))
        .or_else(|| date(&text).map(Word::Date))
        .or_else(|| clock(&text).map(Word::Clock))
        .or_else(|| ahead(&text))
}

fn unit(text: &str) -> Option<Unit> {
    UNITS.iter().find(|(names, _)| names.contains(&text)).map(|(_, unit)| *unit)
}

/// `3`, `3rd`, `2026`
fn number(text: &str) -> Option<Word> {
    let (digits, rest) = split_digits(text)?;
    match (digits.len(), rest) {
        (4, "") => digits.parse().ok().map(Word::Year),
        (1..=3, "") | (1 | 2, "st" | "nd" | "rd" | "th") => digits.parse().ok().map(Word::Number),
        _ => None,
    }
}

/// `2026-10-03`
pub(super) fn date(text: &str) -> Option<Date> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_shaped.then(|| text.parse().ok()).flatten()
}

/// `+2d`, `+2`
fn ahead(text: &str) -> Option<Word> {
    let (digits, rest) = split_digits(text.strip_prefix('+')?)?;
    let count = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    if rest.is_empty() { Some(Word::Plus(count)) } else { Some(Word::Ahead(count, unit(rest)?)) }
}

/// `15:00`, `3pm`, `3:30pm`, `3.30pm`
fn clock(text: &str) -> Option<Time> {
    let (hour, rest) = split_digits(text)?;
    let (minute, half) = match rest.strip_prefix([':', '.']) {
        Some(after) => {
            let (minute, half) = split_digits(after).filter(|(digits, _)| digits.len() == 2)?;
            (minute, half)
        }
        None => ("0", rest),
    };
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    match half {
        "am" | "a" => on_dial(hour, minute, false),
        "pm" | "p" => on_dial(hour, minute, true),
        "" if rest.starts_with(':') => Time::new(hour, minute, 0, 0).ok(),
        _ => None,
    }
}

/// An hour of one to twelve, in the morning or after noon.
pub(super) fn on_dial(hour: i8, minute: i8, is_afternoon: bool) -> Option<Time> {
    let hour = (1..=12).contains(&hour).then_some(hour % 12)?;
    Time::new(if is_afternoon { hour + 12 } else { hour }, minute, 0, 0).ok()
}

/// At least one digit, and the rest.
fn split_digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_no_dates() {
        for name in
            ["marta", "marc", "mark", "sunny", "monica", "april's", "junior", "decker", "satya"]
        {
            assert_eq!(word(name), None, "{name}");
        }
    }

    #[test]
    fn no_word_stands_twice() {
        let listed = WORDS.iter().flat_map(|(names, _)| *names);
        let all: Vec<_> = listed.chain(UNITS.iter().flat_map(|(names, _)| *names)).collect();
        for (at, name) in all.iter().enumerate() {
            assert!(!all[..at].contains(name), "{name}");
        }
    }

    #[test]
    fn a_clock_is_read_on_either_dial() {
        for (text, hour, minute) in [
            ("12am", 0, 0),
            ("12pm", 12, 0),
            ("3:30pm", 15, 30),
            ("9.05am", 9, 5),
            ("00:15", 0, 15),
        ] {
            assert_eq!(clock(text), Time::new(hour, minute, 0, 0).ok(), "{text}");
        }
        for text in ["13pm", "0am", "25:00", "3", "3.5", "3:5", "10.30"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
