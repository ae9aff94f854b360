//! One connection, which the sandbox can end at any moment as a bad network would.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// What endless headers are made of.
const FILLER: &[u8] =
    b"x-padding: the quick brown fox jumps over the lazy dog, again and again\r\n";

/// The handle on a connection: handlers and the door hold it, the connection obeys it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wire(Arc<Switches>);

#[derive(Debug, Default)]
struct Switches {
    cut: AtomicBool,
    endless_headers: AtomicBool,
    half_closed: AtomicBool,
    /// Milliseconds; 0 for as long as the client likes.
    idle_limit: AtomicU64,
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

    /// Ends the sandbox's side of the connection; the client's stays open.
    pub(crate) fn half_close(&self) {
        self.0.half_closed.store(true, Ordering::Release);
        self.0.waker.wake();
    }

    /// From the next answer on, the connection ends when nothing comes for that long.
    pub(crate) fn limit_idleness(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0.idle_limit.store(millis.max(1), Ordering::Release);
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
        let wire = Wire::default();
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| line.strong_count() > 0);
        lines.push(Arc::downgrade(&wire.0));
        Line { stream, wire, flooded: 0, idle: None }
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
    /// Runs from an answer to the next request, where idleness has a limit.
    idle: Option<Pin<Box<Sleep>>>,
}

impl Line {
    pub(crate) fn wire(&self) -> Wire {
        self.wire.clone()
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        self.wire.0.waker.register(cx.waker());
        if self.wire.is_cut() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        if self.wire.0.half_closed.load(Ordering::Acquire) {
            // Ends at once, and again does no harm.
            let _ = Pin::new(&mut self.stream).poll_shutdown(cx);
        }
        Ok(())
    }

    fn wait_from_now(&mut self, cx: &mut Context<'_>) {
        let limit = self.wire.0.idle_limit.load(Ordering::Acquire);
        if limit > 0 {
            self.idle = Some(Box::pin(tokio::time::sleep(Duration::from_millis(limit))));
            // Asked once, so that its end makes somebody read, and see that it is over.
            self.waited_too_long(cx);
        }
    }

    fn waited_too_long(&mut self, cx: &mut Context<'_>) -> bool {
        self.idle.as_mut().is_some_and(|idle| idle.as_mut().poll(cx).is_ready())
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
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.idle = None;
        }
        // Nothing read is how the end of a connection looks.
        if read.is_pending() && self.waited_too_long(cx) { Poll::Ready(Ok(())) } else { read }
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
        self.wait_from_now(cx);
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
