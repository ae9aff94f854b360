//! Where there are no signals as on Unix, nothing is heard and nothing is stopped.

use std::io;

use super::signal::{Asked, Signal};

/// As on Unix; here it waits for ever.
#[derive(Debug)]
pub struct Signals(());

impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
    pub fn listen() -> io::Result<Self> {
        Ok(Self(()))
    }

    pub async fn next(&mut self) -> Signal {
        std::future::pending().await
    }

    #[expect(clippy::unused_async, clippy::unnecessary_wraps, reason = "it waits on Unix")]
    pub(super) async fn stop(&mut self, _: Asked) -> io::Result<bool> {
        Ok(false)
    }
}
