//! Starting and stopping a sandbox, and the handle on a running one.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread;

use axum::extract::Request;
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::clock::Clock;
use super::disk::{Disk, DiskError};
use super::http::door::{self, Door};
use super::http::house::House;
use super::http::key::Key;
use super::http::line::Lines;
use super::http::server;
use super::http::webhook::WebhookError;
use super::id::Id;
use super::load::LoadReport;
use super::options::Options;
use super::seed::grow::{self, SeedError};
use super::weather::sky::Weather;
use super::weather::traffic::Traffic;
use super::world::grant::{Scope, TokenKind};
use super::world::ledger::Commit;
use super::world::store::World;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("can't listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    #[error("{0} can be reached from other machines, and the sandbox is for this one alone")]
    NotLocal(SocketAddr),
    #[error("the system has no randomness to make a key from")]
    Key,
    #[error("can't start the sandbox's thread: {0}")]
    Thread(io::Error),
    #[error("the sandbox ended while it was starting")]
    Ended,
}

/// A running server. It has a thread and a runtime of its own, and stops when this is dropped.
pub struct Sandbox {
    facts: Facts,
    house: Arc<House>,
    report: Option<LoadReport>,
    stop: watch::Sender<bool>,
    ended: Option<oneshot::Receiver<()>>,
}

/// What a client needs to know.
#[derive(Debug, Clone)]
struct Facts {
    base_url: String,
    control_url: String,
    token: String,
    other_token: String,
    agency_token: String,
    location_id: String,
    other_location_id: String,
    company_id: String,
    client_id: String,
    client_secret: String,
}

impl Sandbox {
    /// Seeds or opens the data, listens, and returns once connections are taken.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let (stop, stopped) = watch::channel(false);
        let (ready_sender, ready) = oneshot::channel();
        let (ended_sender, ended) = oneshot::channel();
        let run = move || {
            run(options, ready_sender, stopped);
            // Nobody waits any more if the handle was dropped.
            let _ = ended_sender.send(());
        };
        thread::Builder::new().name("sandbox".into()).spawn(run).map_err(Error::Thread)?;
        let Started { facts, house, report } = ready.await.map_err(|_| Error::Ended)??;
        Ok(Self { facts, house, report, stop, ended: Some(ended) })
    }

    /// A sandbox without thread, port and connections: requests are brought to [`Self::answer`],
    /// and its time is that of the runtime it is asked in, so that a test can let hours pass in a
    /// moment. Webhooks and `offline:30s` are for the other kind.
    pub fn indoors(options: Options) -> Result<Self, Error> {
        let clock = Clock::new(options.clock);
        let (world, report) = world(&options, &clock)?;
        let facts = facts(&world, options.listen, options.listen);
        let weather = weather(&options);
        let key = Key::new([0, 0]).ok_or(Error::Key)?;
        let house = Arc::new(House::new(world, weather, clock, key, options)?);
        Ok(Self { facts, house, report, stop: watch::Sender::new(false), ended: None })
    }

    /// What the service says to a request; nothing where the connection would break. Waits for ever
    /// where no answer would come.
    pub async fn answer(&self, request: Request) -> Option<Response> {
        server::indoors(self.house.clone(), request).await
    }

    /// `http://127.0.0.1:PORT`
    pub fn base_url(&self) -> &str {
        &self.facts.base_url
    }

    /// Where the `/_sandbox` routes answer even while the service itself is offline.
    pub fn control_url(&self) -> &str {
        &self.facts.control_url
    }

    /// What the `/_sandbox` routes want as a bearer token; new with every start.
    pub fn control_token(&self) -> &str {
        self.house.key.token()
    }

    /// A private integration token of the first location, with every scope.
    pub fn token(&self) -> &str {
        &self.facts.token
    }

    /// The first location: it allows no duplicate contacts.
    pub fn location_id(&self) -> &str {
        &self.facts.location_id
    }

    /// The token of the second location.
    pub fn other_token(&self) -> &str {
        &self.facts.other_token
    }

    /// The second location: it allows duplicate contacts.
    pub fn other_location_id(&self) -> &str {
        &self.facts.other_location_id
    }

    /// A private integration token of the company, which opens no contacts.
    pub fn agency_token(&self) -> &str {
        &self.facts.agency_token
    }

    pub fn company_id(&self) -> &str {
        &self.facts.company_id
    }

    /// The OAuth app's.
    pub fn client_id(&self) -> &str {
        &self.facts.client_id
    }

    pub fn client_secret(&self) -> &str {
        &self.facts.client_secret
    }

    /// A new private integration token of the first location with only these scopes
    /// (`contacts.readonly`, …); a scope that doesn't exist is left out.
    pub fn issue_token(&self, scopes: &[&str]) -> Result<String, Error> {
        let scopes = scopes.iter().filter_map(|name| Scope::named(name)).collect();
        let location = Id::from(self.facts.location_id.as_str());
        Ok(self.house.issue(Some(location), scopes)?.to_string())
    }

    /// From now on the token is refused.
    pub fn revoke_token(&self, token: &str) -> Result<(), Error> {
        Ok(self.house.revoke(token)?)
    }

    /// What webhooks are signed with: an Ed25519 key, SPKI DER in base64.
    pub fn webhook_public_key(&self) -> String {
        self.house.hooks.public_key()
    }

    /// What came of the file given as `load`.
    pub fn load_report(&self) -> Option<&LoadReport> {
        self.report.as_ref()
    }

    /// Changes how the service behaves from now on.
    pub fn weather(&self) -> &Weather {
        &self.house.weather
    }

    /// Sees and holds requests.
    pub fn traffic(&self) -> &Traffic {
        &self.house.traffic
    }

    /// Moves the sandbox's time on: index lag, rate windows and token expiry with it.
    pub fn advance(&self, by: std::time::Duration) {
        self.house.clock.advance(by);
    }

    /// Every record written through the API, oldest first.
    pub fn commits(&self) -> Vec<Commit> {
        self.house.world().ledger.lines().cloned().collect()
    }

    /// Ends every connection and waits until the server is gone.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(ended) = self.ended.take() {
            // An error means that the thread is gone already.
            let _ = ended.await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// What the sandbox's thread hands over once it listens.
