//! What is listed and shown.

use rolodeck::sandbox::Pattern;
use serde_json::{Value as Json, json};

use crate::office::{Office, ended};

#[test]
fn an_empty_database_is_filled_before_anything_is_listed() {
    let office = Office::new();
    let list = office.run(["contact", "list", "--limit", "3"]).ends(0);
    assert_eq!(list.out.lines().count(), 4, "{list:?}");
    assert!(list.out.starts_with("ID "), "{list:?}");
    list.complains(&["fetching all contacts first", "3 of 500 contacts"]);
}

#[test]
fn a_list_is_one_document_with_the_names_of_the_service() {
    let office = Office::new();
    let list = office.json(["contact", "list", "--limit", "2", "--sort", "-added"]);
    assert_eq!(list["total"], 500);
    let contacts = list["contacts"].as_array().unwrap();
    assert_eq!(contacts.len(), 2);
    let added = |at: usize| contacts[at]["dateAdded"].as_str().unwrap().to_owned();
    assert!(added(0) >= added(1));
    for name in ["id", "local_id", "sync", "firstName", "companyName", "tags", "dnd"] {
        assert!(!contacts[0][name].is_null() || contacts[0].get(name).is_some(), "{name}");
    }
    assert_eq!(contacts[0]["sync"], "saved");
}

#[test]
fn a_filter_and_columns_narrow_a_list() {
    let office = Office::new();
    let hits = office.json(["contact", "list", "--where", "tag:customer -tag:newsletter"]);
    let contacts = hits["contacts"].as_array().unwrap();
    assert!(!contacts.is_empty() && contacts.len() < 500);
    for contact in contacts {
        let tags = contact["tags"].as_array().unwrap();
        assert!(tags.contains(&json!("customer")), "{contact}");
        assert!(!tags.contains(&json!("newsletter")), "{contact}");
    }
    let table = office.run(["contact", "list", "--limit", "1", "--columns", "email,city"]).ends(0);
    let head: Vec<&str> = table.out.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["EMAIL", "CITY"]);
}

#[test]
fn a_person_is_shown_by_any_beginning_of_her_id_that_fits_nobody_else() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let whole = office.json(["contact", "show", &id]);
    assert_eq!(whole["contact"]["id"], id.as_str());
    let part = office.json(["contact", "show", &id[..12]]);
    assert_eq!(part["contact"]["id"], id.as_str());
    let local = whole["contact"]["local_id"].as_str().unwrap().to_owned();
    assert_eq!(office.json(["contact", "show", &local])["contact"]["id"], id.as_str());
}

#[test]
fn what_the_service_says_of_a_person_beyond_the_known_fields_is_shown_as_well() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let whole = office.json(["contact", "show", &id]);
    let last = whole["contact"]["lastActivity"].to_string();
    assert_ne!(last, "null", "no field of the program, but of the service: {whole}");
    let shown = office.run(["contact", "show", &id]).ends(0).out;
    let line = shown.lines().find(|line| line.starts_with("lastActivity"));
    assert!(line.is_some_and(|line| line.ends_with(last.trim_matches('"'))), "{shown}");
}

#[test]
fn what_the_service_says_of_a_note_or_an_appointment_beyond_its_fields_is_shown_as_well() {
    let office = Office::new();
    let met = |contact: &Json| {
        let id = contact["id"].as_str().unwrap();
        let whole = office.json(["contact", "show", id]);
        whole["appointments"].get(0).is_some().then(|| id.to_owned())
    };
    let list = office.json(["contact", "list", "--limit", "60", "--sort", "-updated"]);
    let id = list["contacts"].as_array().unwrap().iter().find_map(met).expect("somebody met");
    let note = json!({ "body": "rang twice", "color": "#ffaa00", "pinned": true });
    office.posts(&format!("/contacts/{id}/notes"), &note);

    let shown = office.run(["contact", "show", &id, "--fresh"]).ends(0).out;
    let mut lines = shown.lines().skip_while(|line| !line.contains("rang twice"));
    assert_eq!(lines.nth(1).map(str::trim), Some("color: #ffaa00"), "{shown}");
    let notes = office.json(["note", "list", &id]);
    assert_eq!(notes["notes"][0]["color"], "#ffaa00", "{notes}");

    let whole = office.json(["contact", "show", &id]);
    assert_eq!(whole["notes"][0]["color"], "#ffaa00", "{whole}");
    let calendar = &whole["appointments"][0]["calendarId"];
    assert!(calendar.is_string(), "{whole}");
    let calendar = format!("calendarId: {}", calendar.as_str().unwrap());
    assert!(shown.contains(&calendar), "{calendar} in {shown}");
}

