//! Pages as they come, and as they should not.

use proptest::prelude::*;

use super::*;

fn ids(page: &Page) -> Vec<&str> {
    page.contacts.iter().map(|contact| contact.remote.as_str()).collect()
}

/// What is known of a page before it is read is what it turns out to be.
fn read(body: &str) -> Result<Page, Flaw> {
    let (page, bounds) = (page(body), bounds(body));
    assert_eq!(page.is_ok(), bounds.is_ok(), "{body}");
    if let (Ok(page), Ok(bounds)) = (&page, bounds) {
        let (rows, total, after) =
            (page.contacts.len() + page.unread.count, page.total, page.after.clone());
        assert_eq!(bounds, Bounds { rows, total, after }, "{body}");
    }
    page
}

#[test]
fn a_page_tells_where_the_next_begins() {
    let body = r#"{"contacts":[{"id":"a","searchAfter":[1,"a"]},
        {"id":"b","searchAfter":[ 1738683828372, "b" ]}],"total":15693,"traceId":"t"}"#;
    let page = read(body).unwrap();
    assert_eq!(ids(&page), ["a", "b"]);
    assert_eq!(page.total, Some(15_693));
    assert_eq!(page.after, Some(Cursor(r#"[ 1738683828372, "b" ]"#.into())), "letter for letter");
    assert_eq!(page.unread.count, 0);
}

#[test]
fn an_empty_page_is_the_end() {
    let page = read(r#"{"contacts":[],"total":0}"#).unwrap();
    assert_eq!((page.after, page.contacts.len()), (None, 0));
}

#[test]
fn rows_that_no_program_can_hold_cost_no_other() {
    let deep = format!("{}{}", "[".repeat(70), "]".repeat(70));
    for bad in [r#"{"id":"\ud800"}"#, r#"{"id":"x","n":1e400}"#, &format!(r#"{{"x":{deep}}}"#)] {
        let body = format!(
            r#"{{"contacts":[{{"id":"a","searchAfter":[1]}},{bad},7,{{"id":"b"}}],"total":4}}"#
        );
        let page = read(&body).unwrap();
        assert_eq!(ids(&page), ["a", "b"], "{bad}");
        assert_eq!(page.unread.count, 2, "{bad}");
        assert_eq!(page.after, Some(Cursor("[1]".into())), "{bad}");
    }
}

#[test]
fn a_cursor_is_a_short_list_or_none() {
    let huge = format!("[\"{}\"]", "x".repeat(LONGEST_CURSOR));
    for odd in ["null", "7", "{}", huge.as_str()] {
        let body = format!(r#"{{"contacts":[{{"id":"a","searchAfter":{odd}}}]}}"#);
        assert_eq!(read(&body).unwrap().after, None);
    }
}

#[test]
fn a_cursor_survives_being_kept() {
    let cursor = Cursor(r#"[1738683828372,"a\"b"]"#.into());
    let kept = serde_json::to_string(&cursor).unwrap();
    assert_eq!(serde_json::from_str::<Cursor>(&kept).unwrap(), cursor);
    assert!(Cursor("[1".into()).raw().is_err(), "what was damaged meanwhile is not sent");
}

#[test]
fn what_is_no_page_is_no_empty_page() {
    for body in ["", "{}", "[]", r#"{"contacts":null}"#, r#"{"contacts":[]"#, "<html></html>"] {
        assert!(read(body).is_err(), "{body}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn every_row_is_either_read_or_counted(
        rows in prop::collection::vec(
            prop::sample::select(vec![
                r#"{"id":"a"}"#, r#"{"id":"a","searchAfter":[1]}"#, r#"{"searchAfter":["b"]}"#,
                "null", "{}", r#"{"id":"\udc00"}"#, "[[]]", r#"{"id":2}"#, "1e999",
            ]),
            0..30,
        ),
    ) {
        let body = format!(r#"{{"contacts":[{}]}}"#, rows.join(","));
        let page = read(&body).unwrap();
        prop_assert_eq!(page.contacts.len() + page.unread.count, rows.len());
        let readable = [r#"{"id":"a"}"#, r#"{"id":"a","searchAfter":[1]}"#, r#"{"id":2}"#];
        let expected = rows.iter().filter(|row| readable.contains(row)).count();
        prop_assert_eq!(page.contacts.len(), expected);
    }
}
