//! The token and where it lies: the keyring of the operating system and its fallbacks.
//!
//! A token is looked for in this order: the variable `ROLODECK_TOKEN`, which is used and never
//! stored; the keyring; the profile's `token_cmd`; a plain file, which is only there because
//! somebody asked for it. All calls block, the keyring's for at most [`Sources::patience`]:
//! make them on a thread that may wait.

mod command;
mod error;
mod file;
mod keyring;
mod patience;
mod place;
mod token;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::{CommandFault, Error};
pub use place::{Kind, Place};
pub use token::{BadToken, Token, VARIABLE};

/// How long a keyring may take to answer. A locked one asks the person and waits for her.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// How long a `token_cmd` may take: it may have to ask for a passphrase.
const COMMAND_PATIENCE: Duration = Duration::from_mins(1);

/// Where to look for a token.
#[derive(Debug)]
pub struct Sources<'a> {
    /// What [`VARIABLE`] held, if it is set and this place may be answered from it.
    pub variable: Option<Token>,
    pub place: &'a Place,
    /// The profile's `token_cmd`, as it stands in the configuration.
    pub command: Option<&'a str>,
    /// The folder of token files, in the data folder.
    pub folder: &'a Path,
    /// The limit for the keyring, [`PATIENCE`] in earnest.
    pub patience: Duration,
}

/// A token and where it came from, so that a caller can say so.
#[derive(Debug)]
pub struct Found {
    pub token: Token,
    pub from: Source,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Variable,
    Keyring,
    Command,
    /// Say it on every start: whoever can read the disk can read the token.
    File(PathBuf),
}

/// Where a token shall be stored.
#[derive(Debug, Clone, Copy)]
pub enum Store<'a> {
    Keyring {
        patience: Duration,
    },
    /// Only after the person said yes to it.
    File {
        folder: &'a Path,
    },
}

/// The token that the environment gives, an error if it cannot be one.
pub fn from_variable(value: Option<OsString>) -> Result<Option<Token>, BadToken> {
    match value {
        Some(value) if !value.is_empty() => Token::try_from(value.into_encoded_bytes()).map(Some),
        _ => Ok(None),
    }
}

/// Looks through the sources in their order. A keyring that fails does not end the search; its
/// error comes back if nothing else has the token either, unless there is simply no keyring.
pub fn find(sources: Sources<'_>) -> Result<Option<Found>, Error> {
    let found = |token, from| Ok(Some(Found { token, from }));
    if let Some(token) = sources.variable {
        return found(token, Source::Variable);
    }
    let keyring = keyring::get(sources.place, sources.patience);
    if let Ok(Some(token)) = keyring {
        return found(token, Source::Keyring);
    }
    if let Some(line) = sources.command {
        return found(command::run(line, COMMAND_PATIENCE)?, Source::Command);
    }
    if let Some(token) = file::get(sources.folder, sources.place)? {
        return found(token, Source::File(file::path(sources.folder, sources.place)));
    }
    match keyring {
        Ok(_) | Err(Error::NoKeyring(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Stores a token where it was asked to go and nowhere else, and says where it is now.
pub fn store(place: &Place, token: &Token, into: Store<'_>) -> Result<Source, Error> {
    match into {
        Store::Keyring { patience } => {
            keyring::set(place, token, patience).map(|()| Source::Keyring)
        }
        Store::File { folder } => file::set(folder, place, token).map(Source::File),
    }
}

/// Removes a token from keyring and file, the file also when the keyring fails. `false`: there was
/// none. A machine without a keyring has none to forget.
pub fn forget(place: &Place, folder: &Path, patience: Duration) -> Result<bool, Error> {
    let in_file = file::delete(folder, place)?;
    match keyring::delete(place, patience) {
        Ok(in_keyring) => Ok(in_file || in_keyring),
        Err(Error::NoKeyring(_)) => Ok(in_file),
        Err(error) => Err(error),
    }
}
