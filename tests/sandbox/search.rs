//! Search: pages, order, the grammar of filters and both kinds of refusal, the index lag.

use std::time::Duration;

use rolodeck::sandbox::Options;
use serde_json::{Value, json};

use crate::harness::{Answer, Lab, case, invalid, options, text};

async fn search(lab: &Lab, mut body: Value) -> Answer {
    body["locationId"] = lab.location().into();
    if body.get("pageLimit").is_none() {
        body["pageLimit"] = 500.into();
    }
    lab.post("/contacts/search", body).await
}

/// First names of what a filter finds, in order of creation.
async fn found(lab: &Lab, filters: &Value) -> Vec<String> {
    let sort = json!([{ "field": "firstNameLowerCase", "direction": "asc" }]);
    let answer = search(lab, json!({ "filters": filters, "sort": sort })).await;
    assert_eq!(answer.status, 200, "{filters}: {}", answer.body);
    let contacts = answer.body["contacts"].as_array().unwrap();
    assert_eq!(answer.body["total"], contacts.len());
    contacts.iter().map(|it| text(&it["firstName"])).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "a value is what the tables below hold")]
fn leaf(field: &str, operator: &str, value: Value) -> Value {
    json!([{ "field": field, "operator": operator, "value": value }])
}

/// Anna, Bert and Carla, an hour apart.
async fn three() -> Lab {
    let lab = Lab::empty().await;
    let hour = Duration::from_hours(1);
    lab.contact(json!({
        "firstName": "Anna", "lastName": "Ångström", "email": "anna@example.com", "city": "Portland",
        "tags": ["hot lead", "vip"], "phone": "+12125550143", "dateOfBirth": "1990-09-25",
    }))
    .await;
    lab.sandbox.advance(hour);
    lab.contact(json!({
        "firstName": "Bert", "email": "bert@example.org", "city": "Berlin", "country": "DE",
        "tags": ["vip"], "dnd": true, "phone": "+493023125014",
        "dndSettings": { "SMS": { "status": "active" } },
        "customFields": [{ "key": "lead_score", "value": 40 }, { "key": "contract_until", "value": "2026-06-30" }],
    }))
    .await;
    lab.sandbox.advance(hour);
    lab.contact(json!({
        "firstName": "Carla", "companyName": "Blue Heron Yoga", "source": "referral",
        "customFields": [{ "key": "lead_score", "value": 75 }, { "key": "services", "value": ["SEO", "Branding"] }],
    }))
    .await;
    lab
}

