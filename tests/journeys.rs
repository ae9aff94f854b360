//! Whole journeys with the real program in a pseudo-terminal, against the real sandbox.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "journeys/terminal.rs"]
mod terminal;

use std::{path::Path, time::Duration};

use portable_pty::CommandBuilder;
use rolodeck::sandbox::{Action, Limits, Moment, Options, Pattern, Sandbox, Sky};
use terminal::Terminal;

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const CTRL_S: &str = "\x13";

/// A server of one's own, a data folder of one's own, and a program on both.
struct Desk {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let options =
            Options { limits: Limits::OFF, index_lag: Duration::ZERO, ..Options::default() };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        Self { sandbox, folder: tempfile::tempdir().unwrap(), runtime }
    }

    /// Signed in by the environment, at 120x40.
    fn start(&self) -> Terminal {
        let mut command = program(self.folder.path());
        command.env("ROLODECK_API_URL", self.sandbox.base_url());
        command.env("ROLODECK_LOCATION", self.sandbox.location_id());
        command.env("ROLODECK_TOKEN", self.sandbox.token());
        let mut terminal = Terminal::start(120, 40, command);
        terminal.sees("500 contacts");
        terminal.sees("synced");
        terminal
    }

    fn weather(&self, sky: Sky) {
        self.sandbox.weather().set(sky);
        self.runtime.block_on(self.sandbox.weather().settled());
    }

    /// Waits until the server has answered such a request.
    fn answers(&self, pattern: &str) {
        let pattern = Pattern::from(pattern);
        self.runtime.block_on(self.sandbox.traffic().answered(&pattern, 1));
    }

    fn written(&self, noun: &str, action: Action) -> usize {
        let commits = self.sandbox.commits();
        commits.iter().filter(|line| line.noun == noun && line.action == action).count()
    }

    /// The last thing that the server was sent about a noun.
    fn last_sent(&self, noun: &str) -> serde_json::Value {
        let commits = self.sandbox.commits();
        commits.into_iter().rfind(|line| line.noun == noun).unwrap().sent
    }
}

fn program(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rolodeck"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("HOME", folder);
    command.env("ROLODECK_CONFIG_DIR", folder.join("config"));
    command.env("ROLODECK_DATA_DIR", folder.join("data"));
    command.cwd(folder);
    command
}

fn leave(mut terminal: Terminal) {
    terminal.type_keys("1qq");
    let (status, _) = terminal.ends();
    assert!(status.success(), "{status:?}");
}

#[test]
fn the_demo_needs_nothing_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(folder.path());
    command.arg("demo");
    let mut terminal = Terminal::start(80, 24, command);
    terminal.sees("SANDBOX");
    terminal.sees("500 contacts");
    terminal.type_keys("q");
    let (status, raw) = terminal.ends();
    assert!(status.success());
    let end = String::from_utf8_lossy(&raw);
    assert!(end.contains("\x1b[?1049l"), "the screen was not given back");
    let left: Vec<_> = std::fs::read_dir(folder.path().join("data")).unwrap().collect();
    assert!(
        left.iter().all(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".log")
        })
    );
}

#[test]
fn the_first_start_asks_for_a_token_and_offers_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(120, 40, program(folder.path()));
    terminal.sees("token");
    terminal.sees("andbox");
    terminal.type_keys("\x03\x03");
    terminal.ends();
}

#[test]
fn an_edit_is_on_the_server_a_moment_later() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    terminal.type_keys("/beaumont gael");
    terminal.sees("1 of 500");
    terminal.type_keys(ENTER);
    terminal.type_keys("e");
    terminal.sees("First name");
    terminal.type_keys("\x15Gala");
    terminal.type_keys(CTRL_S);
    terminal.sees("Beaumont, Gala");
    desk.answers("PUT/contacts/*");
    assert_eq!(desk.last_sent("contact"), serde_json::json!({"firstName": "Gala"}));
    terminal.type_keys(ESCAPE);
    terminal.sees("500 contacts");
    leave(terminal);
}

#[test]
fn a_task_is_ticked_off_with_one_key() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    terminal.type_keys("2");
    terminal.sees("[ ]");
    terminal.type_keys("x");
    terminal.sees("[x]");
    desk.answers("PUT/contacts/*/tasks/*/completed");
    assert_eq!(desk.last_sent("task"), serde_json::json!({"completed": true}));
    leave(terminal);
}

