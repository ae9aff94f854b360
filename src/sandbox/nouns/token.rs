//! OAuth tokens: for a code, for a refresh token, and for one location from a company's token.
//!
//! A refresh token dies when it is used, but for half a minute using it again gives the same answer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::sandbox::call::{Answer, Call, Refusal, Reply, Version};
use crate::sandbox::clock::{Millis, millis};
use crate::sandbox::id::Id;
use crate::sandbox::world::grant::{Code, Grant, Refresh, Scope, TokenKind};

/// How long a code waits to be exchanged.
const CODE_LIFE: Millis = 10 * 60_000;

pub(crate) fn token(call: &mut Call<'_>) -> Answer {
    match parameter(call, "grant_type") {
        Some("authorization_code") => by_code(call),
        Some("refresh_token") => by_refresh(call),
        None => Err(refused(call, "Missing parameter: grantType")),
        Some(_) => Err(refused(call, "Invalid parameter: grantType")),
    }
}

/// The code is looked at before the client's own credentials.
fn by_code(call: &mut Call<'_>) -> Answer {
    let text = parameter(call, "code").ok_or_else(|| refused(call, "Missing parameter: code"))?;
    let known = call.world.code(text).filter(|it| !it.used && call.now < it.expires);
    let code = known.ok_or_else(|| unauthorized("Authorization code not found"))?.clone();
    check_client(call)?;
    if code.redirect_uri.is_some()
        && code.redirect_uri.as_deref() != parameter(call, "redirect_uri")
    {
        return Err(refused(call, "Invalid parameter: redirectUri"));
    }
    let setting = &call.world.setting;
    let grant = Grant {
        token: Id::default(),
        kind: TokenKind::OAuth,
        app: setting.app.id.clone(),
        location_id: code.location_id.clone(),
        company_id: setting.company_id.clone(),
        user_id: setting.users.first().map(|user| user.id.clone()),
        scopes: code.scopes.clone(),
        expires: None,
    };
    let (grant, refresh) = issue(&grant, call);
    let body = body(&grant, Some(&refresh), call);
    let used = Code { used: true, ..code };
    Ok(Reply::json(body).keep(used).keep(grant).keep(refresh))
}

fn by_refresh(call: &mut Call<'_>) -> Answer {
    let missing = "Missing parameter: refreshToken";
    let text = parameter(call, "refresh_token").ok_or_else(|| refused(call, missing))?;
    check_client(call)?;
    let invalid = || refused(call, "Invalid grant: refresh token is invalid");
    let old = call.world.refresh(text).ok_or_else(invalid)?;
    if let Some((at, next)) = &old.used {
        let again = call.world.refresh(next).filter(|_| call.now - at < millis(call.refresh_grace));
        let again = again.ok_or_else(invalid)?;
        let grant = call.world.grant(&again.access).ok_or_else(invalid)?;
        return Ok(Reply::json(body(grant, Some(again), call)));
    }
    let before = call.world.grant(&old.access).ok_or_else(invalid)?;
    let (grant, refresh) = issue(before, call);
    let body = body(&grant, Some(&refresh), call);
    let used = Refresh { used: Some((call.now, refresh.token.clone())), ..old.clone() };
    Ok(Reply::json(body).keep(used).keep(grant).keep(refresh))
}

/// `POST /oauth/locationToken`, with a company's token.
pub(crate) fn for_location(call: &mut Call<'_>) -> Answer {
    let company = call.grant.ok_or_else(|| unauthorized("Invalid JWT"))?;
    let named = |name: &str, call: &Call<'_>| -> Result<Id, Refusal> {
        let text = parameter(call, name);
        text.map(Id::from)
            .ok_or_else(|| Refusal::invalid(vec![format!("{name} should not be empty")]))
    };
    let (company_id, location_id) = (named("companyId", call)?, named("locationId", call)?);
    let known = call.world.location(&location_id);
    if company_id != company.company_id || known.is_none() {
        return Err(Refusal::forbidden_location());
    }
    let (grant, refresh) =
        issue(&Grant { location_id: Some(location_id), ..company.clone() }, call);
    let body = body(&grant, Some(&refresh), call);
    Ok(Reply::json(body).keep(grant).keep(refresh))
}

/// `POST /oauth/reconnect`: a new code for an app that was installed before.
pub(crate) fn reconnect(call: &mut Call<'_>) -> Answer {
    check_client(call)?;
    let location_id = parameter(call, "locationId").map(Id::from);
    if let Some(id) = &location_id
        && call.world.location(id).is_none()
    {
        return Err(refused(call, "Location is not active"));
    }
    let code = new_code(location_id, Scope::all(), None, call);
    let body = json!({
        "authorizationCode": code.text,
        "expiresAt": crate::sandbox::clock::iso(code.expires),
    });
    Ok(Reply::json(body).keep(code))
}

pub(crate) fn new_code(
    location_id: Option<Id>,
    scopes: Vec<Scope>,
    redirect_uri: Option<String>,
    call: &mut Call<'_>,
) -> Code {
    let text = format!("{}{}", call.new_id(), call.new_id()).to_lowercase().into();
    Code { text, location_id, scopes, redirect_uri, expires: call.now + CODE_LIFE, used: false }
}