struct Started {
    facts: Facts,
    house: Arc<House>,
    report: Option<LoadReport>,
}

/// The sandbox's thread, from start to end.
fn run(
    options: Options,
    ready: oneshot::Sender<Result<Started, Error>>,
    mut stopped: watch::Receiver<bool>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return drop(ready.send(Err(Error::Thread(error)))),
    };
    runtime.block_on(async {
        let lines = Lines::default();
        let (door, controls, started) = match open(options, &lines).await {
            Ok(open) => open,
            Err(error) => return drop(ready.send(Err(error))),
        };
        let house = started.house.clone();
        if ready.send(Ok(started)).is_err() {
            return;
        }
        tokio::select! {
            () = server::service(door, house.clone()) => {}
            () = server::controls(controls, house.clone()) => {}
            () = door::outages(house.weather.clone()) => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
        lines.cut_all();
    });
}

async fn open(options: Options, lines: &Lines) -> Result<(Door, TcpListener, Started), Error> {
    if !options.listen.ip().is_loopback() {
        return Err(Error::NotLocal(options.listen));
    }
    let clock = Clock::new(options.clock);
    let (world, report) = world(&options, &clock)?;
    let weather = weather(&options);
    let refused = |error| Error::Listen(options.listen, error);
    let door = Door::open(options.listen, lines.clone(), weather.clone()).map_err(refused)?;
    let control_address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let refused = |error| Error::Listen(control_address, error);
    let controls = TcpListener::bind(control_address).await.map_err(refused)?;
    let control_address = controls.local_addr().map_err(refused)?;
    let facts = facts(&world, door.address(), control_address);
    let key = Key::new([door.address().port(), control_address.port()]).ok_or(Error::Key)?;
    let house = House::new(world, weather, clock, key, options)?;
    Ok((door, controls, Started { facts, house: Arc::new(house), report }))
}

fn weather(options: &Options) -> Weather {
    let weather = Weather::new(options.seed, options.latency, options.index_lag);
    weather.set_token_life(options.token_life);
    weather.set_faults(options.faults.clone());
    weather
}

/// The world that was kept in the file, or a new one.
fn world(options: &Options, clock: &Clock) -> Result<(World, Option<LoadReport>), Error> {
    let disk = match options.db.as_deref().map(Disk::open).transpose()? {
        Some((disk, Some(saved))) => return Ok((World::restored(saved, disk), None)),
        Some((disk, None)) => Some(disk),
        None => None,
    };
    Ok(grow::world(options, clock.now(), disk)?)
}

fn facts(world: &World, address: SocketAddr, control: SocketAddr) -> Facts {
    let setting = &world.setting;
    let location = |place: usize| setting.locations.get(place).map(|it| it.id.to_string());
    let token = |location: Option<&str>| {
        let fits = |location_id: Option<&str>| location_id == location;
        let found = world
            .grants()
            .find(|it| it.kind == TokenKind::PrivateIntegration && fits(it.location_id.as_deref()));
        found.map(|it| it.token.to_string()).unwrap_or_default()
    };
    let (first, second) = (location(0), location(1));
    Facts {
        base_url: format!("http://{address}"),
        control_url: format!("http://{control}"),
        token: token(first.as_deref()),
        other_token: token(second.as_deref()),
        agency_token: token(None),
        location_id: first.unwrap_or_default(),
        other_location_id: second.unwrap_or_default(),
        company_id: setting.company_id.to_string(),
        client_id: setting.app.client_id.clone(),
        client_secret: setting.app.client_secret.clone(),
    }
}
