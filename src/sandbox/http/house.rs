//! The sandbox at work: one request from its arrival to its answer, with all that may befall it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::answer::Outcome;
use super::gate;
use super::limits::{Quotas, Standing};
use super::request::{Request, Sent};
use super::routes::{self, Route};
use crate::sandbox::call::{Body, Call, Distortion, Refusal, Reply, Version};
use crate::sandbox::clock::{Clock, iso};
use crate::sandbox::id::Mint;
use crate::sandbox::weather::fault::FaultKind;
use crate::sandbox::weather::sky::{Sky, Weather};
use crate::sandbox::weather::traffic::{Moment, Traffic};
use crate::sandbox::world::grant::Grant;
use crate::sandbox::world::ledger::Cause;
use crate::sandbox::world::store::World;

/// What a gateway in front of the service says when the service doesn't.
const GATEWAY_PAGE: &str = "<html><head><title>Bad gateway</title></head><body><center><h1>Bad gateway</h1></center></body></html>";

pub(crate) struct House {
    pub(crate) weather: Weather,
    pub(crate) traffic: Traffic,
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    world: Mutex<World>,
    quotas: Mutex<Quotas>,
    traces: Mutex<Mint>,
}

/// What becomes of a request.
pub(crate) enum End {
    Answer {
        outcome: Outcome,
        trace_id: String,
        faults: Vec<FaultKind>,
    },
    /// The connection ends without an answer.
    Cut,
    /// The connection stays open, and nothing comes.
    Silence,
    /// Header lines without end.
    Flood,
}

