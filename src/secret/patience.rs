//! Work that may never end, and a limit after which nobody waits for it any more.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Does `work` on a thread of its own; `None` when it has not ended within `limit`. The thread is
/// left to itself then: nothing can be done about a service that never answers.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (tell, hear) = mpsc::sync_channel(1);
    thread::spawn(move || {
        // Nobody listens after the limit, and what comes then is dropped, wiped if it is a token.
        let _ = tell.send(work());
    });
    hear.recv_timeout(limit).ok()
}
