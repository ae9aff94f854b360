//! Dates in words, read and said, at a fixed moment: Wednesday, 30 September 2026, 10:30 in New
//! York.

use jiff::{Timestamp, Zoned};
use proptest::prelude::*;

use super::*;

fn now() -> Zoned {
    "2026-09-30T10:30:20[America/New_York]".parse().unwrap()
}

fn local(time: Timestamp) -> String {
    time.to_zoned(now().time_zone().clone()).strftime("%a %F %R").to_string()
}

fn read(text: &str) -> String {
    parse_when(text, &now()).map_or_else(|error| error.to_string(), local)
}

#[test]
fn words_name_a_time() {
    for (text, time) in [
        ("today", "Wed 2026-09-30 09:00"),
        ("tomorrow", "Thu 2026-10-01 09:00"),
        ("tmr", "Thu 2026-10-01 09:00"),
        ("tomorrow at 5pm", "Thu 2026-10-01 17:00"),
        ("tomorrow 5pm", "Thu 2026-10-01 17:00"),
        ("Tomorrow, 17:15", "Thu 2026-10-01 17:15"),
        ("tomorrow evening", "Thu 2026-10-01 19:00"),
        ("tonight", "Wed 2026-09-30 19:00"),
        ("tonight 9pm", "Wed 2026-09-30 21:00"),
        ("this afternoon", "Wed 2026-09-30 14:00"),
        ("noon", "Wed 2026-09-30 12:00"),
        ("5pm", "Wed 2026-09-30 17:00"),
        ("5 pm", "Wed 2026-09-30 17:00"),
        ("9am", "Thu 2026-10-01 09:00"),
        ("fri", "Fri 2026-10-02 09:00"),
        ("fri 3pm", "Fri 2026-10-02 15:00"),
        ("3pm fri", "Fri 2026-10-02 15:00"),
        ("on friday at 3:30 pm", "Fri 2026-10-02 15:30"),
        ("friday 3.30pm", "Fri 2026-10-02 15:30"),
        ("this friday", "Fri 2026-10-02 09:00"),
        ("next friday 9:30", "Fri 2026-10-09 09:30"),
        ("wed", "Wed 2026-10-07 09:00"),
        ("wed 8am", "Wed 2026-10-07 08:00"),
        ("wed 11pm", "Wed 2026-09-30 23:00"),
        ("next week", "Mon 2026-10-05 09:00"),
        ("next month", "Thu 2026-10-01 09:00"),
        ("end of month", "Wed 2026-09-30 09:00"),
        ("fri the 2nd of october at 3 pm", "Fri 2026-10-02 15:00"),
        ("end of the week", "Fri 2026-10-02 09:00"),
        ("eod", "Wed 2026-09-30 17:00"),
        ("in 2 days", "Fri 2026-10-02 09:00"),
        ("2 days", "Fri 2026-10-02 09:00"),
        ("in a week", "Wed 2026-10-07 09:00"),
        ("in 90 minutes", "Wed 2026-09-30 12:00"),
        ("+2d", "Fri 2026-10-02 09:00"),
        ("+2d 15:00", "Fri 2026-10-02 15:00"),
        ("+3 days", "Sat 2026-10-03 09:00"),
        ("+2h", "Wed 2026-09-30 12:30"),
        ("dec 1", "Tue 2026-12-01 09:00"),
        ("1 dec 2026 3pm", "Tue 2026-12-01 15:00"),
        ("the 3rd of october", "Sat 2026-10-03 09:00"),
        ("Sat 3 Oct 15:00", "Sat 2026-10-03 15:00"),
        ("29 feb", "Tue 2028-02-29 09:00"),
        ("1 sep", "Wed 2027-09-01 09:00"),
        ("2026-10-03", "Sat 2026-10-03 09:00"),
        ("2026-10-03 15:00", "Sat 2026-10-03 15:00"),
        ("2026-10-03T15:00", "Sat 2026-10-03 15:00"),
        ("2026-10-03T15:00:00Z", "Sat 2026-10-03 11:00"),
        ("2026-10-03T15:00:00+02:00", "Sat 2026-10-03 09:00"),
    ] {
        assert_eq!(read(text), time, "{text}");
    }
}

#[test]
fn other_words_do_not() {
    for text in [
        "",
        "call",
        "3",
        "may",
        "oct",
        "at",
        "fri at",
        "31 feb",
        "fri 3 oct",
        "25:00",
        "evening",
        "fri fri",
        "3pm 4pm",
        "in 2 hours 3pm",
        "9/11",
        "+99999d",
        "in 9999 years",
        "marta",
    ] {
        assert!(parse_when(text, &now()).is_err(), "{text}: {}", read(text));
    }
}

#[test]
fn a_title_may_end_with_a_date() {
    for (text, title, due) in [
        ("call fri 3pm", "call", Some("Fri 2026-10-02 15:00")),
        ("Call Jane at 3pm", "Call Jane", Some("Wed 2026-09-30 15:00")),
        ("send the quote by next friday", "send the quote", Some("Fri 2026-10-09 09:00")),
        ("chapter 2 tomorrow", "chapter 2", Some("Thu 2026-10-01 09:00")),
        ("renew on 1 dec 2026", "renew", Some("Tue 2026-12-01 09:00")),
        ("  tomorrow ", "", Some("Thu 2026-10-01 09:00")),
        ("call marta", "call marta", None),
        ("plan 2 days", "plan 2 days", None),
        ("watch the sun rise", "watch the sun rise", None),
        ("ask april", "ask april", None),
        ("buy 3", "buy 3", None),
        ("call fri about the quote", "call fri about the quote", None),
        ("", "", None),
    ] {
        let (found, time) = split_trailing(text, &now());
        assert_eq!((found, time.map(local).as_deref()), (title, due), "{text}");
    }
}

