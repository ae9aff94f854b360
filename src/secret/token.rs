//! A bearer token in memory: never printed, wiped when it is dropped.

use std::fmt;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};

/// The variable that holds a token. No program that we start may see it: remove it from the
/// environment of every child.
pub const VARIABLE: &str = "ROLODECK_TOKEN";

/// Longer than any token of the service: its signed tokens stay below 4 KiB.
pub(super) const LONGEST: u64 = 16 * 1024;

/// Something to put after `Bearer` in a header: visible ASCII, at least one character of it.
#[derive(Clone)]
pub struct Token(SecretString);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    #[error("the token is empty")]
    Empty,
    #[error("the token is too long to be one")]
    TooLong,
    #[error("the token holds a space or a character that no token has")]
    Character,
}

impl Token {
    /// Takes the text as somebody pastes it: space around it goes, the original is wiped.
    pub fn new(text: String) -> Result<Self, BadToken> {
        let text = Zeroizing::new(text);
        let token = text.trim();
        if token.is_empty() {
            return Err(BadToken::Empty);
        }
        if token.len() as u64 > LONGEST {
            return Err(BadToken::TooLong);
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BadToken::Character);
        }
        Ok(Self(SecretString::from(token)))
    }

    /// The token itself, for the header of a request and nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl TryFrom<Vec<u8>> for Token {
    type Error = BadToken;

    fn try_from(bytes: Vec<u8>) -> Result<Self, BadToken> {
        let text = String::from_utf8(bytes).map_err(|error| {
            drop(Zeroizing::new(error.into_bytes()));
            BadToken::Character
        })?;
        Self::new(text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fits_a_header_is_a_token() {
        let token = Token::new("  pit-1234-abcd\r\n".into()).unwrap();
        assert_eq!(token.expose(), "pit-1234-abcd");
        let refusal = |text: &str| Token::new(text.into()).unwrap_err();
        assert_eq!(refusal(" \n"), BadToken::Empty);
        assert_eq!(refusal("two words"), BadToken::Character);
        assert_eq!(refusal("pit\u{202e}x"), BadToken::Character);
        assert_eq!(refusal("a\x1b[31m"), BadToken::Character);
        assert_eq!(refusal(&"x".repeat(20_000)), BadToken::TooLong);
        assert_eq!(Token::try_from(vec![0xff, b'a']).unwrap_err(), BadToken::Character);
    }

    #[test]
    fn a_token_does_not_print() {
        let token = Token::new("canary".into()).unwrap();
        assert_eq!(format!("{token:?} {:?}", Some(&token)), "Token(..) Some(Token(..))");
    }
}
