//! One data folder, what is done on it, and what of that was acknowledged.

use std::{
    path::PathBuf,
    process::Stdio,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use portable_pty::CommandBuilder;
use rolodeck::{
    model::change::Change,
    rehearsal::SETTLE,
    store::{Reader, Store},
};
use serde_json::Value as Json;

use crate::{
    check_lost::{self, Findings, Witness},
    office::{Office, PATIENCE, ended},
    terminal::Terminal,
};

/// Milliseconds. What is on its way when its sender dies is there by then.
const SOON: &str = "800";
/// Clears a line that is being written.
const CTRL_U: &str = "\x15";
const CTRL_S: &str = "\x13";
/// How often the last command may have to be given.
const LAST: usize = 40;

pub(crate) struct Folder {
    pub(crate) office: Office,
    pub(crate) people: Vec<String>,
    screen: Option<Terminal>,
    values: u32,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let office = Office::of(20);
        office.run(["sync"]).ends(0);
        let found = office.json(["contact", "list", "--limit", "4"]);
        let found = found["contacts"].as_array().unwrap();
        let people = found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        Self { office, people, screen: None, values: 0 }
    }

    fn next_value(&mut self) -> String {
        self.values += 1;
        format!("w{:06}", self.values)
    }

    fn witness_file(&self) -> PathBuf {
        self.office.path("witness")
    }

    pub(crate) fn witness(&self) -> Vec<Witness> {
        Witness::read(&self.witness_file())
    }

    pub(crate) fn edits(&mut self, who: usize, offline: bool, patience: Duration) {
        let (value, who) = (self.next_value(), self.people[who].clone());
        let set = format!("city={value}");
        let words = ["contact", "edit", &who, "--set", &set];
        self.changes(&words, &value, format!("city of {who}"), offline, patience);
    }

    pub(crate) fn makes_a_task(&mut self, who: usize, offline: bool, patience: Duration) {
        let (value, who) = (self.next_value(), self.people[who].clone());
        let words = ["task", "add", &who, &value, "--due", "2027-02-01"];
        self.changes(&words, &value, value.clone(), offline, patience);
    }

    pub(crate) fn makes_a_note(&mut self, who: usize, offline: bool, patience: Duration) {
        let (value, who) = (self.next_value(), self.people[who].clone());
        let words = ["note", "add", &who, &value];
        self.changes(&words, &value, value.clone(), offline, patience);
    }

    fn changes(&self, words: &[&str], value: &str, key: String, offline: bool, patience: Duration) {
        let how: &[&str] = if offline { &["--offline"] } else { &["--wait", "1"] };
        let words = [words, how].concat();
        self.command(&words, Some((value, key)), patience);
    }

    /// Runs a command, and kills it if it takes longer. What it acknowledges is written down.
    pub(crate) fn command(
        &self,
        words: &[&str],
        makes: Option<(&str, String)>,
        patience: Duration,
    ) {
        let mut command = self.office.program();
        command.args(words).arg("--json").env(SETTLE, SOON);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let out = child.stdout.take().unwrap();
        let (said, heard) = mpsc::channel();
        thread::spawn(move || said.send(std::io::read_to_string(out).unwrap()));
        let said = heard.recv_timeout(patience.min(PATIENCE));
        child.kill().unwrap();
        child.wait().unwrap();
        let Some((value, key)) = makes else { return };
        // Half an answer is none. What is on disk all the same counts, too: it may be what took the
        // place of something that was acknowledged.
        let said: Option<Json> = said.ok().and_then(|said| serde_json::from_str(&said).ok());
        let told = said.and_then(|said| Some(said["changes"][0]["id"].as_str()?.to_owned()));
        if let Some(change) = told.or_else(|| self.on_disk(value)) {
            self.bears_witness(change, value, key);
        }
    }

    fn bears_witness(&self, change: String, value: &str, key: String) {
        Witness { change, value: value.to_owned(), key }.append(&self.witness_file());
    }

    /// Types a note, and kills the program if it is not promised within that time.
    pub(crate) fn writes_a_note_on_screen(&mut self, patience: Duration) {
        let value = self.next_value();
        let mut screen = self.screen.take().unwrap_or_else(|| self.starts());
        screen.type_keys("N");
        screen.sees("Note");
        // What was typed and perhaps not saved before a death is here again: typed on, it would be
        // saved twice.
        screen.type_keys(CTRL_U);
        screen.type_keys(&value);
        screen.sees(&value);
        screen.type_keys(CTRL_S);
        let deadline = Instant::now() + patience;
        let mut promised = self.on_disk(&value);
        while promised.is_none() && Instant::now() < deadline {
            promised = self.on_disk(&value);
        }
        match promised {
            Some(change) => {
                self.bears_witness(change, &value, value.clone());
                self.screen = Some(screen);
            }
            None => screen.kill(),
        }
    }

    /// SIGKILL for the interface, if it runs.
    pub(crate) fn leaves_the_screen(&mut self) {
        self.screen.take().into_iter().for_each(Terminal::kill);
    }

    fn starts(&self) -> Terminal {
        let program = self.office.program();
        let mut command = CommandBuilder::new(program.get_program());
        command.env_clear();
        let set = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
        set.for_each(|(name, value)| command.env(name, value));
        command.env("TERM", "xterm-256color");
        command.env(SETTLE, SOON);
        let mut screen = Terminal::start(160, 40, command);
        screen.sees("20 contacts");
        screen
    }

    /// The change with this value, if it is on disk.
    fn on_disk(&self, value: &str) -> Option<String> {
        let changes = self.read(|reader| reader.all_changes(200).unwrap());
        let ops = changes.into_iter().map(|pending| pending.outgoing.op);
        let mut ops = ops.filter(|op| match &op.change {
            Change::ContactEdited { now, .. } => now.shown() == value,
            Change::TaskAdded { draft, .. } => draft.title == value,
            Change::NoteAdded { draft, .. } => draft.body == value,
            _ => false,
        });
        ops.next().map(|op| op.id.to_string())
    }

    fn read<T>(&self, look: impl FnOnce(&Reader) -> T) -> T {
        let store = Store::open(&self.office.data().join("default.db")).unwrap().store;
        look(&store.reader().unwrap())
    }

    /// Clear weather, nobody is killed, and commands until nothing more is to be done.
    pub(crate) fn comes_to_rest(&mut self) {
        self.leaves_the_screen();
        self.office.clear();
        for _ in 0..LAST {
            ended(self.office.program().env(SETTLE, SOON).args(["sync"]), "");
            let is_at_rest = |reader: &Reader| {
                reader.counts().unwrap().waiting == 0 && reader.rechecks().unwrap().is_empty()
            };
            if self.read(is_at_rest) {
                break;
            }
        }
    }

    /// What did not come to its end.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let open = self.read(|reader| reader.outgoing().unwrap());
        open.iter().map(|pending| format!("{:?}", pending.outgoing)).collect()
    }

    /// All that happened here and there, oldest first.
    pub(crate) fn tale(&self) -> String {
        let steps = self.read(|reader| reader.history(100_000).unwrap());
        let steps = steps.iter().map(|step| {
            let why = step.fault.as_ref().map_or("", |fault| &fault.cause);
            format!("{} {} is {} {:?} {why}", step.at, step.op, step.to, step.change)
        });
        let commits = self.office.server.sandbox.commits();
        let commits = commits
            .iter()
            .map(|it| format!("{} server: {} {} {}", it.at, it.method, it.path, it.sent));
        let mut lines: Vec<String> = steps.chain(commits).collect();
        lines.sort();
        lines.join("\n")
    }

    pub(crate) fn check_lost(&self) -> Findings {
        let outbox = self.office.json(["outbox", "list", "--all"]);
        let history = self.office.json(["history", "--limit", "100000"]);
        let commits = self.office.server.sandbox.commits();
        check_lost::check(&self.witness(), &commits, &outbox, &history)
    }
}
