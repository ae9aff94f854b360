//! What waits: offline, refused, in conflict; and what a person does about it.

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::{
        change::Change,
        ids::Ids,
        op::{Op, WINDOW},
    },
    sandbox::{Action, Sky},
    store::Store,
};
use serde_json::json;
use uuid::Uuid;

use crate::office::{Office, ended};

#[test]
fn without_a_server_a_change_is_queued_and_a_later_sync_sends_it() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.weather(Sky::Offline);
    let said =
        ended(office.program().args(["contact", "edit", &id, "--set", "city=Oslo", "--json"]), "");
    let said = said.ends(3).complains(&["edits are kept here"]);
    assert_eq!(said.json()["changes"][0]["sync"], "queued");
    assert_eq!(office.json(["contact", "show", &id])["contact"]["city"], "Oslo");
    assert_eq!(office.json(["outbox", "list"])["changes"][0]["tries"], 0, "nothing was sent");

    office.weather(Sky::Normal);
    assert_eq!(office.json(["sync"])["pushed"], 1);
    assert_eq!(office.json(["outbox", "list"])["changes"], json!([]));
    assert_eq!(office.server.sandbox.commits().len(), 1);
}

#[test]
fn asked_to_it_only_queues() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["task", "add", &id, "call", "--offline"]).ends(3);
    office.run(["note", "add", &id, "hello", "--offline"]).ends(3);
    assert!(office.server.sandbox.commits().is_empty());
    assert_eq!(office.json(["status"])["queued"], 2);
    assert_eq!(office.json(["sync"])["pushed"], 2);
}

#[test]
fn a_refused_change_says_why_and_can_be_sent_again_or_dropped() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    office.weather(Sky::Refusing);
    let said =
        ended(office.program().args(["contact", "edit", &id, "--set", "city=Oslo", "--json"]), "");
    let said = said.ends(4);
    let change = &said.json()["changes"][0];
    assert_eq!((&change["sync"], &change["state"]), (&json!("refused"), &json!("rejected")));
    assert!(change["fault"]["cause"].as_str().is_some_and(|cause| !cause.is_empty()), "{change}");
    assert!(change["fault"]["traceId"].is_string(), "{change}");
    let shown = office.json(["contact", "show", &id]);
    assert_eq!(shown["contact"]["city"], "Seattle", "what is shown is the server's word");

    let list = office.run(["outbox", "list"]).ends(0).out;
    assert!(list.contains("refused") && list.contains("city = \"Oslo\""), "{list}");
    ended(office.program().args(["status"]), "").ends(1);
    office.run(["outbox", "retry"]).ends(4);

    office.weather(Sky::Normal);
    office.run(["outbox", "retry"]).ends(0);
    assert_eq!(office.json(["contact", "show", &id])["contact"]["city"], "Oslo");

    office.weather(Sky::Refusing);
    office.run(["contact", "edit", &id, "--set", "city=Rome"]).ends(4);
    let refused = office.json(["outbox", "list"])["changes"][0]["id"].as_str().unwrap().to_owned();
    office.run(["outbox", "drop", &refused]).ends(0);
    assert_eq!(office.json(["outbox", "list"])["changes"], json!([]));
    let all = office.json(["outbox", "list", "--all"]);
    let all = all["changes"].as_array().unwrap();
    assert!(all.iter().any(|change| change["id"] == refused.as_str()), "it stays to be read");
}

#[test]
fn what_is_held_stays_here_until_it_is_let_go() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    office.run(["contact", "edit", &id, "--set", "city=Oslo", "--offline"]).ends(3);
    let held = office.json(["outbox", "list"])["changes"][0]["id"].as_str().unwrap().to_owned();
    office.run(["outbox", "hold", &held]).ends(0);
    office.run(["sync"]).ends(3);
    let waiting = office.json(["outbox", "list"]);
    assert_eq!(waiting["changes"][0]["sync"], "held");
    assert_eq!(office.run(["outbox", "hold", &held]).ends(1).out, "0 held\n");
    office.run(["outbox", "retry", &held]).ends(0);
    assert_eq!(office.json(["outbox", "list"])["changes"], json!([]));
}

