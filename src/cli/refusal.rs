//! Errors of the lower floors as the one plain [`Fault`] for people: what happened, what is safe,
//! what helps.

use crate::{
    config, log,
    model::fault::{Fault, Trouble},
    secret,
};

impl From<config::Error> for Fault {
    fn from(error: config::Error) -> Self {
        let trouble = match error {
            config::Error::NoProfile(_) => Trouble::Input,
            _ => Trouble::Disk,
        };
        Self::new(trouble, error.to_string(), format!("{}; {}", error.safe(), error.fix()))
    }
}

impl From<secret::Error> for Fault {
    fn from(error: secret::Error) -> Self {
        let trouble = match error {
            secret::Error::File(_) => Trouble::Disk,
            secret::Error::Profile(_) => Trouble::Input,
            _ => Trouble::SignedOut,
        };
        let remedy = format!("edits are kept here and nothing was sent; {}", error.fix());
        Self::new(trouble, error.to_string(), remedy)
    }
}

impl From<log::Error> for Fault {
    fn from(error: log::Error) -> Self {
        let (trouble, remedy) = match &error {
            log::Error::File(file) => (Trouble::Disk, file.fix()),
            log::Error::Filter(_) => (Trouble::Input, "put ROLODECK_LOG right".to_owned()),
            log::Error::Started => (Trouble::Input, String::new()),
        };
        Self::new(trouble, error.to_string(), remedy)
    }
}

/// Something that was typed and cannot be used.
pub(super) fn wrong(cause: impl Into<String>, remedy: impl Into<String>) -> Fault {
    Fault::new(Trouble::Input, cause, remedy)
}
