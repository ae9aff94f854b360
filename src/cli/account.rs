//! Which account: profile, options and environment put together, and from there the two things
//! that everything else works with, the database and the client.

use std::{path::PathBuf, sync::Arc};

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use tokio::task::spawn_blocking;

use super::{
    arguments::Everywhere,
    refusal::wrong,
    tokens::{Stored, Whereabouts},
};
use crate::{
    api::{Client, Connection, Limits, Proxy},
    config::{ApiUrl, Config, Paths, Profile, ProfileName},
    model::{
        catalog::Catalog,
        fault::{Fault, Trouble},
        ids::{LocationId, UserId},
    },
    secret::{self, Found, Kind, Place, Token, VARIABLE},
    store::{Opened, Reader, Store},
};

/// What the store remembers of the account that it belongs to.
const LOCATION: &str = "location";

#[derive(Clone, Debug)]
pub struct Account {
    pub profile: ProfileName,
    pub paths: Paths,
    pub config: Config,
    pub api_url: ApiUrl,
    /// `None`: nobody has said yet which one.
    pub location: Option<LocationId>,
    pub read_only: bool,
    whereabouts: Whereabouts,
}

impl Account {
    /// Puts options and environment over the profile, and makes the folders. Asks neither the
    /// keyring nor the network, and demands neither token nor location: see [`Self::client`].
    pub fn resolve(everywhere: &Everywhere) -> Result<Self, Fault> {
        let paths = Paths::new(everywhere.config_dir.clone(), everywhere.data_dir.clone())?;
        paths.prepare()?;
        let config = Config::load(&paths)?;
        let profile = match &everywhere.profile {
            Some(name) => profile_named(name)?,
            None => config.default_profile().clone(),
        };
        let settings = config.profile(&profile).cloned().unwrap_or_default();
        let home = settings.api_url.unwrap_or_default();
        let api_url = match &everywhere.api_url {
            Some(url) => address(url)?,
            None => home.clone(),
        };
        let variable = secret::from_variable(std::env::var_os(VARIABLE)).map_err(|error| {
            wrong(format!("{VARIABLE}: {error}"), "copy the token again, whole, or unset it")
        })?;
        // A stored token goes to the address it was stored for and to no other.
        let is_at_home = api_url == home;
        let place = if is_at_home { Some(token_place(&profile)?) } else { None };
        let whereabouts =
            Whereabouts { variable, place, command: settings.token_cmd, folder: paths.tokens() };
        let location = everywhere.location.clone().or(settings.location);
        let location = location.filter(|id| !id.is_empty()).map(LocationId::from);
        let read_only = everywhere.read_only;
        Ok(Self { profile, paths, config, api_url, location, read_only, whereabouts })
    }

    /// What the configuration says about the profile; nothing where it says nothing.
    pub fn settings(&self) -> Profile {
        self.config.profile(&self.profile).cloned().unwrap_or_default()
    }

    /// Which of the location's users the person is, once she has said so.
    pub fn me(&self) -> Option<UserId> {
        self.settings().user.map(UserId::from)
    }

    /// Where days begin and end: as the profile says, else in the location, else here.
    pub fn zone(&self, catalog: &Catalog) -> TimeZone {
        let profile = self.settings().timezone;
        let location = catalog.location.as_ref().map(|location| location.timezone.clone());
        let known = |name: String| TimeZone::get(&name).ok();
        profile.and_then(known).or(location.and_then(known)).unwrap_or_else(TimeZone::system)
    }

    pub fn database(&self) -> PathBuf {
        self.paths.database(&self.profile)
    }

    /// Opens the database of the profile. Fails where it holds another location's contacts: one
    /// queue must never go to two places.
    pub async fn store(&self) -> Result<Opened, Fault> {
        let path = self.database();
        let opened = match spawn_blocking(move || Store::open(&path)).await {
            Ok(opened) => opened.map_err(|error| Fault::from(&error))?,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        };
        self.claim(&opened.store).await?;
        Ok(opened)
    }

    async fn claim(&self, store: &Store) -> Result<(), Fault> {
        let Some(location) = &self.location else { return Ok(()) };
        let owner = store.read(|reader: &Reader| reader.recall(LOCATION)).await;
        match owner.map_err(|error| Fault::from(&error))? {
            Some(Json::String(owner)) if owner == location.as_str() => Ok(()),
            Some(Json::String(owner)) => Err(wrong(
                format!(
                    "the database of the profile `{}` belongs to the location {owner}, not to \
                     {location}",
                    self.profile
                ),
                format!(
                    "nothing was touched; use a profile for each: --profile NAME with {location}"
                ),
            )),
            _ => store
                .remember(LOCATION, json!(location.as_str()))
                .await
                .map_err(|error| Fault::from(&error)),
        }
    }

    /// Through whom requests go, as people should know; a proxy that can't be used is told when it
    /// is.
    pub fn proxy(&self) -> Option<Proxy> {
        Proxy::of(self.api_url.as_str()).ok().flatten()
    }

    /// The token, and where it came from; `None` where nobody has signed in.
    pub async fn token(&self) -> Result<Option<Found>, Fault> {
        self.whereabouts.find().await
    }

    /// The connection to the location. A missing token or location is [`Trouble::SignedOut`].
    pub async fn client(&self) -> Result<Client, Fault> {
        let Some(found) = self.token().await? else { return Err(self.signed_out("token")) };
        let Some(location) = &self.location else { return Err(self.signed_out("location")) };
        self.connect(location.clone(), Stored::new(self.whereabouts.clone(), Some(&found.token)))
    }

    /// The connection with a token that is not stored (yet).
    pub fn client_with(&self, token: &Token, location: LocationId) -> Result<Client, Fault> {
        let whereabouts =
            Whereabouts { variable: Some(token.clone()), place: None, ..self.whereabouts.clone() };
        self.connect(location, Stored::new(whereabouts, Some(token)))
    }

    fn connect(&self, location: LocationId, tokens: Stored) -> Result<Client, Fault> {
        let connection = Connection {
            origin: self.api_url.to_string(),
            location,
            tokens: Arc::new(tokens),
            limits: Limits::default(),
        };
        Client::new(connection).map_err(Fault::from)
    }

    fn signed_out(&self, missing: &str) -> Fault {
        let profile = &self.profile;
        let cause = if self.whereabouts.place.is_none() {
            format!("there is no token for {}: the stored one is for another address", self.api_url)
        } else {
            format!("nobody is signed in: the profile `{profile}` has no {missing}")
        };
        Fault::new(
            Trouble::SignedOut,
            cause,
            "what is here stays here; run `rolodeck login --location ID`, or set ROLODECK_TOKEN and \
             ROLODECK_LOCATION",
        )
    }

    /// Where the token of the profile is stored.
    pub fn token_place(&self) -> Result<Place, Fault> {
        token_place(&self.profile)
    }
}

/// A profile by its name, whether or not there is one.
pub fn profile_named(name: &str) -> Result<ProfileName, Fault> {
    let error = |error: crate::config::BadProfileName| {
        wrong(format!("`{}`: {error}", name.escape_debug()), "choose another name")
    };
    name.parse().map_err(error)
}

fn address(url: &str) -> Result<ApiUrl, Fault> {
    ApiUrl::new(url).map_err(|error| {
        wrong(
            format!("the address of the service cannot be used: {error}"),
            "nothing was sent; write it like https://services.leadconnectorhq.com",
        )
    })
}

/// Where the token of a profile is stored.
pub fn token_place(profile: &ProfileName) -> Result<Place, Fault> {
    Ok(Place::new(profile.as_str(), Kind::Token)?)
}
