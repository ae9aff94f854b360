//! How a command ended, as scripts read it.

use std::process::ExitCode;

use crate::model::fault::Trouble;

/// The exit codes that scripts may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Done = 0,
    Failed = 1,
    WrongUse = 2,
    /// Accepted, not yet on the server.
    Queued = 3,
    /// The server said no.
    Refused = 4,
    SignedOut = 5,
    Unreachable = 6,
    Conflict = 7,
}

impl Exit {
    /// Of several changes with different ends, the one to report: 5, 4, 7, 3, 1.
    pub fn worst(ends: impl IntoIterator<Item = Self>) -> Self {
        const ORDER: [Exit; 7] = [
            Exit::SignedOut,
            Exit::Refused,
            Exit::Conflict,
            Exit::Queued,
            Exit::Failed,
            Exit::Unreachable,
            Exit::WrongUse,
        ];
        let ends: Vec<Self> = ends.into_iter().collect();
        ORDER.into_iter().find(|exit| ends.contains(exit)).unwrap_or(Self::Done)
    }
}

impl From<Trouble> for Exit {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::SignedOut => Self::SignedOut,
            Trouble::Refused | Trouble::Forbidden | Trouble::Gone | Trouble::Orphaned => {
                Self::Refused
            }
            Trouble::Conflict => Self::Conflict,
            Trouble::Unreachable | Trouble::Throttled | Trouble::Garbled => Self::Unreachable,
            Trouble::Disk => Self::Failed,
            Trouble::Input => Self::WrongUse,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_ends_the_one_that_needs_most_help_is_reported() {
        assert_eq!(Exit::worst([Exit::Done, Exit::Queued, Exit::Refused]), Exit::Refused);
        assert_eq!(Exit::worst([Exit::Queued, Exit::SignedOut]), Exit::SignedOut);
        assert_eq!(Exit::worst([]), Exit::Done);
    }
}
