//! The sections of a list of tasks.

use jiff::{Timestamp, ToSpan, Zoned};

/// How soon something is due, by calendar days, so that it changes at midnight only: a task of
/// today is not overdue before tomorrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    Overdue,
    Today,
    /// One of the six days after today, each of which one weekday names.
    Week,
    Later,
    None,
}

impl Bucket {
    pub const ALL: &[Self] = &[Self::Overdue, Self::Today, Self::Week, Self::Later, Self::None];

    pub fn of(due: Option<Timestamp>, now: &Zoned) -> Self {
        let Some(due) = due else { return Self::None };
        let (day, today) = (due.to_zoned(now.time_zone().clone()).date(), now.date());
        if day < today {
            Self::Overdue
        } else if day == today {
            Self::Today
        } else if day <= today.saturating_add(6.days()) {
            Self::Week
        } else {
            Self::Later
        }
    }

    /// The heading of the section.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Today => "Today",
            Self::Week => "This week",
            Self::Later => "Later",
            Self::None => "No date",
        }
    }
}
