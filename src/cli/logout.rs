//! `rolodeck logout`

use serde_json::json;
use tokio::task::spawn_blocking;

use super::{
    account::{self, Account},
    arguments::Everywhere,
    exit::Exit,
    out::Out,
    stop::Stop,
};
use crate::{
    config::{Paths, ProfileName},
    secret::{self, PATIENCE, VARIABLE},
};

/// Forgets the token. Profile, contacts and queue stay.
pub(super) async fn run(everywhere: &Everywhere) -> Result<Exit, Stop> {
    let out = Out::new(everywhere);
    let Account { profile, paths, .. } = Account::resolve(everywhere)?;
    let there_was = forget(&profile, &paths).await?;
    out.answer(
        || json!({ "profile": profile.as_str(), "forgotten": there_was }),
        || {
            if there_was {
                format!("the token of `{profile}` is forgotten; contacts and queue stay here\n")
            } else {
                format!("`{profile}` had no token stored\n")
            }
        },
    )?;
    if std::env::var_os(VARIABLE).is_some() {
        out.say(&format!("{VARIABLE} is set and still used"));
    }
    Ok(Exit::Done)
}

/// Removes the token of a profile from keyring and disk; whether there was one.
pub(super) async fn forget(profile: &ProfileName, paths: &Paths) -> Result<bool, Stop> {
    let (place, folder) = (account::token_place(profile)?, paths.tokens());
    match spawn_blocking(move || secret::forget(&place, &folder, PATIENCE)).await {
        Ok(forgotten) => Ok(forgotten?),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
