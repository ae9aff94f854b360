//! From a time to words.

use jiff::{Timestamp, Unit, Zoned, civil::Date};

use super::day::MORNING;

/// Days from today on that a weekday alone names.
const NAMED_DAYS: i32 = 6;

/// Short, for a column: `today 15:00`, `tomorrow`, `Thu`, `Fri 3 Oct`, `3 Oct 2027`, `overdue 2d`.
/// Nine o'clock is not said. What is not overdue reads back with [`parse_when`](super::parse_when),
/// to the minute.
pub fn say(due: Timestamp, now: &Zoned) -> String {
    let day = say_day(due, now);
    let due = due.to_zoned(now.time_zone().clone());
    let nothing_to_add = (due.hour(), due.minute()) == (MORNING.hour(), MORNING.minute());
    if nothing_to_add || due.date() < now.date() {
        day
    } else {
        format!("{day} {}", due.strftime("%H:%M"))
    }
}

/// The same in at most 14 cells: the hour is only said of the coming days.
pub fn say_briefly(due: Timestamp, now: &Zoned) -> String {
    let day = due.to_zoned(now.time_zone().clone()).date();
    if days_between(now.date(), day) > NAMED_DAYS { say_day(due, now) } else { say(due, now) }
}

fn say_day(due: Timestamp, now: &Zoned) -> String {
    let due = due.to_zoned(now.time_zone().clone());
    match days_between(now.date(), due.date()) {
        days @ ..0 => format!("overdue {}d", -days),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=NAMED_DAYS => due.strftime("%a").to_string(),
        _ if due.year() == now.year() => due.strftime("%a %-d %b").to_string(),
        _ => due.strftime("%-d %b %Y").to_string(),
    }
}

/// In full, to be read before it is saved: `Fri 3 Oct 2026 15:00`.
pub fn say_fully(due: Timestamp, now: &Zoned) -> String {
    due.to_zoned(now.time_zone().clone()).strftime("%a %-d %b %Y %H:%M").to_string()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}