/// A fresh pair with what another grant allows.
fn issue(like: &Grant, call: &mut Call<'_>) -> (Grant, Refresh) {
    let expires = call.now + millis(call.token_life);
    let token = jwt(like, "access", expires, call);
    let refresh = jwt(like, "refresh", call.now + 365 * 86_400_000, call);
    let kind = TokenKind::OAuth;
    let grant = Grant { token: token.clone(), kind, expires: Some(expires), ..like.clone() };
    (grant, Refresh { token: refresh, access: token, used: None })
}

/// Looks like a token of the service. The signature is made up: only the sandbox reads it.
fn jwt(grant: &Grant, kind: &str, expires: Millis, call: &mut Call<'_>) -> Id {
    let class = class(grant);
    let claims = json!({
        "authClass": class,
        "authClassId": grant.location_id.as_ref().unwrap_or(&grant.company_id),
        "source": "INTEGRATION",
        "sourceId": call.world.setting.app.client_id,
        "channel": "OAUTH",
        "primaryAuthClassId": grant.location_id.as_ref().unwrap_or(&grant.company_id),
        "kind": kind,
        "iat": call.now / 1000,
        "exp": expires / 1000,
        "jti": call.mint.uuid(),
    });
    let part = |text: String| URL_SAFE_NO_PAD.encode(text);
    let head = part(json!({ "alg": "RS256", "typ": "JWT" }).to_string());
    let signature = part(format!("{}{}", call.new_id(), call.new_id()));
    format!("{head}.{}.{signature}", part(claims.to_string())).into()
}

fn class(grant: &Grant) -> &'static str {
    if grant.location_id.is_some() { "Location" } else { "Company" }
}

/// Snake case for what the standard names, camel case for the rest; v3 has both for all.
fn body(grant: &Grant, refresh: Option<&Refresh>, call: &Call<'_>) -> Value {
    let scopes: Vec<&str> = grant.scopes.iter().map(|scope| scope.name()).collect();
    let expires_in = grant.expires.map_or(0, |end| (end - call.now) / 1000);
    let mut body = json!({
        "access_token": grant.token,
        "token_type": "Bearer",
        "expires_in": expires_in,
        "scope": scopes.join(" "),
        "userType": class(grant),
        "companyId": grant.company_id,
        "userId": grant.user_id,
        "planId": null,
        "appId": grant.app,
        "versionId": grant.app,
        // A flag, with `Bearer` as its example in the schema (5.1, 11).
        "isBulkInstallation": grant.location_id.is_none(),
    });
    if let Some(id) = &grant.location_id {
        body["locationId"] = json!(id);
    } else {
        let ids: Vec<&Id> = call.world.setting.locations.iter().map(|it| &it.id).collect();
        body["approvedLocations"] = json!(ids);
        body["approveAllLocations"] = json!(true);
        body["installToFutureLocations"] = json!(false);
    }
    if let Some(refresh) = refresh {
        body["refresh_token"] = json!(refresh.token);
        body["refreshTokenId"] = json!(&refresh.token[refresh.token.len().saturating_sub(24)..]);
    }
    if call.version == Version::V3 {
        for (snake, camel) in [
            ("access_token", "accessToken"),
            ("token_type", "tokenType"),
            ("expires_in", "expiresIn"),
            ("refresh_token", "refreshToken"),
        ] {
            body[camel] = body[snake].clone();
        }
    }
    body
}

/// A parameter under its own name or in camel case.
fn parameter<'c>(call: &'c Call<'_>, name: &str) -> Option<&'c str> {
    let mut camel = String::new();
    for (place, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(usize::from(place > 0 && !word.is_empty()));
        camel.push_str(&first.to_uppercase());
        camel.push_str(rest);
    }
    let text = |name: &str| call.body.get(name).and_then(Value::as_str);
    text(name).or_else(|| text(&camel)).filter(|text| !text.is_empty())
}

fn check_client(call: &Call<'_>) -> Result<(), Refusal> {
    let app = &call.world.setting.app;
    let either = |a, b| parameter(call, a).or_else(|| parameter(call, b));
    let id = either("client_id", "clientKey");
    let id = id.ok_or_else(|| refused(call, "Missing parameter: clientId"))?;
    let secret = either("client_secret", "clientSecret");
    let secret = secret.ok_or_else(|| refused(call, "Missing parameter: clientSecret"))?;
    if id == app.client_id && secret == app.client_secret {
        Ok(())
    } else {
        Err(unauthorized("Invalid client credentials!"))
    }
}

/// The token endpoint's own shape of error.
fn unauthorized(description: &str) -> Refusal {
    Refusal::raw(401, json!({ "error": "UnAuthorized!", "error_description": description }))
}

/// 400: in v3 in an envelope, before as everywhere.
fn refused(call: &Call<'_>, message: &str) -> Refusal {
    match call.version {
        Version::Dated => Refusal::bad(message).with("error_description", message.into()),
        Version::V3 => Refusal::raw(
            400,
            json!({ "error": { "code": "BAD_REQUEST", "message": message }, "statusCode": 400 }),
        ),
    }
}
