//! Tags of many people at once.

use rolodeck::sandbox::Pattern;
use serde_json::json;

use crate::office::{Office, ended};

#[test]
fn hundreds_are_tagged_by_one_call_and_one_undo_takes_it_back_exactly() {
    let office = Office::new();
    let had = office.json(["contact", "list", "--where", "tag:newsletter"])["contacts"].clone();
    let had = had.as_array().unwrap().len();
    assert!(had > 0);
    let traffic = office.server.sandbox.traffic();
    traffic.forget();
    let said = office.json(["tag", "add", "newsletter", "q4", "--where", ""]);
    let changes = said["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 500 + 500 - had, "nobody is tagged twice");
    assert!(changes.iter().all(|change| change["sync"] == "saved"));
    let bulk = Pattern::read("POST/contacts/bulk/tags/*");
    assert_eq!(traffic.count(&bulk), 2, "one call a set of tags");

    office.run(["undo"]).ends(0);
    let left = office.json(["contact", "list", "--where", "tag:newsletter"])["contacts"].clone();
    assert_eq!(left.as_array().unwrap().len(), had, "those who had it before keep it");
    assert_eq!(office.json(["contact", "list", "--where", "tag:q4"])["contacts"], json!([]));
}

#[test]
fn ids_come_from_a_file_or_the_standard_input() {
    let office = Office::new();
    let list = office.json(["contact", "list", "--limit", "3"]);
    let ids: Vec<&str> = list["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    std::fs::write(office.path("ids.txt"), ids[..2].join("\n")).unwrap();
    office.run(["tag", "add", "q4", "--ids", "ids.txt"]).ends(0);
    office.fed(["tag", "add", "q4", "--ids", "-"], &format!("{}\r\n\n", ids[2])).ends(0);
    let tagged = office.json(["contact", "list", "--where", "tag:q4"]);
    assert_eq!(tagged["contacts"].as_array().unwrap().len(), 3);
    office.run(["tag", "remove", "Q4", "--where", "tag:q4"]).ends(0);
    let tagged = office.json(["contact", "list", "--where", "tag:q4"]);
    assert_eq!(tagged["contacts"], json!([]));
    let slip = office.fed(["tag", "add", "q4", "--ids", "-"], &format!("{}\nnobody\n", ids[0]));
    slip.ends(1).complains(&["nobody", "nothing was changed"]);
    let tagged = office.json(["contact", "list", "--where", "tag:q4"]);
    assert_eq!(tagged["contacts"], json!([]));
}

#[test]
fn of_several_ends_the_one_that_needs_most_help_is_the_exit_code() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["note", "add", &id, "hello", "--offline"]).ends(3);
    office.fault("400:x9@POST/contacts/*/notes");
    office.run(["task", "add", &id, "call", "--offline"]).ends(3);
    let said = ended(office.program().args(["sync", "--json"]), "");
    assert_eq!(
        (said.json()["pushed"].clone(), said.json()["failed"].clone()),
        (json!(1), json!(1))
    );
    said.ends(4);
}
