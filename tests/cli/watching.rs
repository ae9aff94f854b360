//! `sync --watch`: a line for every pass, until it is told to end.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use serde_json::Value as Json;

use crate::office::{Office, PATIENCE};

struct Watcher {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Watcher {
    fn start(office: &Office, options: &[&str]) -> Self {
        let mut command = office.program();
        command.args(["sync", "--watch"]).args(options);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }

    /// Sends a signal; the rest of what it says, and its exit code.
    fn end(mut self, signal: &str) -> (Vec<String>, Option<i32>) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let mut rest = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            rest.push(line);
        }
        (rest, self.child.wait().unwrap().code())
    }
}

#[test]
fn every_pass_is_a_line_and_a_signal_ends_it_well() {
    for signal in ["TERM", "INT"] {
        let office = Office::new();
        let watcher = Watcher::start(&office, &["--json"]);
        let first: Json = serde_json::from_str(&watcher.line()).unwrap();
        assert!(first["pulled"].as_u64().unwrap() > 0 && first["at"].is_string(), "{first}");
        let id = office.someone("tag:customer");
        office.run(["contact", "edit", &id, "--set", "city=Oslo", "--offline"]).ends(3);
        let mut pushed = 0;
        while pushed == 0 {
            let line: Json = serde_json::from_str(&watcher.line()).unwrap();
            pushed += line["pushed"].as_u64().unwrap();
        }
        assert_eq!(office.server.sandbox.commits().len(), 1);
        let (rest, code) = watcher.end(signal);
        let summary: Json = serde_json::from_str(rest.last().unwrap()).unwrap();
        assert_eq!((summary["pushed"].as_u64(), code), (Some(1), Some(0)), "{summary}");
    }
}

#[test]
fn it_is_ended_in_the_middle_of_the_first_pass_too() {
    let office = Office::new();
    office.fault("hang@POST/contacts/search");
    let watcher = Watcher::start(&office, &[]);
    office.server.seen("POST/contacts/search");
    let (rest, code) = watcher.end("TERM");
    assert!(code.is_some(), "not killed by the signal: {rest:?}");
}

#[test]
fn while_the_server_is_away_it_waits() {
    let office = Office::new();
    let watcher = Watcher::start(&office, &[]);
    let first = watcher.line();
    assert!(first.contains(" pulled, 0 pushed, 0 waiting"), "{first}");
    office.weather(rolodeck::sandbox::Sky::Offline);
    let id = office.someone("tag:customer");
    office.run(["contact", "edit", &id, "--set", "city=Oslo", "--offline"]).ends(3);
    office.weather(rolodeck::sandbox::Sky::Normal);
    while !watcher.line().contains(", 1 pushed, 0 waiting") {}
    assert_eq!(watcher.end("TERM").1, Some(0));
}
