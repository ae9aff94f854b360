//! Made-up people and loaded ones.

use std::collections::HashSet;

use rolodeck::sandbox::{Error, Options, Sandbox, SeedError};
use serde_json::{Value, json};

use crate::harness::{Lab, options, text};

/// Every contact with its tasks and notes, as they come over the wire.
async fn dump(options: Options) -> Vec<Value> {
    let lab = Lab::start(options).await;
    let body = json!({ "locationId": lab.location(), "pageLimit": 500 });
    let mut all = Vec::new();
    for contact in lab.post("/contacts/search", body).await.body["contacts"].as_array().unwrap() {
        let id = text(&contact["id"]);
        all.push(contact.clone());
        for kind in ["tasks", "notes", "appointments"] {
            let mut answer = lab.get(&format!("/contacts/{id}/{kind}")).await.body;
            answer["traceId"].take();
            all.push(answer);
        }
    }
    all.push(lab.token.clone().into());
    all
}

#[tokio::test]
async fn the_same_seed_makes_the_same_people() {
    let (one, two) = (dump(options()).await, dump(options()).await);
    assert_eq!(one, two);
    let other = dump(Options { seed: 2, ..options() }).await;
    assert_ne!(one, other);
}

#[tokio::test]
async fn the_default_people_are_as_mixed_as_in_life() {
    let lab = Lab::start(Options { contacts: 500, ..options() }).await;
    let body = json!({ "locationId": lab.location(), "pageLimit": 500 });
    let answer = lab.post("/contacts/search", body).await;
    let contacts = answer.body["contacts"].as_array().unwrap();
    assert_eq!(contacts.len(), 500);
    let names: String = contacts.iter().filter_map(|it| it["firstName"].as_str()).collect();
    for (script, from, to) in [
        ("Latin with marks", 'à', 'ž'),
        ("Greek", 'α', 'ω'),
        ("Cyrillic", 'а', 'я'),
        ("Hebrew", 'א', 'ת'),
        ("Arabic", 'ا', 'ي'),
        ("Devanagari", 'अ', 'ह'),
        ("Thai", 'ก', 'ฮ'),
        ("kana", 'ぁ', 'ん'),
        ("Han", '一', '龯'),
        ("Hangul", '가', '힣'),
        ("combining marks", '\u{300}', '\u{36f}'),
        ("emoji", '\u{1f300}', '\u{1faff}'),
    ] {
        assert!(names.chars().any(|c| (from..=to).contains(&c)), "{script}");
    }
    let emails: Vec<&str> = contacts.iter().filter_map(|it| it["email"].as_str()).collect();
    assert!(emails.iter().all(|it| {
        ["example.com", "example.org", "example.net"].iter().any(|end| it.ends_with(end))
    }));
    assert_eq!(emails.iter().collect::<HashSet<_>>().len(), emails.len(), "no duplicates");
    let phones: HashSet<&str> = contacts.iter().filter_map(|it| it["phone"].as_str()).collect();
    assert!(phones.len() > 300 && phones.iter().all(|it| it.starts_with('+')));
    let tagged = |tag: &str| {
        contacts.iter().filter(|it| it["tags"].as_array().unwrap().contains(&json!(tag))).count()
    };
    assert!(tagged("newsletter") > 200 && tagged("vip") < 60);
    let custom: HashSet<String> = contacts
        .iter()
        .flat_map(|it| it["customFields"].as_array().unwrap())
        .map(|it| text(&it["id"]))
        .collect();
    assert_eq!(custom.len(), 13, "some contact has a value in every custom field of contacts");

    let tasks = lab
        .post(
            &format!("/locations/{}/tasks/search", lab.location()),
            json!({ "limit": 2000, "completed": false }),
        )
        .await;
    let due: Vec<String> =
        tasks.body["tasks"].as_array().unwrap().iter().map(|it| text(&it["dueDate"])).collect();
    let now = crate::harness::NOW;
    let overdue = due.iter().filter(|it| it.as_str() < now).count();
    let today = due.iter().filter(|it| it.starts_with("2026-03-02")).count();
    assert!(
        overdue > 20 && due.len() - overdue > 60 && today > 5,
        "{overdue} of {}, {today} today",
        due.len()
    );
}

#[tokio::test]
async fn token_and_location_can_be_chosen() {
    let options =
        Options { token: Some("pit-mine".into()), location: Some("myPlace".into()), ..options() };
    let lab = Lab::start(options).await;
    assert_eq!((lab.token.as_str(), lab.location()), ("pit-mine", "myPlace"));
    assert_eq!(lab.get("/locations/myPlace").await.status, 200);
}

#[tokio::test]
async fn an_export_can_be_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    std::fs::write(
        &path,
        "\u{feff}contact id,FIRST NAME,Last Name,Phone,Email,Business Name,Created,Last Activity,Tags,Additional Emails,Additional Phones,Shoe size\n\
         abc,Anna,Lee,(212) 555-0143,anna@example.com,\"Blue\nHeron\",2024-03-05T10:00:00-08:00,2025-01-01T00:00:00Z,\"VIP, Hot\",a@example.org,+12125550144,38\n\
         short,row\n",
    )
    .unwrap();
    let lab = Lab::start(Options { load: Some(path), ..options() }).await;
    let report = lab.sandbox.load_report().unwrap();
    assert_eq!((report.contacts, report.unreadable.len()), (1, 1));
    assert_eq!(
        (report.unreadable[0].row, report.unreadable[0].reason.as_str()),
        (3, "2 values for 12 columns")
    );
    let contact = &lab.get("/contacts/abc").await.body["contact"];
    assert_eq!(contact["companyName"], "Blue\nHeron");
    assert_eq!(contact["tags"], json!(["vip", "hot"]));
    assert_eq!(contact["phone"], "+12125550143");
    assert_eq!(contact["dateAdded"], "2024-03-05T18:00:00.000Z");
    assert_eq!(contact["additionalEmails"], json!([{ "email": "a@example.org" }]));
    let fields = lab.get(&format!("/locations/{}/customFields", lab.location())).await;
    assert_eq!(fields.body["customFields"][0]["name"], "Shoe size");
    assert_eq!(contact["customFields"][0]["value"], "38");
}

#[tokio::test]
async fn a_file_that_is_no_export_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prices.csv");
    std::fs::write(&path, "sku,price\n1,2\n").unwrap();
    for path in [path, folder.path().join("missing.csv")] {
        let options = Options { load: Some(path), ..options() };
        assert!(matches!(Sandbox::start(options).await, Err(Error::Seed(SeedError::Load(_)))));
    }
}