#[test]
fn tasks_notes_and_tags_are_listed() {
    let office = Office::new();
    let tasks = office.json(["task", "list", "--due", "overdue"]);
    let tasks = tasks["tasks"].as_array().unwrap();
    assert!(!tasks.is_empty());
    for task in tasks {
        assert_eq!(task["completed"], false);
        assert!(task["dueDate"].as_str().unwrap() < jiff_now().as_str(), "{task}");
    }
    let contact = tasks[0]["contactId"].as_str().unwrap();
    let hers = office.json(["task", "list", "--contact", contact]);
    assert!(hers["tasks"].as_array().unwrap().iter().all(|task| task["contactId"] == contact));

    office.run(["note", "add", contact, "rang twice"]).ends(0);
    let notes = office.json(["note", "list", contact]);
    assert_eq!(notes["notes"][0]["body"], "rang twice");

    let tags = office.json(["tag", "list"]);
    assert!(tags["tags"].as_array().unwrap().iter().any(|tag| tag["name"] == "customer"), "{tags}");
}

fn jiff_now() -> String {
    jiff::Timestamp::now().to_string()
}

#[test]
fn the_status_says_how_old_the_copy_is_and_what_waits() {
    let office = Office::new();
    let new = ended(office.program().args(["status", "--json"]), "").ends(1).json();
    assert_eq!((&new["healthy"], &new["complete"]), (&json!(false), &json!(false)));

    office.server.sandbox.advance(std::time::Duration::from_hours(1));
    let synced = office.json(["sync"]);
    assert_eq!((&synced["failed"], &synced["conflicts"]), (&json!(0), &json!(0)));
    assert!(synced["pulled"].as_u64().unwrap() >= 500, "{synced}");
    assert!(synced["requests"].as_u64().unwrap() > 0 && synced["seconds"].is_number());

    let healthy = office.json(["status"]);
    assert_eq!(healthy["contacts"], 500);
    assert_eq!((&healthy["queued"], &healthy["refused"]), (&json!(0), &json!(0)));
    assert!(healthy["ageSeconds"].is_number());
    assert!(healthy["budget"]["dayLeft"].is_number());
    let ahead = healthy["clockAheadSeconds"].as_i64().unwrap();
    assert!((-3605..=-3595).contains(&ahead), "{ahead}");
    assert_eq!(healthy["listsBehindSeconds"], 0);
    let words = office.run(["status"]).ends(0).out;
    assert!(words.contains("Contacts          500"), "{words}");
    assert!(words.contains("s behind the service's"), "{words}");
}

/// More than are fetched without much ado.
const LARGE: usize = 2_600;

fn ids(list: &Json) -> Vec<String> {
    let contacts = list["contacts"].as_array().unwrap();
    contacts.iter().map(|contact| contact["id"].to_string()).collect()
}

fn calls(office: &Office) -> usize {
    office.server.sandbox.traffic().count(&Pattern::from("*"))
}

#[test]
fn on_a_large_location_of_which_nothing_is_here_the_server_is_asked_for_those_alone() {
    const FILTER: &str = "tag:vip owner:a -country:de updated:>2020-01-01 a";
    let office = Office::of(LARGE);
    let list = ["contact", "list", "--where", FILTER, "--json"];
    let asked = office.run(list).ends(0);
    assert!(calls(&office) <= 6, "what there is, how many, and whom: {} calls", calls(&office));
    let asked = asked.complains(&["the server was asked for these alone"]).json();
    assert!(asked["total"].as_u64() > Some(0), "{asked}");
    assert_eq!(asked["synced"], json!(null), "what was found is not everybody");

    // What only we can tell is found as ever, and then the answer is the same.
    let words = office.run(["contact", "list", "--where", "a", "--limit", "1"]).ends(0);
    words.complains(&["fetching all contacts first"]);
    let again = office.run(list).ends(0);
    assert!(!again.err.contains("asked for these alone"), "{again:?}");
    assert_eq!(ids(&again.json()), ids(&asked));
}

#[test]
fn a_filter_that_makes_no_sense_fetches_nothing() {
    let office = Office::of(LARGE);
    office.run(["contact", "list", "--where", "towm:berlin"]).ends(2);
    assert_eq!(calls(&office), 0);
}

#[test]
fn what_would_bring_nearly_everybody_is_fetched_with_everybody() {
    let office = Office::of(LARGE);
    let list = office.run(["contact", "list", "--where", "-tag:vip", "--limit", "1"]).ends(0);
    list.complains(&["fetching all contacts first"]);
}

#[test]
fn what_was_just_made_here_is_found_before_the_server_lists_it() {
    let office = Office::of(LARGE);
    office.server.sandbox.weather().set_index_lag(std::time::Duration::from_mins(5));
    office
        .run(["contact", "add", "--set", "firstName=Zed", "--set", "email=zed@example.com"])
        .ends(0);
    let list = office.run(["contact", "list", "--where", "added:<1h zed"]).ends(0);
    assert!(list.out.contains("zed@example.com"), "{list:?}");
    list.complains(&["the server was asked for these alone"]);
}
