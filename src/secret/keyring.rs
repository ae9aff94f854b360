//! The keyring of the operating system: Secret Service, macOS Keychain, Windows Credential Manager.

use std::time::Duration;

use keyring::Entry;
use secrecy::zeroize::Zeroizing;

use super::error::Error;
use super::patience::within;
use super::place::Place;
use super::token::Token;

const SERVICE: &str = "rolodeck";

/// Windows keeps no more in one credential.
const WINDOWS_LIMIT: usize = 2560;

/// The token stored at this place, `None` if there is none. Waits no longer than `limit`.
pub(super) fn get(place: &Place, limit: Duration) -> Result<Option<Token>, Error> {
    ask(place, limit, |entry| match entry.get_secret() {
        Ok(bytes) => Ok(Some(Token::try_from(bytes)?)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(read(&error)),
    })
}

/// Stores a token as bytes: as text Windows would double its length, past what it takes.
pub(super) fn set(place: &Place, token: &Token, limit: Duration) -> Result<(), Error> {
    let bytes = Zeroizing::new(token.expose().as_bytes().to_vec());
    if cfg!(windows) && bytes.len() > WINDOWS_LIMIT {
        return Err(Error::TooLong { length: bytes.len(), limit: WINDOWS_LIMIT });
    }
    ask(place, limit, move |entry| entry.set_secret(&bytes).map_err(|error| read(&error)))
}

/// Removes the token; `false` where there was none.
pub(super) fn delete(place: &Place, limit: Duration) -> Result<bool, Error> {
    ask(place, limit, |entry| match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(keyring::Error::NoEntry) => Ok(false),
        Err(error) => Err(read(&error)),
    })
}

fn ask<T: Send + 'static>(
    place: &Place,
    limit: Duration,
    question: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let user = place.keyring_user();
    let answer = within(limit, move || {
        if let Err(error) = Entry::store_status() {
            return Err(Error::NoKeyring(reason(error)));
        }
        question(Entry::new(SERVICE, &user).map_err(|error| read(&error))?)
    });
    answer.unwrap_or(Err(Error::Silent(limit)))
}

/// Sorts what a store says. Its own error is not kept: printed for developers it shows the secret.
fn read(error: &keyring::Error) -> Error {
    let reason = reason(error);
    match error {
        keyring::Error::NoDefaultStore => Error::NoKeyring(reason),
        keyring::Error::PlatformFailure(_) if is_nobody_there(&reason) => Error::NoKeyring(reason),
        keyring::Error::NoStorageAccess(_) if is_locked(&reason) => Error::Locked,
        keyring::Error::TooLong(_, limit) => Error::TooLong {
            length: 0, // the store does not tell; on Windows, where this comes from, `set` has counted
            limit: usize::try_from(*limit).unwrap_or(usize::MAX),
        },
        _ => Error::Refused(reason),
    }
}

/// The innermost cause in words, short and printable.
fn reason(error: &keyring::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string().chars().filter(|c| !c.is_control()).take(160).collect()
}

fn is_nobody_there(reason: &str) -> bool {
    ["ServiceUnknown", "NameHasNoOwner", "Disconnected", "was not provided"]
        .iter()
        .any(|name| reason.contains(name))
}

fn is_locked(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    ["locked", "prompt", "user interaction is not allowed"].iter().any(|word| reason.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(reason: &str) -> Box<dyn std::error::Error + Send + Sync> {
        reason.into()
    }

    #[test]
    fn absent_locked_and_refused_are_told_apart() {
        use keyring::Error as Said;
        let gone = "org.freedesktop.DBus.Error.ServiceUnknown: no such name";
        assert!(matches!(read(&Said::NoDefaultStore), Error::NoKeyring(_)));
        assert!(matches!(read(&Said::PlatformFailure(platform(gone))), Error::NoKeyring(_)));
        for locked in ["SS Error: object locked", "SS error: prompt dismissed"] {
            assert!(matches!(read(&Said::NoStorageAccess(platform(locked))), Error::Locked));
        }
        let refused = read(&Said::NoStorageAccess(platform("SS error: \x1b[31mno result")));
        assert_eq!(refused.to_string(), "the keyring refused: SS error: [31mno result");
    }

    #[test]
    fn a_secret_that_comes_with_an_error_stays_unsaid() {
        let error = read(&keyring::Error::BadEncoding(b"canary".to_vec()));
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert!(!format!("{error:?}").contains("99, 97, 110"));
    }
}
