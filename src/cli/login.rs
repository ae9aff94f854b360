//! `rolodeck login`

use std::io::{self, Read as _};

use secrecy::zeroize::Zeroizing;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::{
    account::Account,
    arguments::{Everywhere, Login},
    exit::Exit,
    out::{Out, complain},
    prompt::{self, Answer},
    refusal::wrong,
    scopes,
    stop::Stop,
    table::Table,
};
use crate::{
    config::{ApiUrl, Config, Profile},
    model::{
        fault::{Fault, Trouble},
        ids::LocationId,
        location::Location,
    },
    secret::{self, PATIENCE, Source, Store, Token},
};

/// Longer than any token.
const LONGEST: u64 = 64 * 1024;

/// Checks a token, shows what it opens, and stores it; then the profile knows its location.
pub(super) async fn run(login: &Login, everywhere: &Everywhere) -> Result<Exit, Stop> {
    let out = Out::new(everywhere);
    let account = Account::resolve(everywhere)?;
    let Some(location) = account.location.clone().or_else(ask_location) else {
        let remedy = "give --location ID; it stands in the address of the web interface, behind \
                      /location/";
        return Err(wrong("which location is the token for?", remedy).into());
    };
    if login.insecure_file && !login.yes {
        agree(&account)?;
    }
    if let Some(proxy) = account.proxy() {
        out.say(&format!("the token goes through the proxy {proxy}"));
    }
    let token = token(login)?;
    let client = account.client_with(&token, location)?;
    let location = client.location().await.map_err(Fault::from)?;
    let scopes = scopes::look(&client).await;
    let source = store(&account, token, login.insecure_file).await?;
    remember(&account, &location)?;
    out.answer(
        || {
            json!({
                "profile": account.profile.as_str(),
                "locationId": location.id,
                "location": location.name,
                "apiUrl": account.api_url.as_str(),
                "storedIn": place(&source),
                "scopes": scopes.iter().map(|found| (found.scope, found.works()))
                    .collect::<std::collections::BTreeMap<_, _>>(),
            })
        },
        || {
            let mut table = Table::new(["SCOPE", "", "FOR"]);
            for found in &scopes {
                let state = if found.works() { "works" } else { "missing" };
                table.row([found.scope, state, found.use_of_it]);
            }
            let name = crate::model::clean::clean(&location.name);
            let (profile, id) = (&account.profile, &location.id);
            format!(
                "signed in to {name} ({id}) as profile `{profile}`; the token is in {}\n{}",
                place(&source),
                table.text()
            )
        },
    )?;
    for fault in scopes.iter().filter_map(|found| found.fault.as_ref()) {
        complain(fault);
    }
    if let Source::File(path) = &source {
        out.say(&format!("whoever can read {} can read the token", path.display()));
    }
    Ok(Exit::Done)
}

fn ask_location() -> Option<LocationId> {
    let typed = prompt::line("Location id (behind /location/ in the web interface's address): ")?;
    Some(typed).filter(|id| !id.is_empty()).map(LocationId::from)
}

fn agree(account: &Account) -> Result<(), Stop> {
    let folder = account.paths.tokens();
    let question = format!(
        "Store the token unencrypted in {}? Whoever can read your files can use it.",
        folder.display()
    );
    match prompt::yes(&question) {
        Answer::Yes => Ok(()),
        Answer::No => Err(wrong("the token was not stored", "nothing was changed").into()),
        Answer::Nobody => Err(wrong(
            "a token in a plain file wants a yes",
            "nothing was changed; add --yes where nobody can be asked",
        )
        .into()),
    }
}

fn token(login: &Login) -> Result<Token, Stop> {
    let unfit = |cause: String| {
        wrong(
            cause,
            "nothing was stored; make a private integration token in the location's settings",
        )
    };
    let text = if login.token_stdin {
        let mut text = Zeroizing::new(Vec::new());
        let read = io::stdin().lock().take(LONGEST).read_to_end(&mut text);
        read.map_err(|error| unfit(format!("the standard input cannot be read: {error}")))?;
        std::mem::take(&mut *text)
    } else {
        prompt::hidden("Private integration token (it does not show): ")
            .ok_or_else(|| unfit("no token was given; pipe it into --token-stdin".to_owned()))?
            .into_bytes()
    };
    Ok(Token::try_from(text).map_err(|error| unfit(error.to_string()))?)
}

async fn store(account: &Account, token: Token, in_file: bool) -> Result<Source, Stop> {
    let (place, folder) = (account.token_place()?, account.paths.tokens());
    let store = move || {
        let into = if in_file {
            Store::File { folder: &folder }
        } else {
            Store::Keyring { patience: PATIENCE }
        };
        secret::store(&place, &token, into)
    };
    match spawn_blocking(store).await {
        Ok(stored) => stored.map_err(|error| {
            let fix = error.fix();
            let remedy = format!("the token is good, but was not stored; {fix}");
            Fault::new(Trouble::Disk, error.to_string(), remedy).into()
        }),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// The profile learns what was found out.
fn remember(account: &Account, location: &Location) -> Result<(), Stop> {
    let mut config = Config::load(&account.paths)?;
    let before = config.profile(&account.profile).cloned().unwrap_or_default();
    let api_url = Some(account.api_url.clone()).filter(|url| *url != ApiUrl::default());
    let profile = Profile {
        api_url,
        location: Some(location.id.to_string()),
        location_name: Some(location.name.clone()),
        ..before
    };
    let is_first = config.profiles().next().is_none();
    config.put_profile(&account.profile, profile);
    if is_first {
        config.use_profile(&account.profile)?;
    }
    Ok(config.save()?)
}

fn place(source: &Source) -> String {
    match source {
        Source::File(path) => path.display().to_string(),
        Source::Keyring => "the keyring".to_owned(),
        Source::Variable | Source::Command => "none".to_owned(),
    }
}
