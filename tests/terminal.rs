//! The terminal comes back: a small program in a real pseudo-terminal, ended in every way.
//!
//! The program is this file itself, started again to run `inner_program` alone.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io::{self, Read as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{env, thread};

use crossterm::event::{Event, EventStream, KeyCode};
use futures_util::StreamExt as _;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rolodeck::term::{self, Asked, Canvas, Guard, Modes, Signal as Heard, Signals};
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, waitpid};

/// Names the log file for the inner program, and keeps `--ignored` by hand out of this terminal.
const INSIDE: &str = "ROLODECK_TEST_LOG";
const LOG: &str = "/tmp/not-written/rolodeck.log";
const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn quit_leaves_it_clean() {
    let mut pty = Pty::program();
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn a_panic_leaves_it_clean_and_names_the_log() {
    for (key, thread) in [("p", "the loop"), ("w", "a worker"), ("d", "a drop while panicking")] {
        let mut pty = Pty::program();
        pty.key(key);
        assert_eq!(pty.end(), Ended::Code(101), "{thread}");
        let after = pty.said.rsplit("\x1b[?1049l").next().unwrap();
        assert!(after.contains(LOG), "{thread}: {after:?}");
        assert!(!pty.said.contains("canary"), "what was put together may be somebody's data");
    }
}

#[test]
fn ending_signals_leave_it_clean_and_end_as_themselves() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut pty = Pty::program();
        pty.signal(signal);
        assert_eq!(pty.end(), Ended::Signal(signal.as_raw()));
    }
}

