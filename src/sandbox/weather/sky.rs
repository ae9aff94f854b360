//! The weather of the service: what a person or a test switches while the sandbox runs.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::fault::{Chance, Fault, FaultKind};

/// How the service behaves as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sky {
    #[default]
    Normal,
    /// No connection is taken, open ones end without an answer.
    Offline,
    /// Every call is answered 429.
    Throttled,
    /// Every write is refused, in the service's words.
    Refusing,
}

#[derive(Debug, thiserror::Error)]
#[error("no such weather `{0}`: normal, offline, 429 or refuse")]
pub struct UnknownSky(String);

const SKIES: [(&str, Sky); 4] = [
    ("normal", Sky::Normal),
    ("offline", Sky::Offline),
    ("429", Sky::Throttled),
    ("refuse", Sky::Refusing),
];

impl FromStr for Sky {
    type Err = UnknownSky;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = SKIES.iter().find(|(word, _)| *word == text);
        found.map(|(_, sky)| *sky).ok_or_else(|| UnknownSky(text.to_owned()))
    }
}

impl fmt::Display for Sky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = SKIES.iter().find(|(_, sky)| sky == self).map_or("", |(word, _)| word);
        f.write_str(word)
    }
}

/// The handle that changes the weather, cheap to clone, usable from any thread.
#[derive(Debug, Clone)]
pub struct Weather(Arc<Station>);

#[derive(Debug)]
struct Station {
    state: Mutex<State>,
    sky: watch::Sender<Sky>,
    /// The last sky that the door has acted on: only then does an offline sandbox refuse connections.
    acted: watch::Sender<Sky>,
    /// An outage asked for by `offline:30s`; the door begins and ends it.
    outage: watch::Sender<Option<Duration>>,
}

#[derive(Debug)]
struct State {
    faults: Vec<Fault>,
    dice: fastrand::Rng,
    latency: Duration,
    index_lag: Duration,
    token_life: Option<Duration>,
    refresh_grace: Duration,
    spec_statuses: bool,
}

/// How long a used refresh token still gives the answer that it gave.
const REFRESH_GRACE: Duration = Duration::from_secs(30);

impl Weather {
    pub(crate) fn new(seed: u64, latency: Duration, index_lag: Duration) -> Self {
        let state = State {
            faults: Vec::new(),
            dice: fastrand::Rng::with_seed(seed),
            latency,
            index_lag,
            token_life: None,
            refresh_grace: REFRESH_GRACE,
            spec_statuses: false,
        };
        Self(Arc::new(Station {
            state: Mutex::new(state),
            sky: watch::Sender::new(Sky::Normal),
            acted: watch::Sender::new(Sky::Normal),
            outage: watch::Sender::new(None),
        }))
    }

    pub fn sky(&self) -> Sky {
        *self.0.sky.borrow()
    }

    /// Takes effect for every request from now on; see [`Weather::settled`] for new connections.
    pub fn set(&self, sky: Sky) {
        self.0.sky.send_replace(sky);
    }

    /// Waits until the door has acted on the sky: after `Offline`, connecting is refused.
    pub async fn settled(&self) {
        let mut acted = self.0.acted.subscribe();
        // An error means that the door is gone, and nothing is open any more.
        let _ = acted.wait_for(|acted| *acted == self.sky()).await;
    }

