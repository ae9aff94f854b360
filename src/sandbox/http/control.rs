//! The control routes, `/_sandbox/…`: weather, clock, holds, the log of commits. Only for those with
//! the key.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::house::House;
use super::request::pairs;
use crate::sandbox::clock::iso;
use crate::sandbox::id::Id;
use crate::sandbox::weather::fault::Fault;
use crate::sandbox::weather::pattern::Pattern;
use crate::sandbox::weather::sky::UnknownSky;
use crate::sandbox::weather::traffic::Moment;
use crate::sandbox::world::grant::Scope;

const PREFIX: &str = "/_sandbox";
const LARGEST_BODY: usize = 64 * 1024;

pub(crate) fn is_control(path: &str) -> bool {
    path == PREFIX || path.starts_with("/_sandbox/")
}

/// What can be set while the sandbox runs; what is absent stays as it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    sky: Option<String>,
    faults: Option<Vec<String>>,
    latency_ms: Option<u64>,
    index_lag_ms: Option<u64>,
    /// 0 gives tokens their usual life again.
    token_life_ms: Option<u64>,
    /// How long a used refresh token still gives the answer that it gave.
    refresh_grace_ms: Option<u64>,
    /// Statuses as the specification has them, where the live service has others.
    spec_statuses: Option<bool>,
    /// Moves the clock on.
    advance_ms: Option<u64>,
}

/// What a location's settings can be changed to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Policy {
    allow_duplicate_contact: bool,
}

/// A request to hold back others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holding {
    pattern: String,
    moment: Moment,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewToken {
    scopes: Vec<String>,
    /// Nothing for a token of the whole company.
    location_id: Option<String>,
}

pub(crate) async fn handle(house: &Arc<House>, request: Request) -> Response {
    if let Some((status, reason)) = house.key.refuse(request.headers()) {
        return json_response(status, &json!({ "error": reason }));
    }
    match answer(house, request).await {
        Ok(response) => response,
        Err(error) => json_response(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

async fn answer(house: &Arc<House>, request: Request) -> Result<Response, String> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|error| error.to_string())?;
    let query = pairs(parts.uri.query().unwrap_or_default());
    let asked = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, it)| it.as_str());
    let count = || asked("count").and_then(|count| count.parse().ok()).unwrap_or(1);
    let path = parts.uri.path().trim_start_matches(PREFIX).trim_matches('/');
    let (noun, id) = path.split_once('/').unwrap_or((path, ""));
    let reply = match (parts.method.as_str(), noun) {
        ("GET", "" | "state") => state(house),
        ("PUT", "weather") => {
            change(house, &body).await?;
            state(house)
        }
        ("PUT", "locations") => {
            let Policy { allow_duplicate_contact } = read(&body)?;
            let known = house.world().allow_duplicates(id, allow_duplicate_contact);
            if !known.map_err(|error| error.to_string())? {
                return Err("there is no such location".to_owned());
            }
            state(house)
        }
        ("POST", "reset") => {
            house.reset().map_err(|error| error.to_string())?;
            state(house)
        }
        ("GET", "log") => return Ok(log(house, asked("after"))),
        ("GET", "requests") => json!({ "requests": house.traffic.exchanges() }),
        ("DELETE", "requests") => {
            house.traffic.forget();
            state(house)
        }
        ("GET", "seen") => {
            let pattern = asked("pattern").map_or_else(Pattern::any, Pattern::read);
            house.traffic.seen(&pattern, count()).await;
            json!({ "seen": house.traffic.count(&pattern) })
        }
        ("POST", "holds") => {
            let Holding { pattern, moment } = read(&body)?;
            let hold = house.traffic.hold(pattern.as_str(), moment);
            json!({ "id": house.keep_hold(hold) })
        }
        ("GET", "holds") => {
            let hold = house.held(id).ok_or("there is no such hold")?;
            hold.reached(count()).await;
            json!({ "waiting": hold.waiting() })
        }
        ("DELETE", "holds") => {
            house.release(id).ok_or("there is no such hold")?;
            state(house)
        }
        ("POST", "tokens") => {
            let NewToken { scopes, location_id } = read(&body)?;
            let known = scopes
                .iter()
                .map(|name| Scope::named(name).ok_or_else(|| format!("there is no scope {name}")));
            let scopes = known.collect::<Result<_, _>>()?;
            let token = house.issue(location_id.map(Id::from), scopes);
            json!({ "token": token.map_err(|error| error.to_string())? })
        }
        ("DELETE", "tokens") => {
            house.revoke(id).map_err(|error| error.to_string())?;
            state(house)
        }
        _ => {
            let error = json!({ "error": "no such control route" });
            return Ok(json_response(StatusCode::NOT_FOUND, &error));
        }
    };
    Ok(json_response(StatusCode::OK, &reply))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn state(house: &House) -> Value {
    let faults: Vec<String> = house.weather.faults().iter().map(Fault::to_string).collect();
    json!({
        "sky": house.weather.sky().to_string(),
        "faults": faults,
        "latencyMs": house.weather.latency().as_millis(),
        "indexLagMs": house.weather.index_lag().as_millis(),
        "refreshGraceMs": house.weather.refresh_grace().as_millis(),
        "specStatuses": house.weather.spec_statuses(),
        "tokenLifeMs": house.weather.token_life().map(|life| life.as_millis()),
        "webhookPublicKey": house.hooks.public_key(),
        "now": iso(house.clock.now()),
        "requests": house.traffic.exchanges().len(),
        "commits": house.world().ledger.last(),
    })
}

async fn change(house: &House, bytes: &[u8]) -> Result<(), String> {
    let change: Change = read(bytes)?;
    let weather = &house.weather;
    let sky = change.sky.map(|sky| sky.parse()).transpose();
    let sky = sky.map_err(|error: UnknownSky| error.to_string())?;
    if let Some(faults) = change.faults {
        let faults: Result<Vec<Fault>, _> = faults.iter().map(|text| text.parse()).collect();
        weather.set_faults(faults.map_err(|error| error.to_string())?);
    }
    let millis = Duration::from_millis;
    if let Some(latency) = change.latency_ms {
        weather.set_latency(millis(latency));
    }
    if let Some(lag) = change.index_lag_ms {
        weather.set_index_lag(millis(lag));
    }
    if let Some(life) = change.token_life_ms {
        weather.set_token_life((life > 0).then(|| millis(life)));
    }
    if let Some(grace) = change.refresh_grace_ms {
        weather.set_refresh_grace(Some(millis(grace)));
    }
    if let Some(spec) = change.spec_statuses {
        weather.set_spec_statuses(spec);
    }
    if let Some(by) = change.advance_ms {
        house.clock.advance(millis(by));
    }
    if let Some(sky) = sky {
        weather.set(sky);
        weather.settled().await;
    }
    Ok(())
}

/// One line of JSON for every record written, oldest first.
fn log(house: &House, after: Option<&str>) -> Response {
    let after: u64 = after.and_then(|seq| seq.parse().ok()).unwrap_or(0);
    let world = house.world();
    let mut text = String::new();
    for line in world.ledger.lines().filter(|line| line.seq > after) {
        text.push_str(&serde_json::to_string(line).unwrap_or_default());
        text.push('\n');
    }
    let mut response = Response::new(Body::from(text));
    let kind = HeaderValue::from_static("application/x-ndjson");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

fn json_response(status: StatusCode, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
