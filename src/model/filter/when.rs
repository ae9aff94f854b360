//! Times as a filter says them: ages, days and ranges of days.

use std::fmt;

use jiff::{Span, ToSpan, Zoned, civil::Date};

/// What follows `added:`, `updated:` and `due:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// `<7d`: less than this far from now.
    Within(Age),
    /// `>7d`: farther than this from now.
    Beyond(Age),
    /// `<2026-09-01`: before that day begins.
    Before(Day),
    /// `>2026-09-01`: after that day has ended.
    After(Day),
    /// `2026-09-01`.
    On(Day),
    /// `2026-09-01..2026-09-30`, both days included.
    Between(Day, Day),
    /// `2026-09-01..`
    From(Day),
    /// `..2026-09-30`
    Until(Day),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    pub count: u16,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Yesterday,
    Today,
    Tomorrow,
    Date(Date),
}

impl Unit {
    const ALL: [Self; 5] = [Self::Hours, Self::Days, Self::Weeks, Self::Months, Self::Years];

    const fn letter(self) -> char {
        match self {
            Self::Hours => 'h',
            Self::Days => 'd',
            Self::Weeks => 'w',
            Self::Months => 'm',
            Self::Years => 'y',
        }
    }
}

impl Age {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let letter = text.chars().next_back()?.to_ascii_lowercase();
        let unit = Unit::ALL.into_iter().find(|unit| unit.letter() == letter)?;
        let digits = text.strip_suffix(|_: char| true)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        Some(Self { count: digits.parse().ok()?, unit })
    }

    pub fn span(self) -> Span {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Hours => count.hours(),
            Unit::Days => count.days(),
            Unit::Weeks => count.weeks(),
            Unit::Months => count.months(),
            // The calendar ends in 9999, and a `Span` holds no more than it.
            Unit::Years => count.min(9999).years(),
        }
    }
}

impl Day {
    const WORDS: [(&str, Self); 3] =
        [("yesterday", Self::Yesterday), ("today", Self::Today), ("tomorrow", Self::Tomorrow)];

    pub(super) fn parse(text: &str) -> Option<Self> {
        let word = Self::WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        if let Some((_, day)) = word {
            return Some(*day);
        }
        let is_date = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        is_date.then(|| text.parse().ok().map(Self::Date)).flatten()
    }

    pub fn date(self, now: &Zoned) -> Date {
        match self {
            Self::Yesterday => now.date().saturating_sub(1.day()),
            Self::Today => now.date(),
            Self::Tomorrow => now.date().saturating_add(1.day()),
            Self::Date(date) => date,
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.count, self.unit.letter())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(out),
            word => {
                let named = Self::WORDS.iter().find(|(_, day)| day == word);
                out.write_str(named.map_or("", |(word, _)| word))
            }
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(age) => write!(out, "<{age}"),
            Self::Beyond(age) => write!(out, ">{age}"),
            Self::Before(day) => write!(out, "<{day}"),
            Self::After(day) => write!(out, ">{day}"),
            Self::On(day) => write!(out, "{day}"),
            Self::Between(first, last) => write!(out, "{first}..{last}"),
            Self::From(day) => write!(out, "{day}.."),
            Self::Until(day) => write!(out, "..{day}"),
        }
    }
}
