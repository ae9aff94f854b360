//! Signing in from the first screen: try the token, keep it, begin. And finding the token that was
//! kept, behind the first frame.

use std::io;

use super::{
    setting::Backing,
    stage::{Arrival, Stage},
};
use crate::{
    api::Client,
    app::{effect::Token, msg::Input},
    cli::account::Account,
    config::Config,
    model::{
        fault::{Fault, Trouble},
        ids::{LocationId, UserId},
        talk::{Link, Report},
    },
    secret,
};

impl Stage {
    /// Looks for the token where it was kept; the keyring may take its time.
    pub(super) fn find_client(&self) {
        let Backing::Account(account) = &self.backing else { return };
        let (account, inbox) = (account.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let _ = inbox.send(Arrival::Client(account.client().await.map(Box::new)));
        });
    }

    /// What came of it. Without a token the queue waits, and the first screen asks for one.
    pub(super) fn take_client(&mut self, found: Result<Box<Client>, Fault>) {
        match found {
            Ok(client) => {
                self.client = Some(*client);
                self.start_the_task();
            }
            Err(fault) if fault.trouble == Trouble::SignedOut => self.welcome(),
            Err(fault) => self.take(Input::Report(Report::Link(Link::SignedOut(fault)))),
        }
    }

    pub(super) fn sign_in(&mut self, token: Token, location: LocationId) {
        let Backing::Account(account) = &self.backing else { return };
        let (account, inbox) = (account.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let _ = match sign_in(*account, &token, location).await {
                Ok((account, client)) => {
                    let me = account.me();
                    let _ = inbox.send(Arrival::Account(Box::new(account)));
                    let _ = inbox.send(Arrival::Client(Ok(Box::new(client))));
                    inbox.send(Arrival::Input(Input::SignedIn { me }))
                }
                Err(fault) => inbox.send(Arrival::Input(Input::NotSignedIn(fault))),
            };
        });
    }

    pub(super) fn save_me(&mut self, me: &UserId) -> io::Result<()> {
        let Backing::Account(account) = &mut self.backing else { return Ok(()) };
        let mut profile = account.settings();
        profile.user = Some(me.to_string());
        account.config.put_profile(&account.profile, profile);
        account.config.save().map_err(io::Error::other)
    }
}

/// Asks the service who it is, and only then keeps anything.
async fn sign_in(
    mut account: Account,
    token: &Token,
    location: LocationId,
) -> Result<(Account, Client), Fault> {
    let token = secret::Token::new(token.expose().to_owned())
        .map_err(|error| Fault::new(Trouble::Input, error.to_string(), "copy it again, whole"))?;
    let client = account.client_with(&token, location.clone())?;
    let found = client.location().await.map_err(Fault::from)?;
    let place = account.token_place()?;
    let kept = token.clone();
    let stored = tokio::task::spawn_blocking(move || {
        let patience = secret::PATIENCE;
        secret::store(&place, &kept, secret::Store::Keyring { patience })
    });
    match stored.await {
        Ok(stored) => stored.map_err(Fault::from)?,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    };
    let mut profile = account.settings();
    profile.location = Some(location.to_string());
    profile.location_name = Some(found.name);
    profile.api_url = Some(account.api_url.clone());
    account.location = Some(location);
    account.config.put_profile(&account.profile, profile);
    save(&account.config)?;
    Ok((account, client))
}

fn save(config: &Config) -> Result<(), Fault> {
    config.save().map_err(Fault::from)
}