impl House {
    pub(crate) fn new(
        world: World,
        quotas: Quotas,
        weather: Weather,
        clock: Clock,
        seed: u64,
    ) -> Self {
        Self {
            weather,
            traffic: Traffic::new(),
            clock,
            seed,
            world: Mutex::new(world),
            quotas: Mutex::new(quotas),
            // A different stream from the ids', so that reading never changes what is created next.
            traces: Mutex::new(Mint::new(!seed)),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs to its end even when the client has gone away, as it would in the service.
    pub(crate) async fn serve(self: Arc<Self>, request: Request) -> End {
        let number = self.traffic.arrived(&request.method, &request.path);
        let (method, path) = (request.method.clone(), request.path.clone());
        self.traffic.pass(Moment::BeforeCommit, &method, &path).await;
        let end = self.clone().befall(request);
        self.traffic.pass(Moment::AfterCommit, &method, &path).await;
        if self.weather.sky() == Sky::Offline {
            return End::Cut;
        }
        if let End::Answer { outcome, faults, .. } = &end {
            let slow: Duration = faults.iter().map(FaultKind::delay).sum();
            tokio::time::sleep(self.weather.latency() + slow).await;
            self.traffic.done(number, outcome.status);
        }
        end
    }

    /// Lets the faults that strike decide whether the request is carried out, and what is answered.
    fn befall(self: Arc<Self>, request: Request) -> End {
        if self.weather.sky() == Sky::Offline {
            return End::Cut;
        }
        let writes = routes::find(&request.method, &request.path, None)
            .is_some_and(|(route, _)| route.writes());
        let faults = self.weather.strike(&request.method, &request.path, writes);
        let trace_id = self.traces.lock().unwrap_or_else(PoisonError::into_inner).uuid();
        for fault in &faults {
            match fault {
                FaultKind::DropBeforeCommit => return End::Cut,
                FaultKind::Hang => return End::Silence,
                FaultKind::EndlessHeaders => return End::Flood,
                FaultKind::LateCommit(time) => {
                    tokio::spawn(self.clone().carry_out_later(request, trace_id, *time));
                    return End::Cut;
                }
                FaultKind::Html => {
                    return End::Answer { outcome: Outcome::sign_in_page(), trace_id, faults };
                }
                FaultKind::Status { code, retry_after } => {
                    let standing = self.standing(&request);
                    let mut outcome = failed(*code, standing);
                    outcome.retry_after = *retry_after;
                    return End::Answer { outcome, trace_id, faults };
                }
                _ => {}
            }
        }
        let mut outcome = self.carry_out(&request, &trace_id, &faults);
        let committed = (200..300).contains(&outcome.status);
        for fault in &faults {
            match fault {
                FaultKind::DropAfterCommit if committed => return End::Cut,
                FaultKind::StatusAfterCommit { code } if committed => {
                    outcome = failed(*code, outcome.standing);
                }
                FaultKind::CreatedYetRefused if outcome.status == 201 => {
                    let message = "email must be an email".to_owned();
                    outcome = Outcome::refused(Refusal::invalid(vec![message]), outcome.standing);
                }
                _ => {}
            }
        }
        End::Answer { outcome, trace_id, faults }
    }

    async fn carry_out_later(self: Arc<Self>, request: Request, trace_id: String, time: Duration) {
        tokio::time::sleep(time).await;
        self.carry_out(&request, &trace_id, &[]);
    }

    /// The request itself: every check, the handler, the commit.
    fn carry_out(&self, request: &Request, trace_id: &str, faults: &[FaultKind]) -> Outcome {
        let mut world = self.world();
        let elapsed = self.clock.elapsed();
        world.catch_up(elapsed);
        let mut standing = None;
        match self.decide(request, trace_id, faults, &world, elapsed, &mut standing) {
            Err(refusal) => Outcome::refused(refusal, standing),
            Ok((route, reply)) => {
                let status = reply.status.unwrap_or(route.ok);
                if !reply.writes.is_empty() {
                    let cause = self.cause(request, trace_id);
                    let visible = elapsed + self.weather.index_lag();
                    if let Err(error) = world.commit(reply.writes, &cause, visible) {
                        let refusal = Refusal::new(500, format!("Internal server error: {error}"));
                        return Outcome::refused(refusal, standing);
                    }
                    world.catch_up(elapsed);
                }
                Outcome { status, body: reply.body, standing, retry_after: None }
            }
        }
    }

    fn decide(
        &self,
        request: &Request,
        trace_id: &str,
        faults: &[FaultKind],
        world: &World,
        elapsed: Duration,
        standing: &mut Option<Standing>,
    ) -> Result<(&'static Route, Reply), Refusal> {
        let Some((route, _)) = routes::find(&request.method, &request.path, None) else {
            let Request { method, target, .. } = request;
            return Err(Refusal::not_found(format!("Cannot {method} {target}")));
        };
        let grant = gate::authenticate(request, world, elapsed)?;
        let mut counted = self.count(grant, elapsed);
        if self.weather.sky() == Sky::Throttled {
            counted = counted.exhausted();
        }
        *standing = Some(counted);
        if !counted.allowed {
            return Err(Refusal::new(429, "Too Many Requests"));
        }
        let version = gate::version(request)?;
        let Some((route, params)) = routes::find(&request.method, &request.path, Some(version))
        else {
            let Request { method, target, .. } = request;
            return Err(removed(route, method, target));
        };
        gate::scope(route, grant)?;
        let location = gate::location(route, &params, request, grant, world)?;
        let body = match &request.body {
            Sent::Json(body) => body.clone(),
            Sent::Malformed(reason) => return Err(Refusal::bad(reason)),
            Sent::TooLarge => return Err(Refusal::new(413, "request entity too large")),
        };
        // Never the same twice: the number of commits goes on when a database is opened again.
        let mut mint =
            Mint::new(self.seed ^ (world.ledger.last() + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut call = Call {
            world,
            grant: Some(grant),
            location,
            version,
            params,
            query: request.query.clone(),
            body,
            now: self.clock.now(),
            elapsed,
            trace_id,
            mint: &mut mint,
            distortion: Distortion {
                empty_list: faults.contains(&FaultKind::EmptyList),
                repeat_page: faults.contains(&FaultKind::RepeatPage),
            },
        };
        let reply = (route.run)(&mut call)?;
        if self.weather.sky() == Sky::Refusing && route.writes() {
            return Err(not_allowed(route));
        }
        Ok((route, reply))
    }

    fn count(&self, grant: &Grant, elapsed: Duration) -> Standing {
        let resource = grant.location_id.as_ref().unwrap_or(&grant.company_id);
        let mut quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        quotas.count(&grant.app, resource, elapsed)
    }

    /// Where the caller stands, if it has a good token.
    fn standing(&self, request: &Request) -> Option<Standing> {
        let elapsed = self.clock.elapsed();
        let world = self.world();
        let grant = gate::authenticate(request, &world, elapsed).ok()?;
        Some(self.count(grant, elapsed))
    }

    fn cause(&self, request: &Request, trace_id: &str) -> Cause {
        let mut sent = match &request.body {
            Sent::Json(Value::Object(map)) => map.clone(),
            _ => Map::new(),
        };
        // Lists of ids would be repeated in the line of every contact they name.
        sent.retain(|name, _| !matches!(name.as_str(), "contacts" | "ids"));
        Cause {
            at: iso(self.clock.now()),
            trace_id: trace_id.to_owned(),
            method: request.method.clone(),
            path: request.path.clone(),
            sent: Value::Object(sent),
        }
    }
}

/// A route that the version of the request has no more, or not yet.
fn removed(route: &Route, method: &str, target: &str) -> Refusal {
    match route.only {
        Some(Version::Dated) => Refusal::bad(format!(
            "Endpoint {target} not available in API version v3. This endpoint was removed in \
             version v3. Please use a version before v3."
        )),
        _ => Refusal::not_found(format!("Cannot {method} {target}")),
    }
}

/// What a refusing service says, by what was to be written.
fn not_allowed(route: &Route) -> Refusal {
    if route.path.contains("/tags") {
        return Refusal::bad("The tag is not allowed in this location.");
    }
    let complaint = if route.path.contains("/tasks") {
        "assignedTo must be a user of this location"
    } else if route.path.contains("/notes") {
        "body contains words that are not allowed in this location"
    } else {
        "email is on the suppression list of this location"
    };
    Refusal::invalid(vec![complaint.to_owned()])
}

/// An answer that has nothing to do with the request: 5xx as a gateway gives it, others as JSON.
fn failed(status: u16, standing: Option<Standing>) -> Outcome {
    if status >= 502 {
        let body = Body::Html(GATEWAY_PAGE.to_owned());
        return Outcome { status, body, standing: None, retry_after: None };
    }
    let message = match status {
        401 => "Invalid JWT",
        403 => "The token does not have access to this location.",
        429 => "Too Many Requests",
        500.. => "Internal server error",
        _ => "This request was refused.",
    };
    let standing = if status == 429 { standing.map(Standing::exhausted) } else { standing };
    Outcome::refused(Refusal::new(status, message), standing)
}

impl FaultKind {
    fn delay(&self) -> Duration {
        if let Self::Slow(time) = self { *time } else { Duration::ZERO }
    }
}
