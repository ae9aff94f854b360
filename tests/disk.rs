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

#[test]
fn each_edit_is_kept_or_refused_whenever_the_disk_fills() {
    on_a_small_disk("each_edit_is_kept_or_refused_whenever_the_disk_fills", |disk| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let path = disk.path().join("rolodeck.db");
        let mut store = Store::open(&path).unwrap().store;
        let mut ids = Ids::starting_at(Uuid::from_u128(1));
        let mut random = fastrand::Rng::with_seed(1);
        let (mut kept, mut refused): (Vec<OpId>, Vec<OpId>) = (Vec::new(), Vec::new());
        for round in 0..1_000 {
            match random.u8(..20) {
                0 | 1 => disk.fill(),
                2..=4 => disk.free(),
                5 if !disk.is_full() => {
                    drop(store);
                    store = Store::open(&path).unwrap().store;
                }
                _ => {}
            }
            let body = format!("w{round} {}", "and more ".repeat(random.usize(..400)));
            let draft = NoteDraft { title: String::new(), body };
            let change = Change::NoteAdded { contact: ids.contact(), note: ids.note(), draft };
            let at = "2026-03-01T09:00:00Z".parse().unwrap();
            let op = Op { id: ids.op(), deed: ids.deed(), at, change };
            let id = op.id;
            match runtime.block_on(store.commit(vec![op])) {
                Ok(_) => kept.push(id),
                Err(error) => {
                    let fault = Fault::from(&error);
                    assert_eq!(fault.trouble, Trouble::Disk, "{fault}");
                    assert!(fault.cause.contains("full"), "{error:?}: {fault}");
                    assert!(fault.remedy.contains("nothing was stored"), "{fault}");
                    refused.push(id);
                }
            }
        }
        assert!(kept.len() > 100 && refused.len() > 100, "{} {}", kept.len(), refused.len());
        disk.free();
        drop(store);
        let store = Store::open(&path).unwrap().store;
        runtime.block_on(store.check()).unwrap();
        let stored = store.reader().unwrap().outgoing().unwrap();
        let stored: Vec<OpId> = stored.iter().map(|pending| pending.outgoing.op.id).collect();
        assert_eq!(stored, kept, "what was kept, and nothing that was refused");
    });
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
