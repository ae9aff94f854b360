//! One connection, which the sandbox can end at any moment as a bad network would.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, ready};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What endless headers are made of.
const FILLER: &[u8] =
    b"x-padding: the quick brown fox jumps over the lazy dog, again and again\r\n";

/// The handle on a connection: handlers and the door hold it, the connection obeys it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wire(Arc<Switches>);

#[derive(Debug, Default)]
struct Switches {
    /// The client is on this machine.
    local: bool,
    cut: AtomicBool,
    endless_headers: AtomicBool,
    waker: AtomicWaker,
}

impl Wire {
    /// Ends the connection with a reset; nothing more is read or written.
    pub(crate) fn cut(&self) {
        self.0.cut.store(true, Ordering::Release);
        self.0.waker.wake();
    }

    /// From the next answer on, header lines follow each other for ever.
    pub(crate) fn flood_headers(&self) {
        self.0.endless_headers.store(true, Ordering::Release);
    }

    pub(crate) fn is_local(&self) -> bool {
        self.0.local
    }

    fn is_cut(&self) -> bool {
        self.0.cut.load(Ordering::Acquire)
    }
}

/// All open connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<Weak<Switches>>>>);

impl Lines {
    pub(crate) fn open(&self, stream: TcpStream) -> Line {
        let local = stream.peer_addr().is_ok_and(|peer| peer.ip().is_loopback());
        let wire = Wire(Arc::new(Switches { local, ..Switches::default() }));
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| line.strong_count() > 0);
        lines.push(Arc::downgrade(&wire.0));
        Line { stream, wire, flooded: 0 }
    }

    pub(crate) fn cut_all(&self) {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for switches in lines.iter().filter_map(Weak::upgrade) {
            Wire(switches).cut();
        }
    }
}

#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    wire: Wire,
    flooded: usize,
}

impl Line {
    pub(crate) fn wire(&self) -> Wire {
        self.wire.clone()
    }

    fn check(&self, cx: &Context<'_>) -> io::Result<()> {
        self.wire.0.waker.register(cx.waker());
        if self.wire.is_cut() { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }

    /// Writes a status line and then filler, as long as the other side takes it.
    fn flood(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        loop {
            let part = if self.flooded == 0 { b"HTTP/1.1 200 OK\r\n".as_slice() } else { FILLER };
            self.flooded += ready!(Pin::new(&mut self.stream).poll_write(cx, part))?;
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        if self.wire.0.endless_headers.load(Ordering::Acquire) {
            return self.flood(cx);
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.wire.is_cut() {
            // A reset, where the system can; a plain end of the connection does as well.
            let _ = self.stream.set_zero_linger();
        }
    }
}
