//! From words to a time.

use jiff::{
    Span, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
};

use super::{
    day::{Day, MORNING},
    lexicon::{CLOSE_OF_BUSINESS, EVENING, Unit, Word, date, on_dial, word},
};

/// Words of the longest date: `on fri the 3rd of october 2026 at 3 pm`.
pub(super) const MOST_WORDS: usize = 10;

/// The words name no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date; try `fri 3pm`, `tomorrow`, `+2d`, `3 oct` or `2026-10-03 15:00`")]
pub struct Error {
    pub text: String,
}

/// Reads `fri 3pm`, `tomorrow at 5pm`, `in 2 days`, `+2d`, `noon`, `next week`, `3 oct`,
/// `end of month`, `2026-10-03`, `2026-10-03T15:00:00Z` and the like. The past is refused by
/// nobody here.
pub fn parse_when(text: &str, now: &Zoned) -> Result<Timestamp, Error> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let time = iso(text.trim(), now).or_else(|| {
        // `2 days` alone is a date where one is asked for, though not at the end of a title.
        read(&words, now).or_else(|| read(&[&["in"], words.as_slice()].concat(), now))
    });
    time.ok_or_else(|| Error { text: text.to_owned() })
}

/// `2026-10-03T15:00:00Z`, or without a zone.
fn iso(text: &str, now: &Zoned) -> Option<Timestamp> {
    date(text.get(..10)?)?;
    if text.len() == 10 {
        return None;
    }
    let local = || text.parse::<DateTime>().ok()?.to_zoned(now.time_zone().clone()).ok();
    text.parse().ok().or_else(|| local().map(Timestamp::from))
}

/// All of the words as one time; `None` if any of them has no place in it.
pub(super) fn read(words: &[&str], now: &Zoned) -> Option<Timestamp> {
    if words.len() > MOST_WORDS {
        return None;
    }
    let mut words = words.iter().map(|text| word(text)).collect::<Option<Vec<_>>>()?;
    if words.last() == Some(&Word::Filler) {
        return None;
    }
    words.retain(|word| *word != Word::Filler);
    let (mut said, mut rest) = (Said::default(), words.as_slice());
    while !rest.is_empty() {
        let (piece, taken) = piece(rest)?;
        said.add(piece)?;
        rest = &rest[taken..];
    }
    said.time(now)
}

/// What some words say together.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Day(Day),
    Clock(Time),
    /// An hour that a day is needed for, and that a clock overrides.
    Part(Time),
    DayPart(Day, Time),
    Span(i32, Unit),
}

/// The piece that stands first, and how many words it takes.
fn piece(words: &[Word]) -> Option<(Piece, usize)> {
    const TODAY: Day = Day::Ahead(0, Unit::Day);
    if let Some((day, taken)) = month_day(words) {
        return Some((Piece::Day(day), taken));
    }
    Some(match *words {
        [Word::Date(date), ..] => (Piece::Day(Day::Date(date)), 1),
        [Word::Today, ..] => (Piece::Day(TODAY), 1),
        [Word::Tomorrow, ..] => (Piece::Day(Day::Ahead(1, Unit::Day)), 1),
        [Word::Yesterday, ..] => (Piece::Day(Day::Ahead(-1, Unit::Day)), 1),
        [Word::Tonight, ..] => (Piece::DayPart(TODAY, EVENING), 1),
        [Word::This, Word::Part(part), ..] => (Piece::DayPart(TODAY, part), 2),
        [Word::This, Word::Weekday(weekday), ..] => (Piece::Day(Day::Weekday(weekday)), 2),
        [Word::Next, Word::Weekday(weekday), ..] => (Piece::Day(Day::NextWeekday(weekday)), 2),
        [Word::Next, Word::Unit(Unit::Week), ..] => (Piece::Day(Day::NextWeek), 2),
        [Word::Next, Word::Unit(Unit::Month), ..] => (Piece::Day(Day::NextMonth), 2),
        [Word::Weekday(weekday), ..] => (Piece::Day(Day::Weekday(weekday)), 1),
        [Word::End, Word::The | Word::This, Word::Unit(unit), ..] => (end_of(unit)?, 3),
        [Word::End, Word::Unit(unit), ..] => (end_of(unit)?, 2),
        [Word::EndOf(unit), ..] => (end_of(unit)?, 1),
        [Word::In, Word::Number(count), Word::Unit(unit), ..] => (ahead(count, unit), 3),
        [Word::Plus(count), Word::Unit(unit), ..] => (ahead(count, unit), 2),
        [Word::Ahead(count, unit), ..] => (ahead(count, unit), 1),
        [Word::Clock(dial), Word::Half(is_afternoon), ..] => {
            (Piece::Clock(on_dial(dial.hour(), dial.minute(), is_afternoon)?), 2)
        }
        [Word::Clock(clock), ..] => (Piece::Clock(clock), 1),
        [Word::Number(hour), Word::Half(is_afternoon), ..] => {
            (Piece::Clock(on_dial(hour.try_into().ok()?, 0, is_afternoon)?), 2)
        }
        [Word::Part(part), ..] => (Piece::Part(part), 1),
        _ => return None,
    })
}