#[test]
fn a_time_is_said_in_short_words() {
    for (time, words) in [
        ("2026-09-28T09:00", "overdue 2d"),
        ("2026-09-30T09:00", "today"),
        ("2026-09-30T15:00", "today 15:00"),
        ("2026-10-01T09:00", "tomorrow"),
        ("2026-10-02T15:00", "Fri 15:00"),
        ("2026-10-06T09:00", "Tue"),
        ("2026-10-07T09:00", "Wed 7 Oct"),
        ("2027-10-03T09:00", "3 Oct 2027"),
    ] {
        let due = parse_when(time, &now()).unwrap();
        assert_eq!(say(due, &now()), words);
    }
    let due = parse_when("fri 3pm", &now()).unwrap();
    assert_eq!(say_fully(due, &now()), "Fri 2 Oct 2026 15:00");
}

#[test]
fn sections_change_at_midnight() {
    for (text, bucket) in [
        ("yesterday 23:59", Bucket::Overdue),
        ("today 00:00", Bucket::Today),
        ("today 23:59", Bucket::Today),
        ("tomorrow 00:00", Bucket::Week),
        ("2026-10-06 23:59", Bucket::Week),
        ("2026-10-07 00:00", Bucket::Later),
    ] {
        let due = parse_when(text, &now()).unwrap();
        assert_eq!(Bucket::of(Some(due), &now()), bucket, "{text}");
    }
    assert_eq!(Bucket::of(None, &now()), Bucket::None);
}

/// Words that dates are made of, in any order.
fn babble() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "today",
        "tomorrow",
        "tonight",
        "fri",
        "wed",
        "oct",
        "feb",
        "3",
        "29",
        "31st",
        "2026",
        "9999",
        "next",
        "this",
        "in",
        "a",
        "week",
        "month",
        "days",
        "h",
        "years",
        "+2d",
        "+9999y",
        "end",
        "of",
        "at",
        "3pm",
        "15:00",
        "noon",
        "am",
        "evening",
        "eom",
        "2026-10-03",
        "2026-03-08T02:30",
        "99",
        "call",
    ]);
    prop::collection::vec(words, 0..6).prop_map(|words| words.join(" "))
}

/// Any minute between 1970 and 2200, in one of some zones.
fn moment() -> impl Strategy<Value = Zoned> {
    let zones =
        prop::sample::select(vec!["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]);
    (0_i64..120_000_000, zones).prop_map(|(minute, zone)| {
        Timestamp::from_second(minute * 60).unwrap().in_tz(zone).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn nothing_panics(text in prop_oneof![babble(), ".*"], now in moment()) {
        if let Ok(due) = parse_when(&text, &now) {
            say(due, &now);
            say_fully(due, &now);
            Bucket::of(Some(due), &now);
        }
        let (title, due) = split_trailing(&text, &now);
        prop_assert!(text.trim().starts_with(title));
        prop_assert!(due.is_some() || title == text.trim());
    }

    #[test]
    fn what_is_said_briefly_fits_a_column(now in moment(), ahead in -500_000_i64..1_500_000) {
        let due = now.timestamp() + jiff::SignedDuration::from_mins(ahead);
        let (brief, full) = (say_briefly(due, &now), say(due, &now));
        prop_assert!(brief.len() <= 14 && full.starts_with(&brief), "{} for {}", brief, full);
    }

    #[test]
    fn what_is_said_reads_back(now in moment(), ahead in 0_i64..1_500_000) {
        let due = now.start_of_day().unwrap().timestamp() + jiff::SignedDuration::from_mins(ahead);
        // An hour that a clock shows twice in autumn is read as the first.
        prop_assume!(due.to_zoned(now.time_zone().clone()).datetime()
            .to_zoned(now.time_zone().clone()).unwrap().timestamp() == due);
        let words = say(due, &now);
        prop_assert_eq!(parse_when(&words, &now), Ok(due), "{}", words);
    }

    #[test]
    fn words_and_section_agree(text in babble(), now in moment()) {
        let Ok(due) = parse_when(&text, &now) else { return Ok(()) };
        let words = say(due, &now);
        let says = match Bucket::of(Some(due), &now) {
            Bucket::Overdue => words.starts_with("overdue"),
            Bucket::Today => words.starts_with("today"),
            Bucket::Week => !words.contains(|c: char| c.is_ascii_digit()) || words.contains(':'),
            Bucket::Later => words.contains(|c: char| c.is_ascii_digit()),
            Bucket::None => false,
        };
        prop_assert!(says, "{}", words);
    }

    #[test]
    fn a_title_keeps_what_is_no_date(title in "[a-z]{2,8}( [a-z]{2,8}){0,3} x", date in prop::sample::select(
        vec!["fri 3pm", "tomorrow", "at noon", "in 2 days", "+2d", "3 oct", "2026-10-03 15:00"])) {
        let text = format!("{title} {date}");
        let (found, due) = split_trailing(&text, &now());
        prop_assert_eq!((found, due), (title.as_str(), parse_when(date, &now()).ok()));
    }
}