#[test]
fn five_hundred_people_are_tagged_and_untagged_again() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    terminal.type_keys("*");
    terminal.sees("500 marked");
    terminal.type_keys("t");
    terminal.type_keys("quarter-four");
    terminal.sees("quarter-four");
    terminal.type_keys(" ");
    terminal.type_keys(ENTER);
    desk.answers("POST/contacts/bulk/tags/update/add");
    terminal.sees("outbox empty");
    terminal.type_keys("u");
    desk.answers("POST/contacts/bulk/tags/update/remove");
    terminal.sees("outbox empty");
    leave(terminal);
}

#[test]
fn a_refused_edit_shows_why_and_keeps_what_was_typed() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    desk.weather(Sky::Refusing);
    terminal.type_keys("/beaumont gael");
    terminal.sees("1 of 500");
    terminal.type_keys(ENTER);
    terminal.type_keys("e");
    terminal.sees("First name");
    terminal.type_keys("\x15Gala");
    terminal.type_keys(CTRL_S);
    terminal.sees("ERR");
    terminal.sees("Beaumont, Gaël");
    desk.weather(Sky::Normal);
    terminal.type_keys("gf");
    terminal.type_keys("r");
    terminal.sees("Beaumont, Gala");
    terminal.loses("ERR");
    terminal.sees("outbox empty");
    terminal.type_keys(ESCAPE);
    terminal.type_keys(ESCAPE);
    leave(terminal);
}

#[test]
fn offline_is_normal_and_everything_goes_out_afterwards() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    desk.weather(Sky::Offline);
    terminal.type_keys("N");
    terminal.type_keys("met at the fair");
    terminal.type_keys(CTRL_S);
    terminal.sees("OFFLINE");
    terminal.sees("1 queued");
    terminal.type_keys("q");
    terminal.sees("q again quits");
    terminal.type_keys("q");
    let (status, raw) = terminal.ends();
    assert!(status.success());
    assert!(String::from_utf8_lossy(&raw).contains("1 change waits"));
    desk.weather(Sky::Normal);
    let notes = desk.written("note", Action::Created);
    let mut terminal = desk.start();
    desk.answers("POST/contacts/*/notes");
    terminal.sees("outbox empty");
    assert_eq!(desk.written("note", Action::Created), notes + 1);
    leave(terminal);
}

#[test]
fn killed_between_commit_and_push_nothing_is_lost_and_nothing_twice() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    let notes = desk.written("note", Action::Created);
    let hold = desk.sandbox.traffic().hold("GET/contacts/*/notes", Moment::BeforeCommit);
    terminal.type_keys("N");
    terminal.type_keys("met at the fair");
    terminal.type_keys(CTRL_S);
    terminal.sees("~1");
    terminal.kill();
    hold.release();
    assert_eq!(desk.written("note", Action::Created), notes);
    let mut terminal = desk.start();
    desk.answers("POST/contacts/*/notes");
    terminal.sees("outbox empty");
    assert_eq!(desk.written("note", Action::Created), notes + 1);
    leave(terminal);
}

#[test]
fn a_deletion_is_called_back_and_another_outlives_the_end_of_the_program() {
    let desk = Desk::new();
    let mut terminal = desk.start();
    terminal.type_keys("/beaumont gael");
    terminal.sees("1 of 500");
    terminal.type_keys(ENTER);
    terminal.type_keys("dy");
    terminal.sees("u within 10 s takes it back");
    terminal.sees("1 held");
    terminal.type_keys("u");
    terminal.sees("outbox empty");
    terminal.sees("Beaumont, Gaël");
    terminal.type_keys("dy");
    terminal.sees("1 held");
    terminal.type_keys("qq");
    let (status, raw) = terminal.ends();
    assert!(status.success());
    assert!(String::from_utf8_lossy(&raw).contains("1 change waits"));
    assert_eq!(desk.written("contact", Action::Deleted), 0);
    let mut terminal = desk.start();
    // Its time may be over by now, or is not: letting it go by hand does no harm.
    terminal.type_keys("7r");
    desk.answers("DELETE/contacts/*");
    terminal.sees("outbox empty");
    terminal.type_keys("1");
    terminal.sees("499 contacts");
    leave(terminal);
}

#[test]
fn tiny_terminals_do_not_crash() {
    for (columns, rows) in [(10, 3), (1, 1), (40, 10)] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program(folder.path());
        command.args(["demo", "--contacts", "10"]);
        let mut terminal = Terminal::start(columns, rows, command);
        terminal.until("a first frame", |screen| !screen.trim().is_empty());
        terminal.type_keys("q");
        let (status, _) = terminal.ends();
        assert!(status.success(), "{columns}x{rows}");
    }
}
