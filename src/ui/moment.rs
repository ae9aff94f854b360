//! Times as clocks and calendars show them. Nothing is said relative to a running clock: "synced
//! 09:20" stays true however long the screen stands still.

use jiff::{Timestamp, Zoned, civil::DateTime};

/// `09:20`; `21 Sep 09:20` where it is not of today, with the year where it is not of this one.
pub fn clock(at: Timestamp, now: &Zoned) -> String {
    let at = at.to_zoned(now.time_zone().clone());
    if at.date() == now.date() {
        at.strftime("%H:%M").to_string()
    } else {
        format!("{} {}", date(&at, now), at.strftime("%H:%M"))
    }
}

/// `09:20:34`: to the second, for what is waited for.
pub fn second(at: Timestamp, now: &Zoned) -> String {
    at.to_zoned(now.time_zone().clone()).strftime("%H:%M:%S").to_string()
}

/// `21 Sep`, or `21 Sep 2025`.
pub fn day(at: Timestamp, now: &Zoned) -> String {
    date(&at.to_zoned(now.time_zone().clone()), now)
}

/// `Fri 2 Oct 10:00`: a time that comes without a zone.
pub fn civil(at: DateTime, now: &Zoned) -> String {
    let year = if at.year() == now.year() { "%a %-d %b %H:%M" } else { "%a %-d %b %Y %H:%M" };
    at.strftime(year).to_string()
}

fn date(at: &Zoned, now: &Zoned) -> String {
    at.strftime(if at.year() == now.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_said_only_where_it_is_needed() {
        let now: Zoned = "2026-09-29T09:20:00-04:00[America/New_York]".parse().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(clock(at("2026-09-29T13:18:40Z"), &now), "09:18");
        assert_eq!(clock(at("2026-09-29T01:00:00Z"), &now), "28 Sep 21:00");
        assert_eq!(clock(at("2025-12-31T12:00:00Z"), &now), "31 Dec 2025 07:00");
        assert_eq!(second(at("2026-09-29T13:20:34Z"), &now), "09:20:34");
        assert_eq!(day(at("2026-09-21T12:00:00Z"), &now), "21 Sep");
    }
}
