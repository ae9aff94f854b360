//! Changes of one person, from the shell to the server.

use rolodeck::sandbox::Action;
use serde_json::json;

use crate::office::Office;

#[test]
fn a_field_is_changed_here_and_there() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let said = office.run(["contact", "edit", &id, "--set", "city=Bergen"]).ends(0);
    assert!(said.out.starts_with("saved ") && said.out.contains("city = \"Bergen\""), "{said:?}");
    assert_eq!(office.json(["contact", "show", &id])["contact"]["city"], "Bergen");
    let sent = office.server.sandbox.commits().pop().unwrap().sent;
    assert_eq!(sent, json!({ "city": "Bergen" }), "only what changed is sent");

    let again = office.json(["contact", "edit", &id, "--set", "city=Bergen"]);
    assert_eq!(again["changes"], json!([]), "it is so already");
    office.run(["contact", "edit", &id, "--unset", "city"]).ends(0);
    assert!(office.json(["contact", "show", &id])["contact"]["city"].is_null());
}

#[test]
fn custom_fields_are_set_by_their_names() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["contact", "edit", &id, "--set", "Lead score=82"]).ends(0);
    let contact = &office.json(["contact", "show", &id, "--fresh"])["contact"];
    let fields = contact["customFields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["value"] == 82), "{contact}");
}

#[test]
fn a_contact_comes_to_be_and_goes() {
    let office = Office::new();
    let added =
        office.json(["contact", "add", "--set", "firstName=Zed", "--set", "email=zed@example.com"]);
    assert_eq!(added["changes"][0]["sync"], "saved");
    let id = added["contact"]["id"].as_str().unwrap().to_owned();
    assert!(!id.starts_with("local-"), "{added}");
    office.run(["contact", "delete", &id]).ends(2).complains(&["wants a yes", "--yes"]);
    office.run(["contact", "delete", &id, "--yes"]).ends(0);
    office.run(["contact", "show", &id]).ends(1).complains(&["no contact"]);
    let commits = office.server.sandbox.commits();
    let of_contacts = commits.iter().filter(|commit| commit.noun == "contact");
    let actions: Vec<Action> = of_contacts.map(|commit| commit.action).collect();
    assert_eq!(actions, [Action::Created, Action::Deleted]);
}

#[test]
fn a_task_is_added_done_and_reopened() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let added = office.json(["task", "add", &id, "call", "--due", "2030-05-03 15:00"]);
    let task = added["tasks"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(added["tasks"][0]["completed"], false);
    let due = added["tasks"][0]["dueDate"].as_str().unwrap();
    assert!(due.starts_with("2030-05-03T"), "{added}");
    assert_eq!(office.json(["task", "done", &task])["tasks"][0]["completed"], true);
    assert_eq!(office.json(["task", "reopen", &task])["tasks"][0]["completed"], false);
    office
        .run(["task", "add", &id, "call", "--due", "someday maybe"])
        .ends(2)
        .complains(&["someday maybe"]);
}

#[test]
fn a_note_may_come_from_the_standard_input() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.fed(["note", "add", &id, "-"], "first line\nsecond line\n").ends(0);
    let notes = office.json(["note", "list", &id, "--fresh"]);
    assert_eq!(notes["notes"][0]["body"], "first line\nsecond line");
    office.fed(["note", "add", &id, "-"], "  \n").ends(2).complains(&["nothing was"]);
}

#[test]
fn a_rehearsal_tells_the_calls_and_changes_nothing() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let said = office.run(["contact", "edit", &id, "--set", "city=Oslo", "--dry-run"]).ends(0);
    assert!(said.out.contains("would send") && said.out.contains("1 change, 2 calls"), "{said:?}");
    assert!(office.server.sandbox.commits().is_empty());
    assert_ne!(office.json(["contact", "show", &id])["contact"]["city"], "Oslo");
    assert_eq!(office.json(["outbox", "list", "--all"])["changes"], json!([]));
}

#[test]
fn what_was_done_is_undone_and_stands_in_the_history() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    office.run(["contact", "edit", &id, "--set", "city=Bergen"]).ends(0);
    office.run(["undo"]).ends(0);
    assert_eq!(office.json(["contact", "show", &id, "--fresh"])["contact"]["city"], "Seattle");
    let history = office.json(["history"]);
    let words: Vec<&str> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["to"] == "done")
        .map(|event| event["words"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["city = \"Seattle\"", "city = \"Bergen\""]);
}

#[test]
fn what_somebody_changed_since_is_not_taken_back_unasked() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    office.run(["contact", "edit", &id, "--set", "city=Bergen"]).ends(0);
    let other = Office::beside(&office.server);
    other.run(["contact", "edit", &id, "--set", "city=Rome"]).ends(0);
    office.run(["contact", "show", &id, "--fresh"]).ends(0);
    office.run(["undo"]).ends(7).complains(&["city = \"Rome\"", "left alone", "--yes"]);
    assert_eq!(office.json(["contact", "show", &id, "--fresh"])["contact"]["city"], "Rome");
    office.run(["undo", "--yes"]).ends(0);
    assert_eq!(office.json(["contact", "show", &id, "--fresh"])["contact"]["city"], "Seattle");
}

#[test]
fn nothing_is_changed_where_only_reading_is_allowed() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office
        .run(["--read-only", "contact", "edit", &id, "--set", "city=Oslo"])
        .ends(1)
        .complains(&["read-only"]);
    assert!(office.server.sandbox.commits().is_empty());
}