/// `3 oct`, `oct 3`, with a weekday before and a year behind, if they are said.
fn month_day(words: &[Word]) -> Option<(Day, usize)> {
    let (weekday, words, before) = match words {
        [Word::Weekday(weekday), Word::The, rest @ ..] => (Some(*weekday), rest, 2),
        [Word::Weekday(weekday), rest @ ..] => (Some(*weekday), rest, 1),
        [Word::The, rest @ ..] => (None, rest, 1),
        _ => (None, words, 0),
    };
    let (month, day) = match *words {
        [Word::Number(day), Word::Month(month), ..]
        | [Word::Month(month), Word::Number(day), ..] => (month, i8::try_from(day).ok()?),
        _ => return None,
    };
    let year = match words.get(2) {
        Some(Word::Year(year)) => Some(*year),
        _ => None,
    };
    Some((Day::OfMonth { month, day, year, weekday }, before + 2 + usize::from(year.is_some())))
}

fn end_of(unit: Unit) -> Option<Piece> {
    match unit {
        Unit::Day => Some(Piece::DayPart(Day::Ahead(0, Unit::Day), CLOSE_OF_BUSINESS)),
        Unit::Week => Some(Piece::Day(Day::EndOfWeek)),
        Unit::Month => Some(Piece::Day(Day::EndOfMonth)),
        Unit::Minute | Unit::Hour | Unit::Year => None,
    }
}

fn ahead(count: i32, unit: Unit) -> Piece {
    match unit {
        Unit::Minute | Unit::Hour => Piece::Span(count, unit),
        _ => Piece::Day(Day::Ahead(count, unit)),
    }
}

/// What the words have said so far, each thing once.
#[derive(Debug, Default)]
struct Said {
    day: Option<Day>,
    clock: Option<Time>,
    part: Option<Time>,
    span: Option<(i32, Unit)>,
}

impl Said {
    /// `None` where it was said before.
    fn add(&mut self, piece: Piece) -> Option<()> {
        fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
            place.replace(value).is_none().then_some(())
        }
        match piece {
            Piece::Day(day) => once(&mut self.day, day),
            Piece::Clock(clock) => once(&mut self.clock, clock),
            Piece::Part(part) => once(&mut self.part, part),
            Piece::DayPart(day, part) => {
                once(&mut self.day, day)?;
                once(&mut self.part, part)
            }
            Piece::Span(count, unit) => once(&mut self.span, (count, unit)),
        }
    }

    fn time(self, now: &Zoned) -> Option<Timestamp> {
        let hour = self.clock.or(self.part);
        match (self.day, self.span) {
            (Some(day), None) => at(day.date(hour, now)?, hour.unwrap_or(MORNING), now),
            (None, Some((count, unit))) if hour.is_none() => from_now(count, unit, now),
            // An hour that has passed today is meant tomorrow.
            (None, None) => {
                let clock = self.clock.filter(|_| self.part.is_none())?;
                let has_passed = clock <= now.time();
                let date = if has_passed { now.date().tomorrow().ok()? } else { now.date() };
                at(date, clock, now)
            }
            _ => None,
        }
    }
}

fn at(date: Date, clock: Time, now: &Zoned) -> Option<Timestamp> {
    date.to_datetime(clock).to_zoned(now.time_zone().clone()).ok().map(Timestamp::from)
}

/// To the minute: nobody means the seconds.
fn from_now(count: i32, unit: Unit, now: &Zoned) -> Option<Timestamp> {
    let span = match unit {
        Unit::Hour => Span::new().try_hours(count).ok()?,
        _ => Span::new().try_minutes(count).ok()?,
    };
    let time = now.timestamp().checked_add(span).ok()?;
    Timestamp::from_second(time.as_second() - time.as_second().rem_euclid(60)).ok()
}
