//! Disks that are full or cannot be written: nothing is lost, nothing is promised that is not kept,
//! and the program goes on.
//!
//! The disks are real ones, mounted in a namespace of the test's own.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "disk/small.rs"]
mod small;

#[expect(dead_code, reason = "shared with the journeys, which do more")]
#[path = "journeys/terminal.rs"]
mod terminal;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use portable_pty::CommandBuilder;
use rolodeck::{
    model::{
        change::Change,
        fault::{Fault, Trouble},
        ids::{Ids, OpId},
        note::NoteDraft,
        op::Op,
    },
    sandbox::{Action, Limits, Moment, Options, Pattern, Sandbox},
    store::Store,
};
use small::{Disk, on_a_small_disk};
use terminal::Terminal;
use uuid::Uuid;

/// The real program on the real sandbox, with its data on the small disk.
struct Desk {
    sandbox: Sandbox,
    runtime: tokio::runtime::Runtime,
    home: tempfile::TempDir,
    data: PathBuf,
}

impl Desk {
    fn on(disk: &Disk) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let options = Options {
            contacts: 20,
            limits: Limits::OFF,
            index_lag: Duration::ZERO,
            ..Options::default()
        };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        let home = tempfile::tempdir().unwrap();
        Self { sandbox, runtime, home, data: disk.path().to_owned() }
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        vec![
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("HOME", text(self.home.path())),
            ("ROLODECK_CONFIG_DIR", text(&self.home.path().join("config"))),
            ("ROLODECK_DATA_DIR", text(&self.data)),
            ("ROLODECK_API_URL", self.sandbox.base_url().to_owned()),
            ("ROLODECK_LOCATION", self.sandbox.location_id().to_owned()),
            ("ROLODECK_TOKEN", self.sandbox.token().to_owned()),
        ]
    }

    /// How a command ends, and all that it says.
    fn run<const N: usize>(&self, arguments: [&str; N]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolodeck"));
        command.env_clear().envs(self.environment()).args(arguments);
        let Output { status, stdout, stderr } = command.output().unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    fn start(&self) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rolodeck"));
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        let mut terminal = Terminal::start(120, 40, command);
        terminal.sees("20 contacts");
        terminal.sees("synced");
        terminal
    }

    fn notes_made(&self) -> usize {
        let commits = self.sandbox.commits();
        commits
            .iter()
            .filter(|line| (&*line.noun, line.action) == ("note", Action::Created))
            .count()
    }

    fn answers(&self, pattern: &str) {
        self.runtime.block_on(self.sandbox.traffic().answered(&Pattern::from(pattern), 1));
    }
}

/// A disk with a file open on it is not closed to writing: whoever edits opens the store anew then, as a
/// command does.
#[test]
fn each_edit_is_kept_or_refused_whenever_the_disk_fills_or_is_closed() {
    on_a_small_disk("each_edit_is_kept_or_refused_whenever_the_disk_fills_or_is_closed", |disk| {
        let mut ledger = Ledger::on(disk);
        let mut random = fastrand::Rng::with_seed(1);
        let mut is_closed = false;
        for round in 0..1_000 {
            match random.u8(..24) {
                0 | 1 if !is_closed => disk.fill(),
                2..=4 if !is_closed => disk.free(),
                5 => ledger.store = None,
                6 if !is_closed => {
                    ledger.store = None;
                    disk.lock();
                    is_closed = true;
                }
                7..=9 if is_closed => {
                    disk.unlock();
                    is_closed = false;
                }
                _ => {}
            }
            let body = format!("w{round} {}", "and more ".repeat(random.usize(..400)));
            match ledger.note(body) {
                Ok(()) => assert!(!is_closed, "nothing can be kept there"),
                Err(fault) if is_closed => {
                    assert!(fault.cause.contains("Read-only file system"), "{fault}");
                    ledger.when_closed += 1;
                }
                Err(fault) => {
                    assert!(disk.is_full() && fault.cause.contains("full"), "{fault}");
                    assert!(fault.remedy.contains("nothing was stored"), "{fault}");
                    ledger.when_full += 1;
                }
            }
        }
        if is_closed {
            disk.unlock();
        }
        disk.free();
        ledger.assert_kept();
    });
}

/// Edits of one store, and what became of each.
struct Ledger {
    path: PathBuf,
    runtime: tokio::runtime::Runtime,
    ids: Ids,
    /// None is open.
    store: Option<Store>,
    kept: Vec<OpId>,
    when_full: usize,
    when_closed: usize,
}

impl Ledger {
    fn on(disk: &Disk) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Self {
            path: disk.path().join("rolodeck.db"),
            runtime,
            ids: Ids::starting_at(Uuid::from_u128(1)),
            store: None,
            kept: Vec::new(),
            when_full: 0,
            when_closed: 0,
        }
    }

    /// One edit, and the words in which it is refused.
    fn note(&mut self, body: String) -> Result<(), Fault> {
        let refused = |error| {
            let fault = Fault::from(&error);
            assert_eq!(fault.trouble, Trouble::Disk, "{fault}");
            assert!(!fault.cause.contains("damaged"), "{error:?}: {fault}");
            fault
        };
        let ids = &mut self.ids;
        let draft = NoteDraft { title: String::new(), body };
        let change = Change::NoteAdded { contact: ids.contact(), note: ids.note(), draft };
        let at = "2026-03-01T09:00:00Z".parse().unwrap();
        let op = Op { id: ids.op(), deed: ids.deed(), at, change };
        let id = op.id;
        let store = match self.store.take() {
            Some(store) => store,
            None => Store::open(&self.path).map_err(refused)?.store,
        };
        let store = self.store.insert(store);
        self.runtime.block_on(store.commit(vec![op])).map_err(refused)?;
        self.kept.push(id);
        Ok(())
    }

    /// What was kept is there, and nothing that was refused.
    fn assert_kept(mut self) {
        let Self { kept, when_full, when_closed, .. } = &self;
        let counts = [kept.len(), *when_full, *when_closed];
        assert!(counts.iter().all(|count| *count > 100), "kept, full, closed: {counts:?}");
        self.store = None;
        let store = Store::open(&self.path).unwrap().store;
        self.runtime.block_on(store.check()).unwrap();
        let stored = store.reader().unwrap().outgoing().unwrap();
        let stored: Vec<OpId> = stored.iter().map(|pending| pending.outgoing.op.id).collect();
        assert_eq!(stored, self.kept);
    }
}

