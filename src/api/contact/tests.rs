//! The shapes of a contact that were recorded, and some that nobody hopes for.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(json: &str) -> Option<ServedContact> {
    serde_json::from_str::<Contact<'_>>(json).unwrap().read()
}

fn text(contact: &ServedContact, field: Standard) -> String {
    contact.values.get(&field.into()).map_or(String::new(), |value| value.shown().into_owned())
}

const LIST_ITEM: &str = r#"{
    "id":"102goXVW3lIExEQPOnd3","locationId":"ve9EPM428h8vShlRW1KT","contactName":"brenda smith",
    "firstName":"brenda","lastName":"smith","firstNameRaw":"Brenda","lastNameRaw":"Smith",
    "companyName":null,"email":"brenda@example.com","phone":"+12125550143","dnd":false,
    "type":"lead","source":"public api","assignedTo":null,"city":null,"state":null,
    "postalCode":null,"address1":"","dateAdded":"2021-07-02T05:18:26.704Z",
    "dateUpdated":"2021-07-02T05:18:26.704Z","dateOfBirth":null,"businessId":null,
    "tags":["VIP ","lead"],"country":"US","website":null,"timezone":null,"followers":[],
    "additionalEmails":[{"email":"b@example.com"}],
    "attributions":[{"utmSessionSource":"Direct","isFirst":true}],
    "customFields":[{"id":"f1","value":"Gold"},{"id":"f2","value":82},{"id":"f3","value":["a","b"]},
        {"id":"f4","value":null},{"id":"f5","value":{"u":{"url":"https://example.com/x"}}}],
    "dndSettings":{"SMS":{"status":"active"}},"profilePhoto":null,"startAfter":[1,"x"]}"#;

const SEARCH_ITEM: &str = r#"{
    "id":"102goXVW3lIExEQPOnd3","locationId":"ve9EPM428h8vShlRW1KT","firstName":"Brenda",
    "lastName":"Smith","firstNameLowerCase":"brenda","lastNameLowerCase":"smith",
    "email":"brenda@example.com","validEmail":true,"phone":"+12125550143","phoneLabel":null,
    "address":"1 Main St","dateAdded":1625203106704,"dateUpdated":"2021-07-02T05:18:26.704Z",
    "dateOfBirth":"1990-09-25T00:00:00.000Z","lastActivity":1625203106704,
    "opportunities":[{"id":"o1","pipeline_id":"p","pipeline_stage_id":"s","monetary_value":1,"status":"open"}],
    "searchAfter":[1738683828372,"102goXVW3lIExEQPOnd3"]}"#;

#[test]
fn a_list_item_keeps_the_names_as_they_were_written() {
    let contact = read(LIST_ITEM).unwrap();
    assert_eq!(contact.remote, "102goXVW3lIExEQPOnd3".into());
    assert_eq!(text(&contact, Standard::FirstName), "Brenda");
    assert_eq!(text(&contact, Standard::LastName), "Smith");
    assert_eq!(contact.values[&Standard::Dnd.into()], Value::Flag(false));
    let tags: Vec<&str> = contact.tags.iter().map(Tag::as_str).collect();
    assert_eq!(tags, ["lead", "vip"]);
    assert_eq!(contact.values[&Field::Custom("f2".into())], Value::Number(82.into()));
    assert_eq!(
        contact.values[&Field::Custom("f3".into())],
        Value::many(vec!["a".into(), "b".into()])
    );
    assert!(!contact.values.contains_key(&Field::Custom("f4".into())), "nothing is no value");
    assert!(matches!(contact.values[&Field::Custom("f5".into())], Value::Other(_)));
    assert!(contact.values.values().all(|value| !value.is_empty()));
}

#[test]
fn what_is_not_known_here_is_kept_unless_it_says_nothing() {
    let contact = read(LIST_ITEM).unwrap();
    let kept: Vec<&str> = contact.extra.keys().map(String::as_str).collect();
    assert_eq!(kept, ["additionalEmails", "attributions", "dndSettings"]);
    assert_eq!(contact.extra["dndSettings"], json!({"SMS": {"status": "active"}}));
}

