//! The sandbox at work: one request from its arrival to its answer, with all that may befall it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::answer::Outcome;
use super::gate;
use super::instead::{failed, not_allowed};
use super::key::Key;
use super::limits::{Quotas, Standing};
use super::request::{Request, Sent};
use super::routes::{self, Route};
use super::webhook::{Hooks, WebhookError};
use crate::sandbox::call::{Call, Distortion, Refusal, Reply};
use crate::sandbox::clock::{Clock, iso};
use crate::sandbox::disk::DiskError;
use crate::sandbox::id::{Id, Mint};
use crate::sandbox::options::Options;
use crate::sandbox::seed::grow::{self, SeedError};
use crate::sandbox::weather::fault::FaultKind;
use crate::sandbox::weather::sky::{Sky, Weather};
use crate::sandbox::weather::traffic::{Hold, Moment, Traffic};
use crate::sandbox::world::event::events;
use crate::sandbox::world::grant::{Grant, Scope, TokenKind};
use crate::sandbox::world::ledger::Cause;
use crate::sandbox::world::store::World;
use crate::sandbox::world::write::Write;

/// How long access tokens are good for.
const TOKEN_LIFE: Duration = Duration::from_secs(86_399);
/// Puts the seeds of neighbouring requests far apart.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

pub(crate) struct House {
    pub(crate) weather: Weather,
    pub(crate) traffic: Traffic,
    pub(crate) clock: Clock,
    pub(crate) hooks: Hooks,
    pub(crate) key: Key,
    options: Options,
    world: Mutex<World>,
    quotas: Mutex<Quotas>,
    traces: Mutex<Mint>,
    holds: Mutex<HashMap<u64, Arc<Hold>>>,
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
    /// Only the end of the sandbox's side of the connection comes.
    HalfClose,
    /// Header lines without end.
    Flood,
}

impl House {
    pub(crate) fn new(
        world: World,
        weather: Weather,
        clock: Clock,
        key: Key,
        options: Options,
    ) -> Result<Self, WebhookError> {
        let Options { seed, limits, webhook_retry, .. } = options;
        let app = &world.setting.app.id;
        Ok(Self {
            weather,
            traffic: Traffic::new(),
            clock,
            key,
            hooks: Hooks::new(&options.webhooks, seed, webhook_retry, app)?,
            options,
            world: Mutex::new(world),
            quotas: Mutex::new(Quotas::new(limits)),
            // A different stream from the ids', so that reading never changes what is created next.
            traces: Mutex::new(Mint::new(!seed)),
            holds: Mutex::default(),
        })
    }

    /// Everything as it was at the start: data, weather, quotas, the log.
    pub(crate) fn reset(&self) -> Result<(), SeedError> {
        let mut world = self.world();
        let disk = world.take_disk();
        (*world, _) = grow::world(&self.options, self.clock.now(), disk)?;
        let Options { limits, latency, index_lag, .. } = self.options;
        *self.quotas.lock().unwrap_or_else(PoisonError::into_inner) = Quotas::new(limits);
        self.weather.set(Sky::Normal);
        self.weather.set_latency(latency);
        self.weather.set_index_lag(index_lag);
        self.weather.set_token_life(self.options.token_life);
        self.weather.set_refresh_grace(None);
        self.weather.set_spec_statuses(false);
        self.weather.set_faults(self.options.faults.clone());
        self.traffic.forget();
        Ok(())
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a hold for whoever has no handle on the sandbox, and gives its number.
    pub(crate) fn keep_hold(&self, hold: Hold) -> u64 {
        let number = hold.number();
        self.holds().insert(number, Arc::new(hold));
        number
    }

    pub(crate) fn held(&self, number: &str) -> Option<Arc<Hold>> {
        self.holds().get(&number.parse().ok()?).cloned()
    }

    pub(crate) fn release(&self, number: &str) -> Option<()> {
        let number = number.parse().ok()?;
        self.traffic.release(number);
        self.holds().remove(&number).map(drop)
    }

    fn holds(&self) -> MutexGuard<'_, HashMap<u64, Arc<Hold>>> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner)
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
                FaultKind::HalfClose => return End::HalfClose,
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
        let (route, reply) = match self.decide(request, trace_id, faults, &world, &mut standing) {
            Ok(decided) => decided,
            Err(refusal) => return Outcome::refused(refusal, standing),
        };
        if !reply.writes.is_empty() {
            let cause = self.cause(request, trace_id);
            let visible = elapsed + self.weather.index_lag();
            let told = self.hooks.is_wanted().then(|| events(&world, &reply.writes));
            if let Err(error) = world.commit(reply.writes, &cause, visible) {
                let refusal = Refusal::new(500, format!("Internal server error: {error}"));
                return Outcome::refused(refusal, standing);
            }
            world.catch_up(elapsed);
            let mut traces = self.traces.lock().unwrap_or_else(PoisonError::into_inner);
            self.hooks.send(told.unwrap_or_default(), &cause.at, &mut traces);
        }
        let spec = route.spec.filter(|_| self.weather.spec_statuses());
        let status = spec.or(reply.status).unwrap_or(route.ok);
        Outcome { standing, redirect: reply.redirect, ..Outcome::new(status, reply.body) }
    }

