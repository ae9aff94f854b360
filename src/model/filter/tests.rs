//! The language read, printed and refused.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::model::{catalog::Catalog, context::Context, ids::UserId, user::User};

fn printed(text: &str) -> String {
    text.parse::<Query>().map_or_else(|error| format!("! {error}"), |query| query.to_string())
}

#[test]
fn every_style_prints_as_one() {
    for (text, canonical) in [
        ("", ""),
        (
            "tag:hot -tag:lost city:berlin updated:<7d owner:me is:failed free words \"quoted words\"",
            "tag:hot -tag:lost city:berlin updated:<7d owner:me is:failed free words \"quoted words\"",
        ),
        ("tag:hot AND updated<7d AND NOT dnd:yes", "tag:hot updated:<7d -dnd:yes"),
        ("tag=Hot  NOT NOT city:Berlin", "tag:hot city:Berlin"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("a (b c)", "a b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("a b OR c", "a b OR c"),
        ("-(a b)", "-(a b)"),
        ("--a", "a"),
        ("email:none", "-has:email"),
        ("-email:none", "has:email"),
        ("tag:*", "has:tag"),
        ("city:\"none\"", "city:\"none\""),
        ("tag:\"hot lead\"", "tag:\"hot lead\""),
        ("\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""),
        ("phone:(212)555-0143", "phone:\"(212)555-0143\""),
        ("(212) 555-0143", "212 555-0143"),
        ("http://example.com", "\"http://example.com\""),
        ("jane<jane@example.com>", "\"jane<jane@example.com>\""),
        ("12:30 a-b -", "\"12:30\" a-b \"-\""),
        ("or and not", "or and not"),
        ("\"OR\"", "\"OR\""),
        ("owner:\"me\"", "owner:\"me\""),
        ("added>=2026-09-01", "added:2026-09-01.."),
        ("added:<=2026-09-01", "added:..2026-09-01"),
        ("updated:2026-09-01..today", "updated:2026-09-01..today"),
        ("updated:>2W", "updated:>2w"),
        ("DUE:Today due:OVERDUE due:none", "due:today due:overdue due:none"),
        ("has:tasks dnd:on", "has:task dnd:yes"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn what_makes_no_sense_is_told_where_it_stands() {
    for (text, marked, message) in [
        ("city:", "city:", "`city` needs a value, such as `city:berlin`"),
        ("a \"b c", "\"b c", "this quote has no end"),
        ("a (b c", "(", "this bracket is never closed"),
        ("a b)", ")", "this bracket was never opened"),
        ("a OR", "", "something is missing at the end"),
        ("OR a", "OR", "something is missing before this"),
        ("()", ")", "something is missing before this"),
        ("a \"\"", "\"\"", "there is nothing between these quotes"),
        ("x towm:berlin", "towm", "there is no field `towm` (to find this text, quote it)"),
        (
            "x add:<7d",
            "add",
            "there is no field `add`; did you mean `added:`? (to find this text, quote it)",
        ),
        ("city:<5", "city:<5", "`city` is not compared by size; write `city:berlin`"),
        ("dnd:sms", "dnd:sms", "`dnd` is `yes` or `no`, not `sms`"),
        ("added:7d", "added:7d", "write `<7d` for nearer than 7d, `>7d` for farther"),
        (
            "added:soon",
            "added:soon",
            "`soon` is no time: write `<7d`, `>2w`, `today` or `2026-09-01`",
        ),
        (
            "added:2026-09-02..2026-09-01",
            "added:2026-09-02..2026-09-01",
            "`2026-09-02..2026-09-01` ends before it begins",
        ),
        ("phone:-", "phone:-", "`-` has no digit"),
        ("is:new", "is:new", "a contact is failed, queued, sending, checking, open; not `new`"),
    ] {
        let error = text.parse::<Query>().unwrap_err();
        let span = error.span.clone().map(|span| &text[span]);
        assert_eq!((span, error.message.as_str()), (Some(marked), message), "{text}");
    }
}

#[test]
fn depth_and_length_have_an_end() {
    assert!(format!("{}a{}", "(".repeat(30), ")".repeat(30)).parse::<Query>().is_ok());
    assert!(format!("{}a{}", "(".repeat(2000), ")".repeat(2000)).parse::<Query>().is_err());
    assert!("-".repeat(4000).parse::<Query>().is_ok());
    assert!("a ".repeat(4000).parse::<Query>().is_err());
}

fn catalog() -> Catalog {
    let user = |id: &str, name: &str| User {
        id: id.into(),
        name: name.into(),
        email: format!("{id}@example.com"),
    };
    Catalog { users: vec![user("u1", "Zoë Hall"), user("u2", "Ben Hall")], ..Catalog::default() }
}

fn resolved(text: &str, me: Option<&str>) -> Result<Filter, Error> {
    let catalog = catalog();
    let zone = TimeZone::get("America/New_York").unwrap();
    let now = date(2026, 9, 30).at(10, 30, 0, 0).to_zoned(zone.clone()).unwrap().timestamp();
    let context = Context { now, zone, me: me.map(UserId::from), catalog: &catalog };
    text.parse::<Query>().unwrap().resolve(&context)
}

#[test]
fn owners_are_found_by_name_and_me_must_be_somebody() {
    let owners = |text, me| match resolved(text, me) {
        Ok(Tree::Leaf(Condition::Owner(owners))) => {
            Ok(owners.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error),
    };
    assert_eq!(owners("owner:zoe", None).unwrap(), ["u1"]);
    assert_eq!(owners("owner:hall", None).unwrap(), ["u1", "u2"]);
    assert_eq!(owners("owner:u2@", None).unwrap(), ["u2"]);
    assert_eq!(owners("owner:u2", None).unwrap(), ["u2"]);
    assert_eq!(owners("owner:me", Some("u2")).unwrap(), ["u2"]);
    assert_eq!(owners("owner:abcdefghij0123456789", None).unwrap(), ["abcdefghij0123456789"]);
    assert!(owners("owner:me", None).unwrap_err().message.starts_with("`me` is nobody yet"));
    assert_eq!(
        owners("owner:nobody", None).unwrap_err().message,
        "no user of this location is called `nobody`"
    );
}

#[test]
fn days_begin_and_end_in_the_location() {
    let midnight = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
    let today = midnight("2026-09-30T04:00:00Z");
    let (begin, end) = (i64::MIN + 1, i64::MAX);
    for (text, times) in [
        ("added:today", today..today + 86_400),
        ("added:>2026-09-29", today..end),
        ("added:<today", begin..today),
        ("added:yesterday..", today - 86_400..end),
        ("added:<2h", midnight("2026-09-30T12:30:00Z")..end),
        ("added:>1m", begin..midnight("2026-08-30T14:30:00Z")),
    ] {
        let filter = resolved(text, None).unwrap();
        assert_eq!(filter, Tree::Leaf(Condition::Time(TimeField::Added, times)), "{text}");
    }
    for (text, times) in [
        ("due:overdue", begin..today),
        ("due:week", today..midnight("2026-10-07T04:00:00Z")),
        ("due:<2h", begin..midnight("2026-09-30T16:30:00Z")),
        ("due:>2h", midnight("2026-09-30T16:30:00Z")..end),
    ] {
        assert_eq!(resolved(text, None).unwrap(), Tree::Leaf(Condition::Due(times)), "{text}");
    }
}

#[test]
fn words_that_make_a_number_are_sought_as_one_too() {
    let Tree::Any(items) = resolved("030 23125 110", None).unwrap() else { panic!() };
    let Tree::Leaf(Condition::Words(number)) = &items[1] else { panic!() };
    assert_eq!(number.spellings(), ["03023125110", "3023125110"]);
    assert!(matches!(resolved("030 12", None).unwrap(), Tree::All(_)));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-z0-9]{1,6}", 1 => "[ -~]{1,8}", 1 => "\\PC{1,4}"]
        .prop_filter("something to look for", |text| text.chars().any(char::is_alphanumeric))
}

fn day() -> impl Strategy<Value = Day> {
    let dates = (1_i16..9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Day::Date(date(y, m, d)));
    prop_oneof![dates, prop::sample::select(vec![Day::Yesterday, Day::Today, Day::Tomorrow])]
}

fn when() -> impl Strategy<Value = When> {
    let units = vec![Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years];
    let age =
        (any::<u16>(), prop::sample::select(units)).prop_map(|(count, unit)| Age { count, unit });
    prop_oneof![
        age.clone().prop_map(When::Within),
        age.prop_map(When::Beyond),
        day().prop_map(When::Before),
        day().prop_map(When::After),
        day().prop_map(When::On),
        day().prop_map(When::From),
        day().prop_map(When::Until),
        day().prop_map(|day| When::Between(Day::Date(date(1, 1, 1)), day)),
    ]
}

fn leaf() -> impl Strategy<Value = Test> {
    use TextField::{City, Company, Country, Email, First, Kind, Last, Name, Phone, Source, State};
    let field = prop::sample::select(vec![
        Name, First, Last, Email, Phone, Company, City, State, Country, Source, Kind,
    ]);
    let time = prop::sample::select(vec![TimeField::Added, TimeField::Updated]);
    let due = prop_oneof![
        prop::sample::select(vec![Due::Overdue, Due::Week, Due::None]),
        when().prop_map(Due::When),
    ];
    let present = prop_oneof![
        field.clone().prop_map(Present::Text),
        time.clone().prop_map(Present::Time),
        prop::sample::select(vec![Present::Tag, Present::Owner, Present::Task]),
    ];
    prop_oneof![
        4 => text().prop_map(Test::Word),
        2 => (field, text())
            .prop_filter("a number to look for", |(field, text)| {
                *field != Phone || !squeezed_phone(text).is_empty()
            })
            .prop_map(|(field, text)| Test::Text(field, text)),
        1 => text().prop_map(|text| Test::Tag(text.trim().to_lowercase())),
        1 => text().prop_map(|text| Test::Owner(Owner::Named(text))),
        1 => Just(Test::Owner(Owner::Me)),
        1 => any::<bool>().prop_map(Test::Dnd),
        1 => (time, when()).prop_map(|(field, when)| Test::Time(field, when)),
        1 => due.prop_map(Test::Due),
        1 => present.prop_map(Test::Has),
        1 => prop::sample::select(Mark::ALL).prop_map(Test::Is),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    leaf().prop_map(Tree::Leaf).prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Query::all),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Query::any),
            inner.prop_map(Query::negated),
        ]
    })
}

/// Pieces of the language in any order, and anything else.
fn babble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "tag:", "city:", "added:", "due:", "phone:", "has:", "is:", "owner:me", "<", ">", "=", "..", "7d",
            "2026-09-01", "none", "(", ")", "\"", "\\", "-", " ", " AND ", " OR ", " NOT ", "a", "é", "*",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_printed_reads_back(query in query()) {
        let text = query.to_string();
        prop_assert_eq!(text.parse::<Query>().map_err(|error| format!("{error}: {text}")), Ok(query));
    }

    #[test]
    fn what_is_read_prints_as_itself(text in babble()) {
        match text.parse::<Query>() {
            Ok(query) => {
                let canonical = query.to_string();
                prop_assert_eq!(canonical.parse::<Query>(), Ok(query), "{}", canonical);
            }
            Err(error) => {
                let span = error.span.unwrap_or_default();
                prop_assert!(text.get(span.clone()).is_some(), "{:?} in {:?}", span, text);
            }
        }
    }

    #[test]
    fn nothing_panics_on_its_way_to_a_filter(text in babble()) {
        let catalog = catalog();
        let context = Context {
            now: Timestamp::from_second(1_790_000_000).unwrap(),
            zone: TimeZone::UTC,
            me: None,
            catalog: &catalog,
        };
        if let Ok(query) = text.parse::<Query>() {
            _ = query.resolve(&context);
        }
    }
}