#[tokio::test]
async fn filters_find_what_they_say() {
    let lab = three().await;
    let field = async |name: &str| {
        let fields = lab.get(&format!("/locations/{}/customFields", lab.location())).await;
        let list = fields.body["customFields"].as_array().unwrap().clone();
        let id = text(&list.iter().find(|it| it["name"] == name).unwrap()["id"]);
        format!("customFields.{id}")
    };
    let (score, services, until) =
        (field("Lead score").await, field("Services").await, field("Contract until").await);
    let bare = |field: &str, operator: &str| json!([{ "field": field, "operator": operator }]);
    for (name, filters, wanted) in [
        ("eq", leaf("city", "eq", json!("Portland")), "Anna"),
        ("eq, any case", leaf("city", "eq", json!("portland")), "Anna"),
        ("not_eq finds the unset too", leaf("city", "not_eq", json!("Portland")), "Bert Carla"),
        ("contains", leaf("companyName", "contains", json!("heron")), "Carla"),
        ("not_contains", leaf("companyName", "not_contains", json!("heron")), "Anna Bert"),
        ("exists", bare("email", "exists"), "Anna Bert"),
        ("not_exists", bare("email", "not_exists"), "Carla"),
        ("tag", leaf("tags", "eq", json!("vip")), "Anna Bert"),
        ("any tag of a list", leaf("tags", "eq", json!(["hot lead", "nothing"])), "Anna"),
        ("none of a list", leaf("tags", "not_contains", json!(["hot lead"])), "Bert Carla"),
        ("whole tags of a list", leaf("tags", "contains", json!(["vi", "hot lead"])), "Anna"),
        ("part of a tag", leaf("tags", "contains", json!("lead")), "Anna"),
        ("no tags", bare("tags", "not_exists"), "Carla"),
        ("lower-cased name", leaf("lastNameLowerCase", "eq", json!("ångström")), "Anna"),
        ("only lower-cased", leaf("lastNameLowerCase", "eq", json!("Ångström")), ""),
        ("whole name", leaf("contactName", "eq", json!("anna ångström")), "Anna"),
        ("flag", leaf("dnd", "eq", json!(true)), "Bert"),
        ("country", leaf("country", "eq", json!("DE")), "Bert"),
        ("channel", leaf("dndSettings.SMS.status", "eq", json!("active")), "Bert"),
        ("wildcard on phones", leaf("phone", "wildcard", json!("+1*")), "Anna"),
        ("phone", leaf("phone", "eq", json!("+493023125014")), "Bert"),
        ("source", leaf("source", "eq", json!("referral")), "Carla"),
        ("type", leaf("type", "eq", json!("lead")), "Anna Bert Carla"),
        (
            "birthday",
            leaf("dateOfBirth", "range", json!({ "gte": "1990-01-01", "lt": "1991-01-01" })),
            "Anna",
        ),
        ("number range", leaf(&score, "range", json!({ "gt": 40 })), "Carla"),
        ("number", leaf(&score, "eq", json!(40)), "Bert"),
        ("one of the options", leaf(&services, "eq", json!("SEO")), "Carla"),
        ("custom date", leaf(&until, "range", json!({ "lte": "2026-06-30" })), "Bert"),
        ("custom exists", bare(&score, "exists"), "Bert Carla"),
        ("opportunities", leaf("opportunities", "nested", json!([])), ""),
        (
            "from a moment on",
            leaf("dateAdded", "range", json!({ "gte": 1_772_475_600_000_i64 })),
            "Bert Carla",
        ),
        (
            "after a moment",
            leaf("dateAdded", "range", json!({ "gt": 1_772_475_600_000_i64 })),
            "Carla",
        ),
        ("as ISO", leaf("dateUpdated", "range", json!({ "lt": "2026-03-02T18:00:00Z" })), "Anna"),
        (
            "a date is local: the 2nd in Portland is not over",
            leaf("dateAdded", "range", json!({ "gte": "2026-03-02", "lt": "2026-03-03" })),
            "Anna Bert Carla",
        ),
        (
            "ui meta is tolerated",
            json!([{ "field": "city", "operator": "eq", "value": "Berlin", "uiMeta": {} }]),
            "Bert",
        ),
        (
            "and",
            json!([leaf("tags", "eq", json!("vip"))[0], leaf("city", "eq", json!("Berlin"))[0]]),
            "Bert",
        ),
        (
            "or",
            json!([{ "group": "OR", "filters": [leaf("city", "eq", json!("Berlin"))[0], bare("email", "not_exists")[0]] }]),
            "Bert Carla",
        ),
        (
            "nested",
            json!([{ "group": "OR", "filters": [
            { "group": "AND", "filters": [leaf("tags", "eq", json!("vip"))[0], leaf("dnd", "eq", json!(false))[0]] },
            leaf("firstNameLowerCase", "eq", json!("carla"))[0],
        ] }]),
            "Anna Carla",
        ),
    ] {
        assert_eq!(found(&lab, &filters).await.join(" "), wanted, "{name}");
    }
}

