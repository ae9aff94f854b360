//! The terminal comes back on every way out: quit, panic, signal, suspension.
//!
//! [`Guard`] takes the terminal and gives it back when it is dropped; [`restore_on_panic`] does so
//! where nothing is dropped any more; [`Signals`] tells the loop what it has to react to; a
//! [`Canvas`] sends each frame in one piece. All four write past the standard library's lock on
//! standard output, which a panicking thread might hold.

mod canvas;
mod fit;
mod guard;
mod panic;
mod signal;
#[cfg_attr(not(unix), path = "term/signals_elsewhere.rs")]
mod signals;
mod tty;

pub use canvas::Canvas;
pub use fit::{Unfit, fit};
pub use guard::{Guard, Modes};
pub use panic::restore_on_panic;
pub use signal::{Asked, Ending, Signal};
pub use signals::Signals;
