//! A panic is a bug: the terminal comes back, one sentence says so, the log knows more.

use std::backtrace::Backtrace;
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};
use std::path::PathBuf;
use std::process;

use super::guard;

/// From now on a panic in any thread gives the terminal back, names the log file on standard error
/// and ends the process with 101, whatever other threads are doing: what was accepted is on disk.
pub fn restore_on_panic(log: PathBuf) {
    panic::set_hook(Box::new(move |bug| {
        guard::give_back();
        let place = bug.location().map_or_else(|| "?".to_owned(), ToString::to_string);
        let backtrace = Backtrace::force_capture();
        tracing::error!(place, what = words(bug), %backtrace, "panic");
        let _ = writeln!(
            std::io::stderr(),
            "rolodeck has stopped at a bug of its own ({place}).\n\
             Every change that it had accepted is safe and is sent after the next start.\n\
             Please report it with the end of {}",
            log.display()
        );
        process::exit(101);
    }));
}

/// A literal message. One that was put together may hold a person's data and is kept to itself.
fn words(bug: &PanicHookInfo<'_>) -> &'static str {
    bug.payload().downcast_ref::<&'static str>().copied().unwrap_or("(a message with data in it)")
}
