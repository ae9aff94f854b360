//! What can be wrong with paths and configuration, and what to do about it.

use std::path::PathBuf;

use crate::private;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this account has no home folder")]
    NoHome,
    #[error(transparent)]
    Private(#[from] private::Error),
    /// `line` counts from 1.
    #[error("{path}, line {line}: {what}", path = .path.display())]
    Broken { path: PathBuf, line: usize, what: String },
    #[error("there is no profile `{0}`")]
    NoProfile(String),
}

impl Error {
    /// What has not been harmed, as one sentence.
    pub fn safe(&self) -> &'static str {
        match self {
            Self::Broken { .. } => {
                "the file is as you left it, and contacts and queue are not touched"
            }
            _ => "nothing has been changed",
        }
    }

    /// What the person can do, as one sentence.
    pub fn fix(&self) -> String {
        match self {
            Self::NoHome => "name the folders with --config-dir and --data-dir".to_owned(),
            Self::Private(error) => error.fix(),
            Self::Broken { path, line, .. } => {
                format!("put line {line} of {} right, or move the file away", path.display())
            }
            Self::NoProfile(_) => {
                "`rolodeck profiles` lists them, `rolodeck login` adds one".to_owned()
            }
        }
    }
}
