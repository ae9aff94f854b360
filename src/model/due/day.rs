//! A day as words name it, and which one it is seen from now.

use jiff::{
    Span, ToSpan, Zoned,
    civil::{Date, Time, Weekday, time},
};

use super::lexicon::Unit;

/// The hour of a day that is named without one: the start of a working day.
pub const DEFAULT_HOUR: i8 = 9;

pub(super) const MORNING: Time = time(DEFAULT_HOUR, 0, 0, 0);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Day {
    /// So many days from today.
    Ahead(i32, Unit),
    /// The first such day after today; today itself where an hour that is still to come follows.
    Weekday(Weekday),
    /// Of the calendar week after this.
    NextWeekday(Weekday),
    OfMonth {
        month: i8,
        day: i8,
        year: Option<i16>,
        weekday: Option<Weekday>,
    },
    Date(Date),
    NextWeek,
    NextMonth,
    /// Its last working day.
    EndOfWeek,
    EndOfMonth,
}

impl Day {
    /// `None` for a day that the calendar does not have.
    pub(super) fn date(self, clock: Option<Time>, now: &Zoned) -> Option<Date> {
        let today = now.date();
        match self {
            Self::Ahead(count, unit) => today.checked_add(span(count, unit)?).ok(),
            Self::Weekday(weekday) => {
                let is_today =
                    today.weekday() == weekday && clock.is_some_and(|clock| clock > now.time());
                if is_today { Some(today) } else { today.nth_weekday(1, weekday).ok() }
            }
            Self::NextWeekday(weekday) => {
                next_monday(today)?.checked_add(weekday.to_monday_zero_offset().days()).ok()
            }
            Self::OfMonth { month, day, year: Some(year), weekday } => {
                Date::new(year, month, day).ok().filter(|date| agrees(*date, weekday))
            }
            Self::OfMonth { month, day, year: None, weekday } => {
                // Leap days come every four years, and once in a while after eight.
                let years = (0..=8).filter_map(|ahead| today.year().checked_add(ahead));
                let mut dates = years.filter_map(|year| Date::new(year, month, day).ok());
                dates.find(|date| *date >= today).filter(|date| agrees(*date, weekday))
            }
            Self::Date(date) => Some(date),
            Self::NextWeek => next_monday(today),
            Self::NextMonth => today.last_of_month().tomorrow().ok(),
            Self::EndOfWeek if today.weekday() == Weekday::Friday => Some(today),
            Self::EndOfWeek => today.nth_weekday(1, Weekday::Friday).ok(),
            Self::EndOfMonth => Some(today.last_of_month()),
        }
    }
}

/// Minutes and hours are no days: `None`.
fn span(count: i32, unit: Unit) -> Option<Span> {
    let span = Span::new();
    match unit {
        Unit::Minute | Unit::Hour => None,
        Unit::Day => span.try_days(count).ok(),
        Unit::Week => span.try_weeks(count).ok(),
        Unit::Month => span.try_months(count).ok(),
        Unit::Year => span.try_years(count).ok(),
    }
}

fn next_monday(today: Date) -> Option<Date> {
    today.nth_weekday(1, Weekday::Monday).ok()
}

fn agrees(date: Date, weekday: Option<Weekday>) -> bool {
    weekday.is_none_or(|weekday| date.weekday() == weekday)
}