#[tokio::test]
async fn filters_are_refused_in_two_ways() {
    let lab = Lab::empty().await;
    let operators = "operator must be one of the following values: eq, not_eq, contains, not_contains, \
        wildcard, not_wildcard, match, not_match, exists, not_exists, range, not_range, contains_set, \
        contains_not_set, gt, gte, lt, lte, nested, nested_not, has_child, has_parent";
    let illegal = |operator: &str, field: &str| {
        invalid(&[&format!("Invalid Operator ({operator}) passed for field {field}")])
    };
    let field =
        |name: &str| json!({ "statusCode": 400, "message": format!("Invalid field {name}") });
    let mut cases = Vec::new();
    for (name, filters, status, has) in [
        ("unknown operator", leaf("city", "like", json!("x")), 422, invalid(&[operators])),
        (
            "a bare comparison on a date",
            leaf("dateUpdated", "gt", json!(1)),
            422,
            illegal("gt", "date_updated"),
        ),
        (
            "email has no contains",
            leaf("email", "contains", json!("exam")),
            422,
            illegal("contains", "email"),
        ),
        (
            "dates are not equal",
            leaf("dateAdded", "eq", json!(1)),
            422,
            illegal("eq", "date_added"),
        ),
        (
            "the service's own names",
            leaf("date_updated", "range", json!({ "gt": 1 })),
            400,
            field("date_updated"),
        ),
        ("a name", leaf("contact_name", "eq", json!("x")), 400, field("contact_name")),
        (
            "additional phones",
            leaf("additional_phones", "eq", json!("x")),
            400,
            field("additional_phones"),
        ),
        ("first name", leaf("firstName", "eq", json!("x")), 400, field("firstName")),
        (
            "an unknown custom field",
            leaf("customFields.nothing", "eq", json!("x")),
            400,
            field("customFields.nothing"),
        ),
        ("exists with a value", leaf("email", "exists", json!(true)), 422, json!({})),
        ("from and to", leaf("dateAdded", "range", json!({ "from": 1, "to": 2 })), 422, json!({})),
        ("a short part", leaf("city", "contains", json!("ab")), 422, json!({})),
        ("a long value", leaf("city", "eq", json!("x".repeat(76))), 422, json!({})),
        ("an unknown group", json!([{ "group": "XOR", "filters": [] }]), 422, json!({})),
        (
            "a strange key",
            json!([{ "field": "city", "operator": "eq", "value": "x", "not": true }]),
            422,
            invalid(&["property not should not exist"]),
        ),
    ] {
        let body = json!({ "locationId": "{location}", "pageLimit": 10, "filters": filters });
        cases.push(case(name, "POST", "/contacts/search", body, status, has));
    }
    lab.play(cases).await;
}

#[tokio::test]
async fn bodies_are_refused_as_by_validation() {
    let lab = Lab::empty().await;
    let mut cases = Vec::new();
    for (name, body, has) in [
        (
            "no page limit",
            json!({}),
            invalid(&[
                "pageLimit should not be empty",
                "pageLimit must be a number conforming to the specified constraints",
            ]),
        ),
        (
            "too large a page",
            json!({ "pageLimit": 501 }),
            invalid(&["pageLimit must not be greater than 500"]),
        ),
        (
            "too small a page",
            json!({ "pageLimit": 0 }),
            invalid(&["pageLimit must not be less than 1"]),
        ),
        ("past 10,000", json!({ "pageLimit": 500, "page": 21 }), json!({})),
        (
            "page and cursor",
            json!({ "pageLimit": 5, "page": 1, "searchAfter": [1, "x"] }),
            json!({}),
        ),
        ("a long text", json!({ "pageLimit": 5, "query": "x".repeat(76) }), json!({})),
        ("three sorts", json!({ "pageLimit": 5, "sort": [{}, {}, {}] }), json!({})),
        (
            "a strange property",
            json!({ "pageLimit": 5, "limit": 5 }),
            invalid(&["property limit should not exist"]),
        ),
    ] {
        let mut body = body;
        body["locationId"] = "{location}".into();
        cases.push(case(name, "POST", "/contacts/search", body, 422, has));
    }
    cases.push(case("an unknown sort", "POST", "/contacts/search", json!({
        "locationId": "{location}", "pageLimit": 5, "sort": [{ "field": "city", "direction": "asc" }],
    }), 400, json!({ "message": "Invalid field city" })));
    cases.push(case(
        "no location",
        "POST",
        "/contacts/search",
        json!({ "pageLimit": 5 }),
        422,
        json!({}),
    ));
    lab.play(cases).await;
}

#[tokio::test]
async fn every_order_pages_through_everybody_once() {
    let lab = Lab::start(Options { contacts: 90, ..options() }).await;
    for field in [
        "firstNameLowerCase",
        "lastNameLowerCase",
        "businessName",
        "dateAdded",
        "dateUpdated",
        "email",
        "dnd",
        "source",
    ] {
        for direction in ["asc", "desc"] {
            let sort = json!([{ "field": field, "direction": direction }]);
            let whole = search(&lab, json!({ "sort": sort })).await;
            let whole = whole.body["contacts"].as_array().unwrap().clone();
            let mut paged = Vec::new();
            let mut body = json!({ "sort": sort, "pageLimit": 13 });
            loop {
                let page = search(&lab, body.clone()).await;
                assert_eq!(page.body["total"], 90, "{field} {direction}: {}", page.body);
                let contacts = page.body["contacts"].as_array().unwrap();
                let Some(last) = contacts.last() else { break };
                body["searchAfter"] = last["searchAfter"].clone();
                paged.extend(contacts.clone());
            }
            assert_eq!(paged.len(), 90, "{field} {direction}");
            assert_eq!(paged, whole, "{field} {direction}");
            let second = search(&lab, json!({ "sort": sort, "pageLimit": 13, "page": 2 })).await;
            assert_eq!(second.body["contacts"].as_array().unwrap(), &whole[13..26]);
        }
    }
}