    fn decide(
        &self,
        request: &Request,
        trace_id: &str,
        faults: &[FaultKind],
        world: &World,
        standing: &mut Option<Standing>,
    ) -> Result<(&'static Route, Reply), Refusal> {
        let now = self.clock.now();
        let route = gate::route(request)?;
        let grant = gate::authenticate(route, request, world, now)?;
        *standing = grant.map(|grant| self.count(grant));
        if standing.is_some_and(|standing| !standing.allowed) {
            return Err(Refusal::new(429, "Too Many Requests"));
        }
        let pass = gate::admit(route, grant, request, world)?;
        let mut mint = self.mint(world);
        let mut call = Call {
            world,
            grant,
            location: pass.location,
            version: pass.version,
            params: pass.params,
            query: request.query.clone(),
            body: pass.body,
            now,
            token_life: self.weather.token_life().unwrap_or(TOKEN_LIFE),
            refresh_grace: self.weather.refresh_grace(),
            host: &request.host,
            trace_id,
            mint: &mut mint,
            distortion: Distortion::of(faults),
        };
        let reply = (pass.route.run)(&mut call)?;
        if self.weather.sky() == Sky::Refusing && grant.is_some() && pass.route.writes() {
            return Err(not_allowed(pass.route));
        }
        Ok((pass.route, reply))
    }

    fn count(&self, grant: &Grant) -> Standing {
        let resource = grant.location_id.as_ref().unwrap_or(&grant.company_id);
        let mut quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = quotas.count(&grant.app, resource, self.clock.elapsed());
        if self.weather.sky() == Sky::Throttled { standing.exhausted() } else { standing }
    }

    /// Where the caller stands, if it has a good token.
    fn standing(&self, request: &Request) -> Option<Standing> {
        let route = gate::route(request).ok()?;
        let world = self.world();
        let grant = gate::authenticate(route, request, &world, self.clock.now()).ok()??;
        Some(self.count(grant))
    }

    /// A private integration token with only these scopes.
    pub(crate) fn issue(
        &self,
        location_id: Option<Id>,
        scopes: Vec<Scope>,
    ) -> Result<Id, DiskError> {
        let mut world = self.world();
        let mut mint = self.mint(&world);
        let token = Id::from(format!("pit-{}", mint.uuid()));
        let grant = Grant {
            token: token.clone(),
            kind: TokenKind::PrivateIntegration,
            app: mint.hex(),
            location_id,
            company_id: world.setting.company_id.clone(),
            user_id: None,
            scopes,
            expires: None,
        };
        self.commit(&mut world, vec![grant.into()])?;
        Ok(token)
    }

    /// The token is no good any more; nothing happens if it never was.
    pub(crate) fn revoke(&self, token: &str) -> Result<(), DiskError> {
        let mut world = self.world();
        let dead = world.grant(token).map(|it| Grant { expires: Some(0), ..it.clone() });
        self.commit(&mut world, dead.map(Write::from).into_iter().collect())
    }

    /// Keeps what no request asked for; none of it is told in the log.
    fn commit(&self, world: &mut World, writes: Vec<Write>) -> Result<(), DiskError> {
        let cause = Cause {
            at: iso(self.clock.now()),
            trace_id: String::new(),
            method: String::new(),
            path: String::new(),
            sent: Value::Null,
        };
        world.commit(writes, &cause, self.clock.elapsed())
    }

    /// Ids for one request.
    fn mint(&self, world: &World) -> Mint {
        Mint::new(self.options.seed ^ world.age().wrapping_add(1).wrapping_mul(SPREAD))
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