#[test]
fn a_search_item_folds_into_the_same_fields() {
    let contact = read(SEARCH_ITEM).unwrap();
    assert_eq!(text(&contact, Standard::Address), "1 Main St");
    assert_eq!(text(&contact, Standard::DateOfBirth), "1990-09-25");
    assert_eq!(contact.added, contact.updated);
    let kept: Vec<&str> = contact.extra.keys().map(String::as_str).collect();
    assert_eq!(kept, ["lastActivity", "opportunities", "validEmail"]);
}

#[test]
fn a_name_in_one_piece_is_shown_where_there_is_no_other() {
    let contact = read(r#"{"id":"a","name":"Jane Doe","firstName":null}"#).unwrap();
    assert_eq!(text(&contact, Standard::FirstName), "Jane Doe");
    let contact = read(r#"{"id":"a","name":"Jane Doe","lastName":"Doe"}"#).unwrap();
    assert_eq!(text(&contact, Standard::FirstName), "");
}

#[test]
fn every_standard_field_is_read_by_its_own_name() {
    for field in Standard::ALL {
        let value = match field.spec().kind {
            Kind::Flag => json!(true),
            Kind::Date => json!("1990-09-25"),
            _ => json!("x"),
        };
        let json = json!({ "id": "a", field.spec().name: value }).to_string();
        assert_eq!(read(&json).unwrap().values[&(*field).into()].to_json(), value, "{field:?}");
    }
}

#[test]
fn no_odd_field_costs_the_contact() {
    for json in [
        r#"{"id":7}"#,
        r#"{"_id":"a"}"#,
        r#"{"id":"a","email":{"x":1},"phone":["+1"],"firstName":true,"dnd":"false"}"#,
        r#"{"id":"a","tags":"vip","customFields":{"f1":"x"}}"#,
        r#"{"id":"a","tags":[null,{},[["x"]],7],"customFields":[null,7,"x",[],{"id":null,"value":1},{"value":2}]}"#,
        r#"{"id":"a","dateAdded":"yesterday","dateUpdated":{},"dateOfBirth":[1]}"#,
        r#"{"id":"a","id":"b","email":"x","email":null}"#,
        r#"{"id":"a","searchAfter":"x","":{"":""}}"#,
        r#"{"id":"a","dateOfBirth":-9223372036854775808,"dateAdded":1e308}"#,
        r#"{"id":"\u0000\u202e","firstName":"\ud83d\ude00"}"#,
    ] {
        assert!(read(json).is_some(), "{json}");
    }
    for json in
        ["null", "7", r#""a""#, "[]", "{}", r#"{"id":null}"#, r#"{"id":""}"#, r#"{"id":[]}"#]
    {
        assert!(read(json).is_none(), "{json}");
    }
}

fn any_json() -> impl Strategy<Value = Json> {
    let names = prop::sample::select(vec![
        "id",
        "email",
        "dnd",
        "tags",
        "customFields",
        "value",
        "dateAdded",
        "dateOfBirth",
        "searchAfter",
        "firstNameRaw",
        "contacts",
        "total",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(names.clone(), inner, 0..8)
                .prop_map(|map| map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        ]
    })
}

proptest! {
    /// Whatever is JSON is read without failing, and means the same when it is read again.
    #[test]
    fn any_json_is_read(json in any_json()) {
        let text = json.to_string();
        prop_assert_eq!(read(&text), read(&text));
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = serde_json::from_slice::<Contact<'_>>(&bytes);
    }

    /// A body cut off anywhere is an error, never a shorter truth.
    #[test]
    fn a_cut_body_is_an_error(cut in 0..LIST_ITEM.len()) {
        prop_assert!(serde_json::from_slice::<Contact<'_>>(&LIST_ITEM.as_bytes()[..cut]).is_err());
    }
}
