//! Programs that watch one data folder, and commands that write to it.

use std::process::{Child, Command, Stdio};

use rolodeck::{
    rehearsal::{POLLS, SETTLE},
    sandbox::{Exchange, Hold, Moment, Pattern},
};
use rusqlite::Connection;

use crate::{
    check_lost::{self, Findings, Witness},
    line::Lines,
    office::{Office, PATIENCE, ended},
};

/// Milliseconds: the sandbox never commits late here.
const SOON: &str = "60";

pub(crate) struct Crew {
    pub(crate) office: Office,
    pub(crate) lines: Lines,
    /// By number.
    members: Vec<(usize, Child)>,
    hired: usize,
    witness: Vec<Witness>,
}

impl Crew {
    pub(crate) fn new(size: usize) -> Self {
        let office = Office::of(20);
        office.run(["sync"]).ends(0);
        let lines = Lines::new(office.server.sandbox.base_url());
        let mut crew = Self { office, lines, members: Vec::new(), hired: 0, witness: Vec::new() };
        (0..size).for_each(|_| crew.hires());
        crew
    }

    pub(crate) fn hires(&mut self) {
        self.hired += 1;
        let mut command = self.program();
        command.env("ROLODECK_API_URL", self.lines.lay(self.hired));
        command.args(["sync", "--watch"]).stdout(Stdio::null()).stderr(Stdio::null());
        self.members.push((self.hired, command.spawn().unwrap()));
    }

    fn program(&self) -> Command {
        let mut command = self.office.program();
        command.env(POLLS, "never").env(SETTLE, SOON);
        command
    }

    pub(crate) fn people(&self, count: usize) -> Vec<String> {
        let found = self.office.json(["contact", "list", "--limit", &count.to_string()]);
        let found = found["contacts"].as_array().unwrap();
        found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A command edits somebody and leaves the sending to whoever does it; the new value.
    pub(crate) fn edits(&mut self, who: &str) -> String {
        let value = self.next_value();
        let set = format!("city={value}");
        let key = format!("city of {who}");
        self.says(&["contact", "edit", who, "--set", &set], &value, key);
        value
    }

    pub(crate) fn writes_a_note(&mut self, who: &str) -> String {
        let value = self.next_value();
        self.says(&["note", "add", who, &value], &value, value.clone());
        value
    }

    fn next_value(&self) -> String {
        format!("w{:06}", self.witness.len() + 1)
    }

    fn says(&mut self, words: &[&str], value: &str, key: String) {
        let mut command = self.program();
        command.args(words).args(["--offline", "--json"]);
        let said = ended(&mut command, "").ends(3).json();
        let change = said["changes"][0]["id"].as_str().unwrap().to_owned();
        self.witness.push(Witness { change, value: value.to_owned(), key });
    }

    pub(crate) fn holds(&self, pattern: &str, moment: Moment) -> Hold {
        self.office.server.sandbox.traffic().hold(pattern, moment)
    }

    /// Waits until the server was given this value.
    pub(crate) fn sees_sent(&self, value: &str) {
        let server = &self.office.server;
        let traffic = server.sandbox.traffic();
        let any = Pattern::any();
        let sent = async {
            loop {
                let answered = |it: &&Exchange| it.status.is_some();
                let count = traffic.exchanges().iter().filter(answered).count();
                let commits = server.sandbox.commits();
                if commits.iter().any(|commit| commit.sent.to_string().contains(value)) {
                    return;
                }
                traffic.answered(&any, count + 1).await;
            }
        };
        let patient = async { tokio::time::timeout(PATIENCE / 4, sent).await };
        assert!(server.wait(patient).is_ok(), "nobody sends {value}");
    }

    /// As soon as its request is held.
    pub(crate) fn kills_the_sender_once(&mut self, hold: Hold) {
        let reached = async { tokio::time::timeout(PATIENCE / 4, hold.reached(1)).await };
        assert!(self.office.server.wait(reached).is_ok(), "nobody sends it");
        self.kills_the_sender();
        hold.release();
    }

    /// SIGKILL for the one that sent last.
    pub(crate) fn kills_the_sender(&mut self) {
        let sender = self.lines.sender();
        let Some(at) = self.members.iter().position(|(number, _)| Some(*number) == sender) else {
            return;
        };
        let (number, mut child) = self.members.swap_remove(at);
        self.lines.dies(number);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// All go, and what is left is sent by one more.
    pub(crate) fn comes_to_rest(&mut self) {
        self.dismiss();
        ended(self.program().args(["sync"]), "").ends(0);
    }

    fn dismiss(&mut self) {
        for (number, mut child) in self.members.drain(..) {
            self.lines.dies(number);
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Who noted that something is about to be sent, one after the other.
    pub(crate) fn senders(&self) -> Vec<i64> {
        let file = self.database();
        let mut query =
            file.prepare("SELECT writer FROM history WHERE now = 'sending' ORDER BY seq").unwrap();
        let rows = query.query_map([], |columns| columns.get(0)).unwrap();
        let mut writers: Vec<i64> = rows.collect::<Result<_, _>>().unwrap();
        writers.dedup();
        writers
    }

    /// The number of the last sender.
    pub(crate) fn epoch(&self) -> usize {
        let query = "SELECT CAST(value AS INTEGER) FROM state WHERE name = 'epoch'";
        self.database().query_one(query, [], |columns| columns.get(0)).unwrap()
    }

    fn database(&self) -> Connection {
        Connection::open(self.office.data().join("default.db")).unwrap()
    }

    pub(crate) fn check_lost(&self) -> Findings {
        let outbox = self.office.json(["outbox", "list", "--all"]);
        let history = self.office.json(["history", "--limit", "100000"]);
        check_lost::check(&self.witness, &self.office.server.sandbox.commits(), &outbox, &history)
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.dismiss();
    }
}
