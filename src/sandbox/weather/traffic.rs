//! The requests that went by, and those that a test holds back: no test needs to sleep.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::pattern::Pattern;

/// How many requests are remembered.
const REMEMBERED: usize = 100_000;

/// When a held request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// It has arrived, nothing has been written.
    BeforeCommit,
    /// Everything is written, nothing has been answered.
    AfterCommit,
}

/// One request as it went by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Exchange {
    pub method: String,
    pub path: String,
    /// Nothing while it is under way, and for ever when no answer was given.
    pub status: Option<u16>,
}

/// The handle on all requests, cheap to clone, usable from any thread.
#[derive(Debug, Clone)]
pub struct Traffic(Arc<Road>);

#[derive(Debug)]
struct Road {
    state: Mutex<State>,
    /// Rings whenever something arrives, waits, or is answered.
    bell: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    exchanges: Vec<Exchange>,
    /// Forgotten from the front of `exchanges`, so that numbers stay valid.
    forgotten: usize,
    barriers: Vec<Barrier>,
    next_barrier: u64,
}

#[derive(Debug)]
struct Barrier {
    number: u64,
    pattern: Pattern,
    moment: Moment,
    waiting: usize,
}

impl Traffic {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Road { state: Mutex::default(), bell: watch::Sender::new(()) }))
    }

    /// Every request since the start, or since [`Traffic::forget`].
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.state().exchanges.clone()
    }

    pub fn forget(&self) {
        let mut state = self.state();
        state.forgotten += state.exchanges.len();
        state.exchanges.clear();
    }

    /// How many requests that fit have arrived.
    pub fn count(&self, pattern: &Pattern) -> usize {
        let state = self.state();
        state.exchanges.iter().filter(|it| pattern.matches(&it.method, &it.path)).count()
    }

    /// Waits until so many requests that fit have arrived.
    pub async fn seen(&self, pattern: &Pattern, count: usize) {
        self.until(|| self.count(pattern) >= count).await;
    }

    /// Waits until so many requests that fit have been answered.
    pub async fn answered(&self, pattern: &Pattern, count: usize) {
        let fits = |it: &&Exchange| it.status.is_some() && pattern.matches(&it.method, &it.path);
        self.until(|| self.state().exchanges.iter().filter(fits).count() >= count).await;
    }

    /// Makes every request that fits wait, until the hold is released or dropped.
    pub fn hold(&self, pattern: impl Into<Pattern>, moment: Moment) -> Hold {
        let pattern = pattern.into();
        let mut state = self.state();
        let number = state.next_barrier;
        state.next_barrier += 1;
        state.barriers.push(Barrier { number, pattern, moment, waiting: 0 });
        Hold { traffic: self.clone(), number }
    }

    pub(crate) fn release(&self, number: u64) {
        self.state().barriers.retain(|barrier| barrier.number != number);
        self.ring();
    }

    pub(crate) fn arrived(&self, method: &str, path: &str) -> usize {
        let mut state = self.state();
        if state.exchanges.len() == REMEMBERED {
            state.exchanges.drain(..REMEMBERED / 2);
            state.forgotten += REMEMBERED / 2;
        }
        state.exchanges.push(Exchange {
            method: method.to_owned(),
            path: path.to_owned(),
            status: None,
        });
        let number = state.forgotten + state.exchanges.len() - 1;
        drop(state);
        self.ring();
        number
    }

    pub(crate) fn done(&self, number: usize, status: u16) {
        let mut state = self.state();
        let at = number.checked_sub(state.forgotten);
        if let Some(exchange) = at.and_then(|at| state.exchanges.get_mut(at)) {
            exchange.status = Some(status);
        }
        drop(state);
        self.ring();
    }

    /// Returns when no hold stops this request at this moment any more.
    pub(crate) async fn pass(&self, moment: Moment, method: &str, path: &str) {
        loop {
            let stopped = {
                let mut state = self.state();
                let stop = state.barriers.iter_mut().find(|barrier| {
                    barrier.moment == moment && barrier.pattern.matches(method, path)
                });
                stop.map(|barrier| {
                    barrier.waiting += 1;
                    barrier.number
                })
            };
            let Some(number) = stopped else { return };
            self.ring();
            self.until(|| self.state().barriers.iter().all(|it| it.number != number)).await;
        }
    }

    async fn until(&self, mut true_now: impl FnMut() -> bool) {
        let mut bell = self.0.bell.subscribe();
        loop {
            bell.mark_unchanged();
            if true_now() || bell.changed().await.is_err() {
                return;
            }
        }
    }

    fn ring(&self) {
        self.0.bell.send_replace(());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Requests that fit a pattern wait as long as this lives.
#[derive(Debug)]
#[must_use = "dropping a hold releases it"]
pub struct Hold {
    traffic: Traffic,
    number: u64,
}

impl Hold {
    /// How many requests wait now.
    pub fn waiting(&self) -> usize {
        let state = self.traffic.state();
        state.barriers.iter().find(|it| it.number == self.number).map_or(0, |it| it.waiting)
    }

    /// Waits until so many requests wait.
    pub async fn reached(&self, count: usize) {
        self.traffic.until(|| self.waiting() >= count).await;
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Lets them all go on, as dropping does.
    pub fn release(self) {}
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.traffic.release(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hold_keeps_what_fits_until_released() {
        let traffic = Traffic::new();
        let hold = traffic.hold("POST/contacts/", Moment::BeforeCommit);
        let passing = tokio::spawn({
            let traffic = traffic.clone();
            async move { traffic.pass(Moment::BeforeCommit, "POST", "/contacts/").await }
        });
        hold.reached(1).await;
        traffic.pass(Moment::BeforeCommit, "GET", "/contacts/").await;
        traffic.pass(Moment::AfterCommit, "POST", "/contacts/").await;
        assert!(!passing.is_finished());
        hold.release();
        passing.await.unwrap();
    }

    #[tokio::test]
    async fn waiting_for_requests_needs_no_sleep() {
        let traffic = Traffic::new();
        let any = Pattern::any();
        let waiter = tokio::spawn({
            let (traffic, any) = (traffic.clone(), any.clone());
            async move { traffic.answered(&any, 2).await }
        });
        let first = traffic.arrived("GET", "/a");
        let second = traffic.arrived("GET", "/b");
        traffic.done(second, 200);
        assert!(!waiter.is_finished());
        traffic.done(first, 404);
        waiter.await.unwrap();
        assert_eq!(traffic.exchanges()[0].status, Some(404));
    }
}
