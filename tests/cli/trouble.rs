//! What goes wrong outside: the server, the token, the disk.

use std::fs;

use rolodeck::sandbox::Sky;
use serde_json::json;

use crate::office::{Office, ended, names};

#[test]
fn a_server_that_cannot_be_reached_ends_reads_with_six() {
    let office = Office::new();
    office.weather(Sky::Offline);
    office.run(["contact", "list"]).ends(6).complains(&["can't reach the service"]);
    office.weather(Sky::Normal);
    office.run(["sync"]).ends(0);
    office.weather(Sky::Offline);
    office.run(["sync"]).ends(6);
    assert_eq!(office.json(["contact", "list"])["total"], 500, "the copy is still here");
}

#[test]
fn a_page_where_json_should_be_is_no_success() {
    let office = Office::new();
    office.fault("html");
    office.run(["contact", "list"]).ends(6).complains(&["the answer is a web page"]);
    office.clear();
    let id = office.someone("tag:customer");
    office.fault("html");
    office.run(["contact", "edit", &id, "--set", "city=Oslo", "--wait", "1"]).ends(3);
    office.clear();
    assert_eq!(office.json(["sync"])["pushed"], 1);
}

#[test]
fn an_address_that_will_not_do_is_refused_before_any_token_leaves() {
    let office = Office::new();
    let at = |url: &str| ended(office.program().args(["--api-url", url, "sync"]), "");
    at("http://example.com").ends(2).complains(&["https"]);
    let said = at("not a url of mine").ends(2).complains(&["address"]);
    assert!(!said.err.contains("of mine"), "it might hold a password: {said:?}");
    at("http://127.0.0.1:9").ends(6);
}

#[test]
fn without_a_token_nothing_is_sent() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    let signed_out = |arguments: &[&str]| {
        let mut command = office.stranger();
        command.env("ROLODECK_LOCATION", office.server.sandbox.location_id());
        ended(command.args(arguments), "")
    };
    signed_out(&["sync"]).ends(5).complains(&["rolodeck login"]);
    signed_out(&["contact", "edit", &id, "--set", "city=Oslo"]).ends(5);
    assert_eq!(office.json(["status"])["queued"], 1, "the edit is kept");

    let wrong = |arguments: &[&str]| {
        ended(office.program().env("ROLODECK_TOKEN", "pit-wrong-canary").args(arguments), "")
    };
    let refused = wrong(&["sync"]).ends(5);
    assert!(!format!("{refused:?}").contains("canary"), "{refused:?}");
    assert_eq!(office.json(["sync"])["pushed"], 1);
}

#[test]
fn a_broken_database_is_set_aside_and_its_queue_saved() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["note", "add", &id, "do not lose me", "--offline"]).ends(3);
    let path = office.data().join("default.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0xff);
    fs::write(&path, bytes).unwrap();

    office.run(["contact", "list", "--limit", "1"]).ends(0).complains(&["damaged", "aside"]);
    assert!(
        names(&office.data())
            .iter()
            .any(|name| name.starts_with("default") && name != "default.db"),
        "the broken file is kept"
    );
    assert_eq!(office.json(["sync"])["failed"], 0);
    let sent = office.server.sandbox.commits();
    assert_eq!(sent.iter().filter(|commit| commit.sent["body"] == "do not lose me").count(), 1);
}

#[test]
fn a_database_of_a_newer_rolodeck_is_left_alone() {
    let office = Office::new();
    office.run(["sync"]).ends(0);
    let path = office.data().join("default.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes()); // the place of `user_version`
    fs::write(&path, &bytes).unwrap();
    let said = office.run(["contact", "list"]).ends(1).complains(&["newer"]);
    assert_eq!(said.out, "");
    assert!(fs::read(&path).unwrap() == bytes, "not one byte was changed");
}

#[test]
fn a_throttled_server_is_waited_for_and_not_stormed() {
    let office = Office::new();
    office.run(["sync"]).ends(0);
    office.server.sandbox.traffic().forget();
    office.fault("429:1s:x1@POST/contacts/search");
    let said = office.json(["sync"]);
    assert_eq!((&said["throttled"], &said["synced"]), (&json!(1), &json!(true)), "{said}");
}

#[test]
fn a_proxy_of_the_environment_is_asked_and_named() {
    let office = Office::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = vec![0; 4096];
        let read = std::io::Read::read(&mut stream, &mut head).unwrap();
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    let mut command = office.program();
    command.env("ROLODECK_API_URL", "https://service.example.com");
    command.env("HTTPS_PROXY", format!("http://jane:canary@{address}"));
    let said = ended(command.args(["contact", "list"]), "").ends(6);
    assert!(!said.err.contains("canary"), "{said:?}");
    said.complains(&[&format!("requests go through the proxy {address} (HTTPS_PROXY)")]);
    let head = asked.join().unwrap();
    assert!(head.starts_with("CONNECT service.example.com:443 "), "{head}");
    assert!(!head.contains(office.server.sandbox.token()), "{head}");
}
