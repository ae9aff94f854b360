//! Signing in with OAuth: codes and refresh tokens for access tokens, company tokens for location
//! tokens (contract 1.6).

use std::{sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{
    answer::Answer,
    call::Call,
    client::{Client, Connection},
    error::Error,
    lenient,
    limits::Limits,
    operation::Operation,
    rows::Shape,
    tokens::{NoToken, TokenFuture, Tokens},
};
use crate::model::{
    ids::{LocationId, UserId},
    served::Listed,
};

/// The user's own app in the service's marketplace. No secret is compiled in.
#[derive(Clone)]
pub struct App {
    pub client_id: String,
    pub client_secret: SecretString,
}

/// The token endpoint. Needs no token itself.
#[derive(Clone)]
pub struct OAuth {
    client: Client,
    app: App,
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One location.
    Location,
    /// The company: must be exchanged for a location's before contacts can be read.
    Company,
}

/// A token and what came with it.
pub struct Grant {
    pub access: SecretString,
    /// The one before is dead, unless it is asked again within 30 seconds. A location token that
    /// was exchanged for a company's may come without.
    pub refresh: Option<SecretString>,
    /// From the answer on.
    pub lifetime: Duration,
    pub reach: Option<Reach>,
    pub company: Option<String>,
    pub location: Option<LocationId>,
    /// Who signed in: a private integration never tells.
    pub user: Option<UserId>,
    pub scopes: Vec<String>,
}

/// A location in which the app is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstalledLocation {
    pub id: LocationId,
    pub name: String,
    pub address: String,
    pub is_installed: bool,
}

/// Only `userId` is required by the schema, and flags have texts as examples (5.1, 11): what is not
/// needed is not read. Names are in snake and in camel case, as v3 went back and forth (5.1, 19).
#[derive(Deserialize)]
struct WireGrant {
    #[serde(default, alias = "accessToken", deserialize_with = "lenient::text")]
    access_token: String,
    #[serde(default, alias = "refreshToken", deserialize_with = "lenient::text")]
    refresh_token: String,
    #[serde(default, alias = "expiresIn", deserialize_with = "lenient::whole")]
    expires_in: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    scope: String,
    #[serde(default, rename = "userType", alias = "user_type", deserialize_with = "lenient::text")]
    user_type: String,
    #[serde(default, rename = "companyId", alias = "company_id", deserialize_with = "lenient::id")]
    company: Option<String>,
    #[serde(
        default,
        rename = "locationId",
        alias = "location_id",
        deserialize_with = "lenient::id"
    )]
    location: Option<LocationId>,
    #[serde(default, rename = "userId", alias = "user_id", deserialize_with = "lenient::id")]
    user: Option<UserId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireInstalled {
    #[serde(default, rename = "_id", deserialize_with = "lenient::id")]
    id: Option<LocationId>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    address: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    is_installed: Option<bool>,
}

impl Shape<'_> for WireInstalled {
    type Noun = InstalledLocation;

    fn read(self) -> Option<InstalledLocation> {
        Some(InstalledLocation {
            id: self.id?,
            name: self.name,
            address: self.address,
            is_installed: self.is_installed.unwrap_or(false),
        })
    }
}

/// Longest life that a token is believed to have.
const LONGEST_LIFE: Duration = Duration::from_hours(48);

impl OAuth {
    /// Opens nothing yet. Fails where the origin is not fit for a secret, see [`Error::Unfit`].
    pub fn new(origin: String, app: App, limits: Limits) -> Result<Self, Error> {
        let nowhere = LocationId::from("");
        let tokens = Arc::new(Nobody);
        let client = Client::new(Connection { origin, location: nowhere, tokens, limits })?;
        Ok(Self { client, app })
    }

    /// `redirect_uri` must be the one with which the code was asked for.
    pub async fn exchange(
        &self,
        code: &SecretString,
        redirect_uri: &str,
        reach: Reach,
    ) -> Result<Grant, Error> {
        self.grant(&[
            ("grant_type", "authorization_code"),
            ("code", code.expose_secret()),
            ("redirect_uri", redirect_uri),
            ("user_type", reach.word()),
        ])
        .await
    }

    /// The refresh token is dead after this. Keep the new one before using it.
    pub async fn refresh(&self, refresh: &SecretString, reach: Reach) -> Result<Grant, Error> {
        self.grant(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose_secret()),
            ("user_type", reach.word()),
        ])
        .await
    }

    /// A token for one location of a company, in exchange for the company's.
    pub async fn location_token(
        &self,
        company_token: &SecretString,
        company: &str,
        location: &LocationId,
    ) -> Result<Grant, Error> {
        let form = [("companyId", company), ("locationId", location.as_str())];
        let call = Call::new(Operation::GrantLocationToken, &[])?.form(&form).bearer(company_token);
        grant(&self.client.send(call).await?)
    }

    pub async fn installed_locations(
        &self,
        company_token: &SecretString,
        company: &str,
        skip: u32,
        limit: u32,
    ) -> Result<Listed<InstalledLocation>, Error> {
        let app = self.app.client_id.split('-').next().unwrap_or_default();
        let call = Call::new(Operation::InstalledLocations, &[])?
            .query("companyId", company)
            .query("appId", app)
            .query("isInstalled", "true")
            .query("skip", skip.to_string())
            .query("limit", limit.to_string())
            .bearer(company_token)
            .page();
        self.client.send(call).await?.list::<WireInstalled>("locations")
    }

    async fn grant(&self, what: &[(&str, &str)]) -> Result<Grant, Error> {
        let mut form = vec![
            ("client_id", self.app.client_id.as_str()),
            ("client_secret", self.app.client_secret.expose_secret()),
        ];
        form.extend_from_slice(what);
        let call = Call::new(Operation::GrantToken, &[])?.form(&form).anonymous();
        grant(&self.client.send(call).await?)
    }
}

fn grant(answer: &Answer) -> Result<Grant, Error> {
    let wire: WireGrant = answer.whole()?;
    if wire.access_token.is_empty() {
        return Err(answer.incomplete("access token"));
    }
    let seconds = wire.expires_in.and_then(|seconds| seconds.try_into().ok()).unwrap_or(0);
    Ok(Grant {
        access: wire.access_token.into(),
        refresh: Some(wire.refresh_token).filter(|text| !text.is_empty()).map(SecretString::from),
        lifetime: Duration::from_secs(seconds).min(LONGEST_LIFE),
        reach: Reach::from_word(&wire.user_type),
        company: wire.company,
        location: wire.location,
        user: wire.user,
        scopes: wire.scope.split_whitespace().map(str::to_owned).collect(),
    })
}

impl Reach {
    const fn word(self) -> &'static str {
        match self {
            Self::Location => "Location",
            Self::Company => "Company",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Location, Self::Company].into_iter().find(|reach| reach.word() == word)
    }
}

/// The token endpoint takes its credentials in the body.
struct Nobody;

impl Tokens for Nobody {
    fn token(&self) -> TokenFuture<'_, Result<SecretString, NoToken>> {
        Box::pin(async { Err(NoToken::SignedOut("nobody is signed in".into())) })
    }
}
