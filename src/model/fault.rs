//! Why something did not work, for people: what happened, and what helps.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of trouble it is; decides the exit code of a command and the banner of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The network or the server could not be reached.
    Unreachable,
    /// The server asks for fewer requests.
    Throttled,
    /// No token, or one that the server does not take.
    SignedOut,
    /// The token may not do this.
    Forbidden,
    /// The server said no.
    Refused,
    /// Somebody else changed the same thing.
    Conflict,
    /// The record is not on the server any more.
    Gone,
    /// The contact that it belongs to is not.
    Orphaned,
    /// The server's answer made no sense.
    Garbled,
    /// The disk or the database.
    Disk,
    /// What was typed.
    Input,
}

/// Plain data with no foreign error in it, so that a state that holds one can be compared and
/// kept. Texts are lowercase fragments without a full stop, safe to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub trouble: Trouble,
    /// What happened, in the server's words where it gave any.
    pub cause: String,
    /// What is safe and what helps.
    pub remedy: String,
    /// HTTP status, where an answer came.
    pub status: Option<u16>,
    /// The server's trace id, to quote to its support.
    pub trace: Option<String>,
}

impl Fault {
    pub fn new(trouble: Trouble, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { trouble, cause: cause.into(), remedy: remedy.into(), status: None, trace: None }
    }
}

/// `422 tag not allowed (drop it or edit it)`.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            write!(out, "{status} ")?;
        }
        out.write_str(&self.cause)?;
        if !self.remedy.is_empty() {
            write!(out, " ({})", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_one_sentence() {
        let mut fault = Fault::new(Trouble::Refused, "tag not allowed", "edit it or drop it");
        fault.status = Some(422);
        assert_eq!(fault.to_string(), "422 tag not allowed (edit it or drop it)");
    }
}