#[tokio::test]
async fn a_filtered_range_pages_within_its_bounds() {
    let lab = Lab::start(Options { contacts: 90, ..options() }).await;
    let all =
        search(&lab, json!({ "sort": [{ "field": "dateUpdated", "direction": "asc" }] })).await;
    let all = all.body["contacts"].as_array().unwrap().clone();
    let at = |place: usize| all[place]["searchAfter"][0].clone();
    for (direction, extra) in
        [("asc", json!([])), ("desc", json!([])), ("asc", leaf("type", "eq", json!("lead")))]
    {
        let mut filters = extra.as_array().unwrap().clone();
        filters
            .push(leaf("dateUpdated", "range", json!({ "gte": at(20), "lt": at(70) }))[0].clone());
        let mut wanted: Vec<Value> = all[20..70].to_vec();
        if filters.len() > 1 {
            wanted.retain(|it| it["type"] == "lead");
        }
        if direction == "desc" {
            wanted.reverse();
        }
        let mut body = json!({ "filters": filters, "pageLimit": 7, "sort": [{ "field": "dateUpdated", "direction": direction }] });
        let mut paged = Vec::new();
        loop {
            let page = search(&lab, body.clone()).await;
            assert_eq!(page.body["total"], wanted.len());
            let contacts = page.body["contacts"].as_array().unwrap();
            let Some(last) = contacts.last() else { break };
            body["searchAfter"] = last["searchAfter"].clone();
            paged.extend(contacts.clone());
        }
        assert_eq!(paged, wanted, "{direction}");
    }
}

#[tokio::test]
async fn free_text_finds_all_words_anywhere() {
    let lab = three().await;
    for (query, wanted) in [
        ("ann", 1),
        ("ANNA ångström", 1),
        ("anna bert", 0),
        ("example", 2),
        ("heron", 1),
        ("555", 1),
        ("", 3),
    ] {
        let answer = search(&lab, json!({ "query": query })).await;
        assert_eq!(answer.body["total"], wanted, "{query}");
    }
}

#[tokio::test]
async fn a_found_contact_has_a_shape_of_its_own() {
    let lab = three().await;
    let answer = search(&lab, json!({ "filters": leaf("city", "eq", json!("Portland")) })).await;
    let contact = &answer.body["contacts"][0];
    assert_eq!(contact["address"], Value::Null);
    assert!(contact.get("address1").is_none(), "here the street is called address");
    assert_eq!(contact["firstName"], "Anna");
    assert_eq!(contact["firstNameLowerCase"], "anna");
    assert_eq!(contact["searchAfter"], json!([1_772_472_000_000_i64, contact["id"]]));
    assert_eq!(contact["opportunities"], json!([]));
    assert!(answer.body.get("meta").is_none());
}

#[tokio::test]
async fn writes_show_in_searches_only_after_the_lag() {
    let lab =
        Lab::start(Options { contacts: 0, index_lag: Duration::from_secs(2), ..options() }).await;
    let total = async || search(&lab, json!({})).await.body["total"].clone();
    let list = async || {
        lab.get(&format!("/contacts/?locationId={}", lab.location())).await.body["meta"]["total"]
            .clone()
    };
    let id = lab.contact(json!({ "firstName": "Anna", "email": "anna@example.com" })).await;
    assert_eq!((total().await, list().await), (json!(0), json!(0)));
    assert_eq!(lab.get(&format!("/contacts/{id}")).await.status, 200, "by id it is there at once");
    let duplicate = format!(
        "/contacts/search/duplicate?locationId={}&email=anna%40example.com",
        lab.location()
    );
    assert_eq!(lab.get(&duplicate).await.body["contact"]["id"], id.as_str());
    lab.sandbox.advance(Duration::from_secs(2));
    assert_eq!((total().await, list().await), (json!(1), json!(1)));
    lab.delete(&format!("/contacts/{id}"), None).await;
    assert_eq!(total().await, 1, "the deleted one is still found");
    lab.sandbox.advance(Duration::from_secs(2));
    assert_eq!(total().await, 0);
}
