//! How a good citizen of the shell behaves: pipes, colours, hostile text, files, signals.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::fs::PermissionsExt as _,
    process::Stdio,
};

use rustix::process::{Pid, Signal, kill_process};

use crate::office::{Office, ended};

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let office = Office::new();
    office.run(["sync"]).ends(0);
    let mut child = office
        .program()
        .args(["contact", "list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut complaints = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
    assert_eq!((child.wait().unwrap().code(), complaints.as_str()), (Some(0), ""));
}

#[test]
fn what_a_server_says_reaches_no_terminal_raw() {
    let office = Office::new();
    let hostile = "\u{1b}]52;c;aGk=\u{7}\u{9b}2J\u{202e}evil\u{200b}";
    let name = format!("firstName={hostile}");
    let added = office.json(["contact", "add", "--set", &name, "--set", "lastName=Zzz"]);
    let id = added["contact"]["id"].as_str().unwrap().to_owned();
    for arguments in
        [vec!["contact", "show", &id], vec!["contact", "list", "--where", "zzz"], vec!["history"]]
    {
        let said = ended(office.program().args(&arguments), "").ends(0);
        assert!(said.out.contains("evil"), "{said:?}");
        for raw in ['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}', '\u{200b}'] {
            assert!(!said.out.contains(raw) && !said.err.contains(raw), "{raw:?} in {said:?}");
        }
    }
}

#[test]
fn no_escape_is_written_where_nobody_asked_for_colour() {
    let office = Office::new();
    for arguments in [vec!["--help"], vec!["status"], vec!["contcat"], vec!["sync"]] {
        let said = ended(office.program().env("NO_COLOR", "1").args(&arguments), "");
        assert!(!said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'), "{said:?}");
    }
}

#[test]
fn the_interface_needs_a_terminal_and_says_so() {
    let office = Office::new();
    let said = office.run([]).ends(2);
    assert_eq!(said.err.trim_end().lines().count(), 2, "{said:?}");
    assert!(!said.err.contains('\u{1b}') && said.out.is_empty(), "{said:?}");
}

#[test]
fn files_are_for_their_owner_alone() {
    let office = Office::new();
    let id = office.someone("tag:customer");
    office.run(["note", "add", &id, "private", "--offline"]).ends(3);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&office.data()), 0o700);
    for entry in fs::read_dir(office.data()).unwrap() {
        let path = entry.unwrap().path();
        let most = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path) | most, most, "{}", path.display());
    }
}

#[test]
fn a_sandbox_says_where_it_is_and_ends_when_told() {
    let office = Office::new();
    let mut child = office
        .stranger()
        .args(["sandbox", "--json", "--contacts", "3"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let names = ["base_url", "token", "location_id", "company_id", "client_id", "client_secret"];
    assert!(names.iter().all(|name| first[name].is_string()), "{first}");
    let mut command = office.stranger();
    command.env("ROLODECK_API_URL", first["base_url"].as_str().unwrap());
    command.env("ROLODECK_TOKEN", first["token"].as_str().unwrap());
    command.env("ROLODECK_LOCATION", first["location_id"].as_str().unwrap());
    let list = ended(command.args(["contact", "list", "--json"]), "").ends(0).json();
    assert_eq!(list["total"], 3);
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let status = child.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 143)), "{status:?}");
}