#[test]
fn commands_on_a_full_disk_say_so_and_damage_nothing() {
    on_a_small_disk("commands_on_a_full_disk_say_so_and_damage_nothing", |disk| {
        let desk = Desk::on(disk);
        assert_eq!(desk.run(["sync"]).0, Some(0));
        let (_, json) = desk.run(["contact", "list", "--limit", "1", "--json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let id = json["contacts"][0]["id"].as_str().unwrap();
        assert_eq!(desk.run(["note", "add", id, "kept", "--offline"]).0, Some(3));
        disk.fill();
        let (code, said) = desk.run(["note", "add", id, "refused", "--offline"]);
        assert!(!matches!(code, Some(0 | 3)), "{said}");
        assert!(said.contains("full") && !said.contains("damaged"), "{said}");
        disk.free();
        let (_, queued) = desk.run(["outbox", "list"]);
        assert_eq!(queued.matches("new note").count(), 1, "{queued}");
        assert_eq!(desk.run(["sync"]).0, Some(0));
        assert_eq!(desk.notes_made(), 1);
        let sent = desk.sandbox.commits().pop().unwrap().sent;
        assert!(sent.to_string().contains("kept"), "{sent}");
    });
}

#[test]
fn the_interface_keeps_the_text_that_a_full_disk_does_not_take() {
    on_a_small_disk("the_interface_keeps_the_text_that_a_full_disk_does_not_take", |disk| {
        let desk = Desk::on(disk);
        let mut terminal = desk.start();
        disk.fill();
        terminal.type_keys("N");
        terminal.type_keys("met at the fair");
        terminal.type_keys("\x13");
        terminal.sees("not saved: the disk is full");
        terminal.sees("met at the fair");
        assert_eq!(desk.notes_made(), 0);
        disk.free();
        terminal.type_keys("\x13");
        desk.answers("POST/contacts/*/notes");
        terminal.sees("outbox empty");
        assert_eq!(desk.notes_made(), 1);
        terminal.type_keys("1qq");
        assert!(terminal.ends().0.success());
    });
}

#[test]
fn an_answer_that_the_disk_does_not_take_is_noted_later_and_sent_once() {
    on_a_small_disk("an_answer_that_the_disk_does_not_take_is_noted_later_and_sent_once", |disk| {
        let desk = Desk::on(disk);
        let mut terminal = desk.start();
        let hold = desk.sandbox.traffic().hold("POST/contacts/*/notes", Moment::AfterCommit);
        terminal.type_keys("N");
        terminal.type_keys("met at the fair");
        terminal.type_keys("\x13");
        desk.runtime.block_on(hold.reached(1));
        disk.fill();
        hold.release();
        terminal.sees("the disk is full");
        disk.free();
        terminal.sees("outbox empty");
        assert_eq!(desk.notes_made(), 1);
        terminal.type_keys("1qq");
        assert!(terminal.ends().0.success());
    });
}

#[test]
fn what_the_disk_cannot_note_is_not_sent_and_not_asked_for_again_and_again() {
    on_a_small_disk(
        "what_the_disk_cannot_note_is_not_sent_and_not_asked_for_again_and_again",
        |disk| {
            let desk = Desk::on(disk);
            let mut terminal = desk.start();
            let look = Pattern::from("GET/contacts/*/notes");
            let before = desk.sandbox.traffic().count(&look);
            let hold = desk.sandbox.traffic().hold(look.clone(), Moment::BeforeCommit);
            terminal.type_keys("N");
            terminal.type_keys("met at the fair");
            terminal.type_keys("\x13");
            desk.runtime.block_on(hold.reached(1));
            disk.fill();
            hold.release();
            terminal.sees("the disk is full");
            assert_eq!(desk.notes_made(), 0);
            let looks = desk.sandbox.traffic().count(&look) - before;
            assert!(looks <= 3, "{looks} looks for one note");
            disk.free();
            desk.answers("POST/contacts/*/notes");
            terminal.sees("outbox empty");
            assert_eq!(desk.notes_made(), 1);
            terminal.type_keys("1qq");
            assert!(terminal.ends().0.success());
        },
    );
}

#[test]
fn a_disk_that_cannot_be_written_is_named_and_left_alone() {
    on_a_small_disk("a_disk_that_cannot_be_written_is_named_and_left_alone", |disk| {
        let desk = Desk::on(disk);
        assert_eq!(desk.run(["sync"]).0, Some(0));
        disk.lock();
        for arguments in [["outbox", "list"], ["contact", "list"]] {
            let (code, said) = desk.run(arguments);
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains("Read-only file system") && !said.contains("damaged"), "{said}");
        }
        disk.unlock();
        assert_eq!(desk.run(["sync"]).0, Some(0));
    });
}
