//! What is asked, letter for letter.

use jiff::{Timestamp, tz::TimeZone};

use super::*;
use crate::model::{catalog::Catalog, context::Context, filter::Query, user::User};

fn asked(text: &str) -> Result<(String, usize), &'static str> {
    let catalog = Catalog {
        users: vec![User { id: "u1".into(), name: "Priya".into(), email: String::new() }],
        ..Catalog::default()
    };
    let context = Context {
        now: "2026-09-23T09:20:00Z".parse::<Timestamp>().unwrap(),
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        me: Some("u2".into()),
        catalog: &catalog,
    };
    let tags: Vec<Tag> =
        ["café", "cafe", "hot", "hot lead"].into_iter().filter_map(Tag::new).collect();
    let filter = text.parse::<Query>().unwrap().resolve(&context).unwrap();
    match narrowed(&filter, &tags) {
        Narrowed::Nobody => Err("nobody"),
        Narrowed::To { filters, left } => Ok((Json::from(filters.0).to_string(), left.len())),
    }
}

#[test]
fn what_the_service_can_answer_is_asked_of_it() {
    for (text, filters, left) in [
        ("", "[]", 0),
        ("tag:hot", r#"[{"field":"tags","operator":"eq","value":"hot"}]"#, 0),
        ("tag:HOT jane", r#"[{"field":"tags","operator":"eq","value":"hot"}]"#, 1),
        (
            "tag:cafe",
            r#"[{"filters":[{"field":"tags","operator":"eq","value":"café"},{"field":"tags","operator":"eq","value":"cafe"}],"group":"OR"}]"#,
            0,
        ),
        (
            "-tag:hot*",
            r#"[{"field":"tags","operator":"not_eq","value":"hot"},{"field":"tags","operator":"not_eq","value":"hot lead"}]"#,
            0,
        ),
        (
            "owner:me dnd:no country:de",
            r#"[{"field":"assignedTo","operator":"eq","value":"u2"},{"field":"dnd","operator":"not_eq","value":true},{"field":"country","operator":"eq","value":"DE"}]"#,
            0,
        ),
        (
            "added:2026-09-01",
            r#"[{"field":"dateAdded","operator":"range","value":{"gte":1788213600000,"lt":1788300000000}}]"#,
            0,
        ),
        (
            "-updated:<1d",
            r#"[{"filters":[{"field":"dateUpdated","operator":"range","value":{"lt":1790068800000}},{"field":"dateUpdated","operator":"not_exists"}],"group":"OR"}]"#,
            0,
        ),
        (
            "has:email -has:tag -tag:nothing",
            r#"[{"field":"email","operator":"exists"},{"field":"tags","operator":"not_exists"}]"#,
            0,
        ),
        ("city:berlin phone:212 -has:email", "[]", 3),
        ("tag:hot OR city:berlin", "[]", 1),
        ("-(city:berlin OR tag:hot)", r#"[{"field":"tags","operator":"not_eq","value":"hot"}]"#, 1),
        ("-(city:berlin tag:hot)", "[]", 1),
        ("due:today is:failed has:task", "[]", 3),
    ] {
        assert_eq!(asked(text), Ok((filters.to_owned(), left)), "{text}");
    }
}

#[test]
fn a_tag_that_the_location_does_not_have_needs_no_question() {
    assert_eq!(asked("tag:nothing owner:me jane"), Err("nobody"));
    assert_eq!(asked("tag:nothing OR tag:hot").unwrap().1, 0);
}
