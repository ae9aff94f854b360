//! A token in a plain file that only its owner can read: for machines without a keyring, on demand.

use std::path::{Path, PathBuf};

use super::error::Error;
use super::place::Place;
use super::token::{self, Token};
use crate::private;

pub(super) fn get(folder: &Path, place: &Place) -> Result<Option<Token>, Error> {
    match private::read(&path(folder, place), token::LONGEST)? {
        Some(bytes) => Ok(Some(Token::try_from(bytes)?)),
        None => Ok(None),
    }
}

pub(super) fn set(folder: &Path, place: &Place, token: &Token) -> Result<PathBuf, Error> {
    private::folder(folder)?;
    let path = path(folder, place);
    private::write(&path, token.expose().as_bytes())?;
    Ok(path)
}

pub(super) fn delete(folder: &Path, place: &Place) -> Result<bool, Error> {
    Ok(private::remove(&path(folder, place))?)
}

pub(super) fn path(folder: &Path, place: &Place) -> PathBuf {
    folder.join(place.file_name())
}