/// The interface was left within the ten seconds.
#[test]
fn a_sync_lets_go_of_deletions_whose_time_is_over_and_says_how_many_are_held() {
    let office = Office::of(3);
    office.run(["sync"]).ends(0);
    let store = Store::open(&office.data().join("default.db")).unwrap().store;
    let people = store.reader().unwrap().first_window(2).unwrap().0;
    let mut ids = Ids::starting_at(Uuid::now_v7());
    let at = Timestamp::now();
    for (row, until) in people.iter().zip([at - WINDOW, at + SignedDuration::from_hours(1)]) {
        let was = store.reader().unwrap().contact(row.id).unwrap().unwrap();
        let change = Change::ContactDeleted { contact: row.id, was: Box::new(was) };
        let op = Op { id: ids.op(), deed: ids.deed(), at, change };
        office.server.wait(store.commit_held(vec![op], until)).unwrap();
    }
    drop(store);
    let said = ended(office.program().args(["sync", "--json"]), "").ends(3).json();
    assert_eq!((&said["pushed"], &said["held"]), (&json!(1), &json!(1)), "{said}");
    let deleted = |commit: &&rolodeck::sandbox::Commit| {
        commit.noun == "contact" && commit.action == Action::Deleted
    };
    assert_eq!(office.server.sandbox.commits().iter().filter(deleted).count(), 1);
    assert!(office.run(["sync"]).ends(3).out.contains(", 1 held;"));
    let held = &office.json(["outbox", "list"])["changes"][0];
    assert_eq!(held["sync"], "held");
    assert!(held["heldUntil"].is_string(), "{held}");
    let list = office.run(["outbox", "list"]).ends(0).out;
    assert!(list.contains("goes out at 20"), "{list}");
    office.run(["outbox", "retry", held["id"].as_str().unwrap()]).ends(0);
    assert_eq!(office.server.sandbox.commits().iter().filter(deleted).count(), 2);
}

#[test]
fn what_waits_for_another_change_says_for_which() {
    let office = Office::new();
    office.run(["sync"]).ends(0);
    office.run(["contact", "add", "--set", "firstName=Nils", "--offline"]).ends(3);
    let created = office.json(["outbox", "list"])["changes"][0].clone();
    let contact = created["contactId"].as_str().unwrap();
    office.run(["note", "add", contact, "met at the fair", "--offline"]).ends(3);
    let waiting = office.json(["outbox", "list"]);
    assert_eq!(waiting["changes"][0]["waitsFor"], json!(null));
    assert_eq!(waiting["changes"][1]["waitsFor"], created["id"]);
    let list = office.run(["outbox", "list"]).ends(0).out;
    assert!(list.contains(&format!("waits for {}", created["id"].as_str().unwrap())), "{list}");
}

#[test]
fn two_people_on_one_field_is_a_conflict() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    let other = Office::beside(&office.server);
    office.run(["contact", "edit", &id, "--set", "city=Oslo", "--offline"]).ends(3);
    other.run(["contact", "edit", &id, "--set", "city=Rome"]).ends(0);
    other.run(["contact", "edit", &id, "--set", "state=Lazio"]).ends(0);

    let said = ended(office.program().args(["sync", "--json"]), "").ends(7);
    assert_eq!(said.json()["conflicts"], 1);
    let list = office.run(["outbox", "list"]).ends(0).out;
    assert!(list.contains("conflict"), "{list}");
    let shown = office.json(["contact", "show", &id, "--fresh"]);
    assert_eq!(shown["contact"]["state"], "Lazio", "the other field is simply taken");
    office.run(["outbox", "retry"]).ends(0);
    let theirs = other.json(["contact", "show", &id, "--fresh"]);
    assert_eq!(theirs["contact"]["city"], "Oslo", "sent again, knowing what it replaces");
}

#[test]
fn two_commands_at_once_on_one_folder_lose_nothing() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (office, id) = (&office, &id);
            scope.spawn(move || {
                let title = format!("call {number}");
                let said = office.run(["task", "add", id, &title]);
                assert!(matches!(said.code, Some(0 | 3)), "{said:?}");
            });
        }
    });
    office.run(["sync"]).ends(0);
    let commits = office.server.sandbox.commits();
    let mut titles: Vec<&str> =
        commits.iter().filter_map(|commit| commit.sent["title"].as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["call 0", "call 1", "call 2", "call 3"]);
}

/// The first try has no answer, and may still arrive after a later edit.
#[test]
fn what_may_arrive_late_is_said_to_be_looked_at_again() {
    let office = Office::new();
    let id = office.someone("city:seattle");
    let fault = "drop-after-commit:x1@PUT/contacts/*".parse().unwrap();
    office.server.sandbox.weather().add_fault(fault);
    office.run(["contact", "edit", &id, "--set", "city=Oslo"]).ends(3);
    office.run(["sync"]).ends(0);
    let all = office.json(["outbox", "list", "--all"]);
    assert_eq!(all["changes"][0]["rechecked"], true, "{all}");
    let words = office.run(["outbox", "list", "--all"]).ends(0).out;
    assert!(words.contains("saved, re-checking"), "{words}");
}
