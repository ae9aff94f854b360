//! What can go wrong between a person and her token. No error ever holds a part of one.

use std::time::Duration;

use super::token::BadToken;
use crate::private;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No service to ask: a server, a container, a session without a desktop.
    #[error("no keyring is running here ({0})")]
    NoKeyring(String),
    /// It is there and shut, and nobody opened it.
    #[error("the keyring is locked")]
    Locked,
    /// It is there and said no.
    #[error("the keyring refused: {0}")]
    Refused(String),
    /// It is there and says nothing, or waits for somebody who is not looking.
    #[error("the keyring gave no answer within {} s", .0.as_secs_f32())]
    Silent(Duration),
    #[error("the keyring takes at most {limit} bytes, the token has {length}")]
    TooLong { length: usize, limit: usize },
    /// `token_cmd` cannot be split into words.
    #[error("token_cmd is not a command line: {0}")]
    CommandLine(&'static str),
    #[error("token_cmd: `{program}` {fault}")]
    Command { program: String, fault: CommandFault },
    #[error(transparent)]
    BadToken(#[from] BadToken),
    #[error("the token file cannot be used: {0}")]
    File(#[from] private::Error),
    #[error("`{0}` cannot be a profile: letters, digits, `-`, `_` and `.` only")]
    Profile(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandFault {
    #[error("cannot be started: {0}")]
    Start(String),
    #[error("ended with {0}")]
    Ended(String),
    #[error("gave no answer within {} s", .0.as_secs_f32())]
    Silent(Duration),
    #[error("printed something else: {0}")]
    BadToken(#[from] BadToken),
}

impl Error {
    /// What the person can do about it, as one sentence.
    pub fn fix(&self) -> String {
        let fix = match self {
            Self::NoKeyring(_) => {
                "set ROLODECK_TOKEN or the profile's token_cmd, or store the token in a file of \
                 yours alone with `rolodeck login --insecure-file`"
            }
            Self::Locked => {
                "unlock the keyring (logging in to the desktop does), or set ROLODECK_TOKEN"
            }
            Self::Refused(_) => {
                "open the desktop's password manager and see that it has a default keyring, or set \
                 ROLODECK_TOKEN"
            }
            Self::Silent(_) => "look for a password prompt on the desktop, or set ROLODECK_TOKEN",
            Self::TooLong { .. } => "use a private integration token, which is shorter",
            Self::CommandLine(_) => {
                "put it right in config.toml; quotes group words, no shell reads it"
            }
            Self::Command { .. } => {
                "run the command by hand and see that it prints the token alone"
            }
            Self::BadToken(_) => "copy the token again, whole",
            Self::File(error) => return error.fix(),
            Self::Profile(_) => "choose another name",
        };
        fix.to_owned()
    }
}