    /// Replaces the whole list of faults.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.state().faults.clear();
        for fault in faults {
            self.add_fault(fault);
        }
    }

    /// `offline:30s` begins at once; the others wait for the requests they fit.
    pub fn add_fault(&self, fault: Fault) {
        match fault.kind {
            FaultKind::Offline(time) => {
                self.0.outage.send_replace(Some(time));
            }
            _ => self.state().faults.push(fault),
        }
    }

    pub fn faults(&self) -> Vec<Fault> {
        self.state().faults.clone()
    }

    pub fn latency(&self) -> Duration {
        self.state().latency
    }

    /// Added to every answer.
    pub fn set_latency(&self, latency: Duration) {
        self.state().latency = latency;
    }

    pub fn index_lag(&self) -> Duration {
        self.state().index_lag
    }

    /// How long a write takes to show in searches and lists, for writes from now on.
    pub fn set_index_lag(&self, lag: Duration) {
        self.state().index_lag = lag;
    }

    /// How long OAuth tokens issued from now on are good for, if not as long as the service's.
    pub fn token_life(&self) -> Option<Duration> {
        self.state().token_life
    }

    pub fn set_token_life(&self, life: Option<Duration>) {
        self.state().token_life = life;
    }

    pub fn refresh_grace(&self) -> Duration {
        self.state().refresh_grace
    }

    /// How long a used refresh token still gives the answer that it gave; nothing for the usual time.
    pub fn set_refresh_grace(&self, grace: Option<Duration>) {
        self.state().refresh_grace = grace.unwrap_or(REFRESH_GRACE);
    }

    pub fn spec_statuses(&self) -> bool {
        self.state().spec_statuses
    }

    /// Whether successes have the status of the specification where the live service has another.
    pub fn set_spec_statuses(&self, spec: bool) {
        self.state().spec_statuses = spec;
    }

    /// Which faults strike this request. Those that stand for a commit only strike writes, and of
    /// those that are counted only the first that fits does, so that they follow each other.
    pub(crate) fn strike(&self, method: &str, path: &str, writes: bool) -> Vec<FaultKind> {
        let mut state = self.state();
        let State { faults, dice, .. } = &mut *state;
        let mut struck = Vec::new();
        let mut counted_struck = false;
        for fault in faults.iter_mut() {
            if !fault.only.matches(method, path) || (fault.kind.needs_write() && !writes) {
                continue;
            }
            let counted = matches!(fault.chance, Chance::Times(_));
            if (counted && counted_struck) || !fault.chance.strikes(dice) {
                continue;
            }
            counted_struck |= counted;
            struck.push(fault.kind);
        }
        faults.retain(|fault| fault.chance != Chance::Times(0));
        struck
    }

    pub(crate) fn watch_sky(&self) -> watch::Receiver<Sky> {
        self.0.sky.subscribe()
    }

    pub(crate) fn watch_outage(&self) -> watch::Receiver<Option<Duration>> {
        self.0.outage.subscribe()
    }

    pub(crate) fn acted(&self, sky: Sky) {
        self.0.acted.send_replace(sky);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Chance {
    fn strikes(&mut self, dice: &mut fastrand::Rng) -> bool {
        match self {
            Self::Percent(percent) => dice.f64() * 100.0 < *percent,
            Self::Times(0) => false,
            Self::Times(left) => {
                *left -= 1;
                true
            }
        }
    }
}

impl FaultKind {
    fn needs_write(self) -> bool {
        matches!(
            self,
            Self::StatusAfterCommit { .. }
                | Self::CreatedYetRefused
                | Self::DropBeforeCommit
                | Self::DropAfterCommit
                | Self::LateCommit(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weather(faults: &[&str]) -> Weather {
        let weather = Weather::new(1, Duration::ZERO, Duration::ZERO);
        weather.set_faults(faults.iter().map(|text| text.parse().unwrap()).collect());
        weather
    }

    #[test]
    fn a_counted_fault_strikes_so_many_times_and_is_gone() {
        let weather = weather(&["500:x2@GET/contacts/*"]);
        let strikes = |path| !weather.strike("GET", path, false).is_empty();
        assert!(!strikes("/users/"));
        assert!(strikes("/contacts/a"));
        assert!(strikes("/contacts/a"));
        assert!(!strikes("/contacts/a"));
        assert!(weather.faults().is_empty());
    }

    #[test]
    fn counted_faults_follow_each_other() {
        let weather = weather(&["500:x1", "slow:1s", "503:x1"]);
        let status = |code| FaultKind::Status { code, retry_after: None };
        let slow = FaultKind::Slow(Duration::from_secs(1));
        assert_eq!(weather.strike("GET", "/", false), [status(500), slow]);
        assert_eq!(weather.strike("GET", "/", false), [slow, status(503)]);
        assert_eq!(weather.strike("GET", "/", false), [slow]);
    }

    #[test]
    fn what_stands_for_a_commit_spares_reads() {
        let weather = weather(&["drop-after-commit"]);
        assert!(weather.strike("GET", "/contacts/a", false).is_empty());
        assert_eq!(weather.strike("PUT", "/contacts/a", true), [FaultKind::DropAfterCommit]);
    }

    #[test]
    fn a_chance_strikes_about_as_often_as_it_says() {
        let weather = weather(&["429:5%"]);
        let struck = (0..10_000).filter(|_| !weather.strike("GET", "/", false).is_empty()).count();
        assert!((400..600).contains(&struck), "{struck} of 10,000");
    }

    #[test]
    fn the_words_of_the_palette_are_skies() {
        for word in ["normal", "offline", "429", "refuse"] {
            assert_eq!(word.parse::<Sky>().unwrap().to_string(), word);
        }
        assert!("sunny".parse::<Sky>().is_err());
    }
}
