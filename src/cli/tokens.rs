//! The token of an account for the client: found once, kept in memory, looked for again when the
//! service refuses it, since somebody may have signed in anew meanwhile.

use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::{sync::Mutex, task::spawn_blocking};

use crate::{
    api::{NoToken, TokenFuture, Tokens},
    model::fault::Fault,
    secret::{self, Found, PATIENCE, Place, Sources, Token},
};

/// Where the token of one account may lie.
#[derive(Clone, Debug)]
pub(super) struct Whereabouts {
    /// What `ROLODECK_TOKEN` held.
    pub(super) variable: Option<Token>,
    /// Where it is stored; `None` if what is stored must not be used.
    pub(super) place: Option<Place>,
    /// The profile's `token_cmd`.
    pub(super) command: Option<String>,
    /// The folder of token files.
    pub(super) folder: PathBuf,
}

impl Whereabouts {
    /// Looks everywhere, on a thread that may wait.
    pub(super) async fn find(&self) -> Result<Option<Found>, Fault> {
        let own = self.clone();
        match spawn_blocking(move || own.look()).await {
            Ok(found) => Ok(found?),
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    fn look(self) -> Result<Option<Found>, secret::Error> {
        let Self { variable, place, command, folder } = self;
        match (place, variable) {
            (Some(place), variable) => secret::find(Sources {
                variable,
                place: &place,
                command: command.as_deref(),
                folder: &folder,
                patience: PATIENCE,
            }),
            (None, Some(token)) => Ok(Some(Found { token, from: secret::Source::Variable })),
            (None, None) => Ok(None),
        }
    }
}

/// The adapter between `secret` and `api`.
pub(super) struct Stored {
    whereabouts: Whereabouts,
    known: Mutex<Option<SecretString>>,
}

impl Stored {
    /// `known`: the token, if it was found already.
    pub(super) fn new(whereabouts: Whereabouts, known: Option<&Token>) -> Self {
        Self { whereabouts, known: Mutex::new(known.map(sealed)) }
    }

    async fn look(&self) -> Result<SecretString, NoToken> {
        match self.whereabouts.find().await {
            Ok(Some(found)) => Ok(sealed(&found.token)),
            Ok(None) => Err(none()),
            Err(fault) => Err(NoToken::SignedOut(fault.cause)),
        }
    }
}

fn none() -> NoToken {
    NoToken::SignedOut("there is no token".to_owned())
}

fn sealed(token: &Token) -> SecretString {
    SecretString::from(token.expose())
}

impl Tokens for Stored {
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>> {
        Box::pin(async {
            let mut known = self.known.lock().await;
            if known.is_none() {
                *known = Some(self.look().await?);
            }
            known.clone().ok_or_else(none)
        })
    }

    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a, Option<SecretString>> {
        Box::pin(async {
            let mut known = self.known.lock().await;
            let other = |token: &SecretString| token.expose_secret() != refused.expose_secret();
            if !known.as_ref().is_some_and(other) {
                *known = self.look().await.ok().filter(other);
            }
            known.clone()
        })
    }
}
