//! Hears the signals that a loop must react to, and stops the process as the system would have.

use std::io;

use rustix::process::{Signal as Number, getpid, getsid, kill_current_process_group};
use tokio::signal::unix::{self, SignalKind};

use super::signal::{Asked, Ending, Signal};

/// Hears SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP and SIGCONT from its making on.
#[derive(Debug)]
pub struct Signals {
    term: unix::Signal,
    hup: unix::Signal,
    int: unix::Signal,
    quit: unix::Signal,
    stop: unix::Signal,
    go_on: unix::Signal,
    /// Heard while waiting for something else.
    held: Option<Ending>,
}

impl Signals {
    /// Must be called inside the runtime.
    pub fn listen() -> io::Result<Self> {
        let hear = |number: Number| unix::signal(SignalKind::from_raw(number.as_raw()));
        Ok(Self {
            term: hear(Number::TERM)?,
            hup: hear(Number::HUP)?,
            int: hear(Number::INT)?,
            quit: hear(Number::QUIT)?,
            stop: hear(Number::TSTP)?,
            go_on: hear(Number::CONT)?,
            held: None,
        })
    }

    /// The next signal. Nothing is lost if the wait is given up.
    pub async fn next(&mut self) -> Signal {
        if let Some(ending) = self.held.take() {
            return Signal::End(ending);
        }
        let end = |number: Number| Signal::End(Ending(number.as_raw()));
        tokio::select! {
            _ = self.term.recv() => end(Number::TERM),
            _ = self.hup.recv() => end(Number::HUP),
            _ = self.int.recv() => end(Number::INT),
            _ = self.quit.recv() => end(Number::QUIT),
            _ = self.stop.recv() => Signal::Stop,
            _ = self.go_on.recv() => Signal::Continue,
        }
    }

    /// Stops the process group and waits until it is continued, or ended. `false`: nobody would
    /// have continued it, so it went on.
    pub(super) async fn stop(&mut self, asked: Asked) -> io::Result<bool> {
        if asked == Asked::ByKey && getsid(None)? == getpid() {
            return Ok(false);
        }
        kill_current_process_group(Number::STOP)?;
        // The stop may take hold a moment after the call; to go on too early would be to draw on
        // the shell's screen.
        loop {
            match self.next().await {
                Signal::Continue => return Ok(true),
                Signal::Stop => {}
                Signal::End(ending) => {
                    self.held = Some(ending);
                    return Ok(true);
                }
            }
        }
    }
}
