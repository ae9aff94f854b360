//! Where the token comes from: a seam, so that this side knows neither keyring nor sign-in.

use std::{future::Future, pin::Pin};

use secrecy::SecretString;

pub type TokenFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// There is no token to send; says why, without any part of a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// There is none, or none that the service takes any more: somebody must sign in.
    #[error("{0}")]
    SignedOut(String),
    /// One could be had if the service could be reached.
    #[error("{0}")]
    Unreachable(String),
}

pub trait Tokens: Send + Sync {
    /// The token to send now. Asked before every request.
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>>;

    /// The service took `refused` for no good token. Another one, if there is any: the call is
    /// then sent once more, and never a third time.
    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a, Option<SecretString>> {
        let _ = refused;
        Box::pin(async { None })
    }
}

/// A token that never changes, such as a private integration's.
impl Tokens for SecretString {
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>> {
        Box::pin(async { Ok(self.clone()) })
    }
}
