//! Takes the terminal, lends it, and gives it back as it was.

use std::io;

use super::signal::Asked;
use super::signals::Signals;
use super::tty;

/// Ends a frame that was cut short, then undoes all that `enter` may have set, and mouse modes that
/// others set (1003, 1005, 1015) as well; the cursor is shown and the colours are the shell's.
const RESET: &str = concat!(
    "\x1b[?2026l\x1b[0m",
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l",
    "\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l"
);
/// Alternate screen, bracketed paste, reports of focus.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?1004h";
/// Clicks, drags and the wheel, with coordinates that reach beyond 223 columns.
const MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// What of the terminal is wanted beyond raw mode and a screen of one's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes {
    pub mouse: bool,
}

/// The terminal while it is ours. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard {
    modes: Modes,
}

impl Guard {
    pub fn enter(modes: Modes) -> io::Result<Self> {
        let guard = Self { modes };
        guard.take()?; // on failure the drop undoes what was done
        Ok(guard)
    }

    /// Gives the terminal back, stops the process until somebody continues it, and takes the
    /// terminal again. Everything must be drawn anew then. `false`: there was nobody to continue
    /// it, so it did not stop.
    ///
    /// The whole process group stops, so that the shell sees it also behind `cargo run` or a script.
    /// The first process of a session has no shell to go back to: Ctrl-Z there would freeze the
    /// window for good, and does nothing, as the system itself decides for such programs.
    pub async fn suspend(&mut self, asked: Asked, signals: &mut Signals) -> io::Result<bool> {
        give_back();
        let stopped = signals.stop(asked).await;
        self.take()?;
        stopped
    }

    /// Takes the terminal anew after the process was stopped without having been asked (SIGSTOP):
    /// the shell has changed its modes meanwhile. Everything must be drawn anew then.
    pub fn resume(&mut self) -> io::Result<()> {
        give_back();
        self.take()
    }

    /// Gives the terminal to another program, such as an editor, until it ends. No event stream may
    /// live meanwhile, for it would take the keys. Everything must be drawn anew then.
    pub fn lend<T>(&mut self, program: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = program();
        self.take()?;
        Ok(result)
    }

    fn take(&self) -> io::Result<()> {
        let mouse = if self.modes.mouse { MOUSE } else { "" };
        tty::take([ENTER, mouse].concat().as_bytes())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Safe to call at any time, from any thread, more than once.
pub(super) fn give_back() {
    tty::give_back(RESET.as_bytes());
}
