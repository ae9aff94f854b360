//! A backup of the data put back after its changes were sent: nothing is sent twice, and a person
//! decides.

use std::fs;

use rolodeck::sandbox::Action;
use serde_json::json;

use crate::office::Office;

fn created(office: &Office, noun: &str) -> usize {
    let commits = office.server.sandbox.commits();
    commits.iter().filter(|line| line.noun == noun && line.action == Action::Created).count()
}

#[test]
fn a_restored_backup_sends_nothing_before_a_person_says_so() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["task", "add", &id, "send the offer", "--offline"]).ends(3);
    office.run(["note", "add", &id, "met at the fair", "--offline"]).ends(3);
    office.run(["contact", "edit", &id, "--set", "city=Oslo", "--offline"]).ends(3);
    let database = office.data().join("default.db");
    let backup = fs::read(&database).unwrap();
    assert_eq!(office.json(["sync"])["pushed"], 3);

    fs::write(&database, backup).unwrap();
    let said = office.run(["sync"]).ends(7);
    said.complains(&["older state", "3 changes", "may have been sent already"]);
    assert_eq!((created(&office, "task"), created(&office, "note")), (1, 1));
    let waiting = office.json(["outbox", "list"]);
    assert_eq!(waiting["changes"].as_array().unwrap().len(), 3, "{waiting}");

    office.run(["outbox", "retry"]).ends(0);
    assert_eq!(office.json(["outbox", "list"])["changes"], json!([]));
    assert_eq!((created(&office, "task"), created(&office, "note")), (1, 1), "all were found");
    assert_eq!(office.json(["contact", "show", &id])["contact"]["city"], "Oslo");
    assert_eq!(office.json(["sync"])["pushed"], 0);
}
