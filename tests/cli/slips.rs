//! What people type wrongly: a sentence that says what happened, that nothing was changed, and what
//! to do; and exit code 2.

use crate::office::Office;

#[test]
fn a_slip_of_the_command_line_is_explained() {
    let office = Office::new();
    office.run(["contcat"]).ends(2).complains(&["contcat", "contact"]);
    office.run(["contact", "list", "--limt", "3"]).ends(2).complains(&["--limt", "--limit"]);
    office.run(["contact", "list", "--limit", "many"]).ends(2).complains(&["many"]);
    office.run(["contact", "edit"]).ends(2).complains(&["<ID>"]);
    office.run(["tag", "add", "q4"]).ends(2).complains(&["--where", "--ids"]);
}

#[test]
fn a_field_that_does_not_exist_is_named_with_those_that_do() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let safe = "nothing was changed";
    let edit = |set: &str| office.run(["contact", "edit", &id, "--set", set]).ends(2);
    edit("nonsense=1").complains(&["no field `nonsense`", safe, "firstName", "Lead score"]);
    edit("email=nonsense").complains(&["email", "name@example.com", safe]);
    edit("city").complains(&["city", safe]);
    edit("Lead score=high").complains(&["Lead score", safe]);
    office.run(["contact", "edit", &id]).ends(2).complains(&[safe]);
    assert!(office.server.sandbox.commits().is_empty());
}

#[test]
fn a_filter_that_makes_no_sense_is_shown_where_it_goes_wrong() {
    let office = Office::new();
    let list = |filter: &str| office.run(["contact", "list", "--where", filter]).ends(2);
    list("tag:").complains(&["`tag` needs a value", "tag:hot"]);
    list("updated:sometime").complains(&["updated"]);
    list("(tag:hot").complains(&["("]);
    office
        .run(["contact", "list", "--sort", "shoe-size"])
        .ends(2)
        .complains(&["shoe-size", "name"]);
    office
        .run(["contact", "list", "--columns", "shoe-size"])
        .ends(2)
        .complains(&["shoe-size", "dateAdded"]);
}

#[test]
fn an_id_that_is_nobody_or_several_is_told() {
    let office = Office::new();
    let list = office.json(["contact", "list"]);
    let ids = list["contacts"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap());
    let mut firsts: Vec<char> = ids.map(|id| id.chars().next().unwrap()).collect();
    firsts.sort_unstable();
    let shared = firsts.windows(2).find(|pair| pair[0] == pair[1]).unwrap()[0].to_string();
    office
        .run(["contact", "show", &shared])
        .ends(2)
        .complains(&["may be any of several contacts", "give more of the id"]);
    office
        .run(["contact", "edit", "nosuchid", "--set", "city=Oslo"])
        .ends(1)
        .complains(&["no contact has an id", "rolodeck contact list"]);
    office.run(["task", "done", "nosuchid"]).ends(1).complains(&["no task"]);
    office.run(["outbox", "retry", "nosuchid"]).ends(1).complains(&["no change"]);
}

#[test]
fn a_slip_in_the_configuration_is_named_with_its_line() {
    let office = Office::new();
    office.config("theme = \"dark\"\nthis is not toml\n");
    office.run(["contact", "list"]).ends(1).complains(&["config.toml", "2"]);
    office.run(["config", "check"]).ends(1).complains(&["config.toml"]);
    office.config("theem = \"dark\"\n");
    let said = office.run(["config", "check"]).ends(1);
    assert!(said.out.contains("theem") && said.out.contains("line 1"), "{said:?}");
    office.run(["--profile", "../../etc", "status"]).ends(2).complains(&["profile"]);
}
