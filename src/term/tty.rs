//! Whose the terminal is just now, and the only way to write to it.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whether the terminal is ours. Who holds the lock may write; nothing that can panic runs meanwhile.
static OURS: Mutex<bool> = Mutex::new(false);

fn lock() -> MutexGuard<'static, bool> {
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the terminal: `modes` are the sequences that set it up.
pub(super) fn take(modes: &[u8]) -> io::Result<()> {
    let mut ours = lock();
    crossterm::terminal::enable_raw_mode()?;
    *ours = true;
    write_all(modes)
}

/// Gives the terminal back, once: a second call does nothing. What fails is passed over, since the
/// rest may still work, and a terminal that is gone needs nothing.
pub(super) fn give_back(reset: &[u8]) {
    let mut ours = lock();
    if std::mem::take(&mut *ours) {
        let _ = write_all(reset);
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// Writes while the terminal is ours, and drops what comes too late.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let ours = lock();
    if *ours { write_all(bytes) } else { Ok(()) }
}

#[cfg(unix)]
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(io::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            // Another program has left the terminal in non-blocking mode.
            Err(rustix::io::Errno::AGAIN) => std::thread::yield_now(),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn write_all(bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
