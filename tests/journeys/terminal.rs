//! A person at a terminal: starts the real program in a pseudo-terminal, types, and waits for
//! what the screen shows.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// How long a person would stare at a screen that does not change. Only a broken program ever
/// takes this long: every wait ends as soon as the screen shows what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Terminal {
    screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    pub(crate) fn start(columns: u16, rows: u16, command: CommandBuilder) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keyboard = pty.master.take_writer().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let cells = |count| NonZeroU16::new(count).unwrap();
        Self {
            screen: vt100::Parser::new(cells(rows), cells(columns), 0),
            output,
            raw: Vec::new(),
            keyboard,
            child,
            _master: pty.master,
        }
    }

    pub(crate) fn type_keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// The text on the screen, line by line.
    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows this text.
    pub(crate) fn sees(&mut self, text: &str) {
        self.until(&format!("{text:?} on the screen"), |screen| screen.contains(text));
    }

    /// Waits until the screen no longer shows this text.
    pub(crate) fn loses(&mut self, text: &str) {
        self.until(&format!("{text:?} gone from the screen"), |screen| !screen.contains(text));
    }

    /// Waits until what the screen shows is as asked.
    pub(crate) fn until(&mut self, what: &str, done: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done(&self.text()) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take_in(&chunk),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("waited in vain for {what}; the screen:\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended before {what}; the screen:\n{}", self.text())
                }
            }
        }
    }

    /// SIGKILL: no chance to say good-bye.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the program to end by itself, and hands back how and all that it wrote.
    pub(crate) fn ends(mut self) -> (ExitStatus, Vec<u8>) {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take_in(&chunk),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the program does not end; the screen:\n{}", self.text())
                }
            }
        }
        (self.child.wait().unwrap(), self.raw)
    }

    fn take_in(&mut self, chunk: &[u8]) {
        self.screen.process(chunk);
        self.raw.extend_from_slice(chunk);
    }
}