#[test]
fn a_stop_from_outside_leaves_it_clean_until_it_goes_on() {
    let mut pty = Pty::program();
    pty.signal(Signal::TSTP);
    assert!(wait(pty.pid(), WaitOptions::UNTRACED).stopped());
    pty.wait_for("\x1b[?1049l");
    pty.assert_clean();
    pty.signal(Signal::CONT);
    pty.wait_for("stopped: true");
    assert!(pty.modes_on().contains(&1049) && !pty.is_as_before());
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let script = "set -m; \"$@\"; echo shell:$?; fg; echo end:$?";
    let mut pty = Pty::start(&["sh", "-c", script, "sh"]);
    pty.wait_for("entered");
    pty.key("\x1a");
    pty.wait_for("shell:1"); // 128 and the number of SIGSTOP, which systems disagree on
    pty.wait_for("stopped: true");
    assert!(pty.modes_on().contains(&1049));
    let shell = &pty.said[..pty.said.find("shell:1").unwrap()];
    assert!(modes_on(shell).is_empty(), "{shell:?}");
    pty.key("q");
    pty.wait_for("end:0");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn ctrl_z_without_a_shell_does_not_freeze_the_window() {
    let mut pty = Pty::program();
    pty.key("\x1a");
    pty.wait_for("stopped: false");
    assert!(pty.modes_on().contains(&1049) && !pty.is_as_before());
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn another_program_gets_a_clean_terminal() {
    let mut pty = Pty::program();
    pty.key("e");
    pty.wait_for("the editor");
    let before = &pty.said[..pty.said.find("the editor").unwrap()];
    assert!(modes_on(before).is_empty(), "{before:?}");
    pty.wait_for("edited");
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn no_key_is_lost_between_resizes() {
    let mut pty = Pty::program();
    for round in 1..=300 {
        let size = PtySize { rows: 24, cols: 80 + round % 2, ..PtySize::default() };
        pty.master.resize(size).unwrap();
        pty.key("k");
        pty.wait_for(&format!("key {round}."));
    }
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn no_part_of_a_long_paste_is_lost() {
    let mut pty = Pty::program();
    pty.key(&"k".repeat(3000));
    pty.wait_for("key 3000.");
    pty.key(&format!("\x1b[200~{}\x1b[201~", "x".repeat(3000)));
    pty.wait_for("pasted 3000.");
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
fn a_frame_is_one_marked_update() {
    let mut pty = Pty::program();
    pty.wait_for("entered\x1b[?2026l");
    assert!(pty.said.contains("\x1b[?2026hentered\x1b[?2026l"), "{:?}", pty.said);
    assert_eq!(pty.modes_on(), BTreeSet::from([1000, 1002, 1004, 1006, 1049, 2004]));
    pty.key("q");
    assert_eq!(pty.end(), Ended::Code(0));
}

#[test]
#[ignore = "runs in the pseudo-terminal of an outer test"]
fn inner_program() {
    let Ok(log) = env::var(INSIDE) else { return };
    term::restore_on_panic(log.into());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(program()).unwrap();
}

/// Shows a word, then does what keys and signals ask for.
async fn program() -> io::Result<()> {
    term::fit(Some("xterm")).map_err(io::Error::other)?;
    let mut signals = Signals::listen()?;
    let mut guard = Guard::enter(Modes { mouse: true })?;
    let mut keys = EventStream::new();
    let mut count = 0;
    show("entered")?;
    loop {
        let stopped = tokio::select! {
            signal = signals.next() => match signal {
                Heard::End(ending) => {
                    drop(guard);
                    ending.end()
                }
                Heard::Stop => guard.suspend(Asked::BySignal, &mut signals).await?,
                Heard::Continue => guard.resume().map(|()| true)?,
            },
            event = keys.next() => match key(event)? {
                KeyCode::Char('q') => return Ok(()),
                KeyCode::Char('k') => {
                    count += 1;
                    show(&format!("key {count}."))?;
                    continue;
                }
                KeyCode::Char('z') => guard.suspend(Asked::ByKey, &mut signals).await?,
                KeyCode::Char('p') => panic!("canary {count}"),
                KeyCode::Char('w') => {
                    let worker = thread::spawn(|| panic!("in a thread"));
                    return worker.join().map_err(|_| io::Error::other("the process goes on"));
                }
                KeyCode::Char('d') => {
                    let _panics = PanicsOnDrop;
                    panic!("first");
                }
                KeyCode::Char('e') => {
                    drop(keys);
                    guard.lend(|| io::stderr().write_all(b"the editor"))??;
                    keys = EventStream::new();
                    show("edited")?;
                    continue;
                }
                _ => continue,
            },
        };
        show(&format!("stopped: {stopped}"))?;
    }
}

/// The key of an event; a paste is shown by its length.
fn key(event: Option<io::Result<Event>>) -> io::Result<KeyCode> {
    match event.expect("an endless stream")? {
        Event::Key(key) => return Ok(key.code),
        Event::Paste(text) => show(&format!("pasted {}.", text.len()))?,
        _ => {}
    }
    Ok(KeyCode::Null)
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("second");
    }
}

fn show(text: &str) -> io::Result<()> {
    let canvas = Canvas::new();
    canvas.clone().write_all(text.as_bytes())?;
    canvas.show()
}

/// How a program ended: by itself, or by a signal.
#[derive(Debug, PartialEq)]
enum Ended {
    Code(i32),
    Signal(i32),
}

/// Waits for a change of a child, but not for ever.
fn wait(pid: Pid, until: WaitOptions) -> WaitStatus {
    let (tell, hear) = channel();
    thread::spawn(move || tell.send(waitpid(Some(pid), until)));
    let change = hear.recv_timeout(LIMIT).expect("a change in time");
    change.expect("a child").expect("its status").1
}

/// A terminal with the program in it, and all that the program has said.
struct Pty {
    master: Box<dyn MasterPty + Send>,
    slave: Option<Box<dyn SlavePty + Send>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    said: String,
    before: String,
}

impl Pty {
    fn program() -> Self {
        let mut pty = Self::start(&[]);
        pty.wait_for("entered");
        pty
    }

    /// Starts the inner program, behind another command where one is given.
    fn start(before: &[&str]) -> Self {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let program = env::current_exe().expect("a path");
        let program = [program.to_str().expect("UTF-8"), "--ignored", "--exact", "inner_program"];
        let mut command = CommandBuilder::from_argv(
            before.iter().chain(&program).map(|word| (*word).into()).collect(),
        );
        command.env(INSIDE, LOG);
        command.env("TERM", "xterm-256color");
        let before = termios(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the inner program");
        let keys = pair.master.take_writer().expect("a writer");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (tell, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                if tell.send(bytes[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let said = String::new();
        Self { master: pair.master, slave: Some(pair.slave), keys, child, output, said, before }
    }

    fn key(&mut self, key: &str) {
        self.keys.write_all(key.as_bytes()).expect("a terminal");
    }

    fn pid(&self) -> Pid {
        let pid = self.child.process_id().expect("a running program");
        Pid::from_raw(pid.cast_signed()).expect("a process id")
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("a running program");
    }

    fn wait_for(&mut self, text: &str) {
        while !self.said.contains(text) {
            let more = self.output.recv_timeout(LIMIT);
            let more = more.unwrap_or_else(|_| panic!("no {text:?} in {:?}", self.said));
            self.said.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// Waits for the end, sees that the terminal is as it was, and says how it ended.
    fn end(&mut self) -> Ended {
        let status = wait(self.pid(), WaitOptions::empty());
        let as_before = self.is_as_before();
        self.slave = None;
        while let Ok(more) = self.output.recv_timeout(LIMIT) {
            self.said.push_str(&String::from_utf8_lossy(&more));
        }
        assert!(as_before, "the line discipline is not what it was");
        assert!(modes_on(&self.said).is_empty(), "{:?} left on", modes_on(&self.said));
        let signal = status.terminating_signal().map(Ended::Signal);
        status.exit_status().map(Ended::Code).or(signal).expect("an end")
    }

    fn assert_clean(&self) {
        assert!(self.is_as_before(), "the line discipline is not what it was");
        assert!(self.modes_on().is_empty(), "{:?} left on", self.modes_on());
    }

    fn is_as_before(&self) -> bool {
        termios(&*self.master) == self.before
    }

    fn modes_on(&self) -> BTreeSet<u16> {
        modes_on(&self.said)
    }
}

/// A test that failed leaves nothing running.
impl Drop for Pty {
    fn drop(&mut self) {
        if self.slave.is_some() {
            self.signal(Signal::KILL);
        }
    }
}

fn termios(master: &(impl MasterPty + ?Sized)) -> String {
    fn print(modes: impl Debug) -> String {
        format!("{modes:?}")
    }
    print(master.get_termios().expect("the modes of the terminal"))
}

/// Private modes that are on after this text, read from the raw bytes, since an emulator hides what
/// it does not know. A hidden cursor counts as mode 25.
fn modes_on(text: &str) -> BTreeSet<u16> {
    let mut on = BTreeSet::new();
    for sequence in text.split("\x1b[?").skip(1) {
        let digits = sequence.find(|c: char| !c.is_ascii_digit()).unwrap_or(sequence.len());
        let Ok(mode) = sequence[..digits].parse() else { continue };
        match (sequence[digits..].chars().next(), mode == 25) {
            (Some('h'), false) | (Some('l'), true) => drop(on.insert(mode)),
            (Some('l'), false) | (Some('h'), true) => drop(on.remove(&mode)),
            _ => {}
        }
    }
    on
}
