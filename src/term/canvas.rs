//! Frames that reach the terminal in one piece.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::tty;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Collects what is drawn until [`show`](Self::show) sends it with a single write, marked as one
/// update for terminals that know such marks. Clones share one frame: give one to the drawing
/// backend, whose flushes mean nothing here, and keep the other.
#[derive(Debug, Clone)]
pub struct Canvas {
    frame: Rc<RefCell<Vec<u8>>>,
}

impl Canvas {
    pub fn new() -> Self {
        Self { frame: Rc::new(RefCell::new(BEGIN.to_vec())) }
    }

    /// Sends the frame; an empty one costs nothing. Bytes that come after the terminal was given
    /// back are dropped.
    pub fn show(&self) -> io::Result<()> {
        let mut frame = self.frame.borrow_mut();
        if frame.len() > BEGIN.len() {
            frame.extend_from_slice(END);
            let sent = tty::write(&frame);
            frame.truncate(BEGIN.len());
            return sent;
        }
        Ok(())
    }
}

impl Default for Canvas {
    fn default() -> Self {
        Self::new()
    }
}

impl Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
