//! Why a command ended before its end.

use std::io;

use super::exit::Exit;
use crate::{
    config, log,
    model::fault::{Fault, Trouble},
    secret, store,
};

/// What to tell the person, and what to tell the shell.
#[derive(Debug)]
pub(super) struct Stop {
    /// `None`: nobody needs to hear anything.
    pub(super) fault: Option<Fault>,
    pub(super) exit: Exit,
}

impl Stop {
    /// Something that was named is not here.
    pub(super) fn absent(cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        let fault = Fault::new(Trouble::Input, cause, remedy);
        Self { fault: Some(fault), exit: Exit::Failed }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self { exit: fault.trouble.into(), fault: Some(fault) }
    }
}

/// Whoever read the output has seen enough: that is no failure.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { fault: None, exit: Exit::Done };
        }
        let remedy = "what was asked for may have been done all the same";
        Fault::new(Trouble::Disk, format!("the output cannot be written: {error}"), remedy).into()
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Fault::from(&error).into()
    }
}

impl From<config::Error> for Stop {
    fn from(error: config::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<secret::Error> for Stop {
    fn from(error: secret::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<log::Error> for Stop {
    fn from(error: log::Error) -> Self {
        Fault::from(error).into()
    }
}
