//! What the system or another program may want of a program that has the terminal.

use std::process;

/// One signal, as the loop sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Stop taking edits, give the terminal back, then call [`Ending::end`].
    End(Ending),
    /// Suspend, as for Ctrl-Z.
    Stop,
    /// We were stopped without being asked, and run again: take the terminal anew.
    Continue,
}

/// Who wants the program to stop for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The person, by Ctrl-Z.
    ByKey,
    /// Some program, by SIGTSTP.
    BySignal,
}

/// The number of a signal that ends the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending(pub(super) i32);

impl Ending {
    /// Ends the process the way the signal itself would have, so that whoever waits for it sees
    /// 128 + n and knows why.
    pub fn end(self) -> ! {
        #[cfg(unix)]
        let _ = signal_hook::low_level::emulate_default_handler(self.0);
        process::exit(128 + self.0)
    }
}
