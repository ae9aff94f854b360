//! Whether anything may be sent at all: closed while the server can't be reached, asks to wait,
//! or does not take the token.

use jiff::{SignedDuration, Timestamp};

use super::patience::{OUTAGE_CAP, backoff, shifted};
use crate::model::{fault::Fault, talk::Link};

#[derive(Debug)]
pub(crate) struct Gate {
    link: Link,
    /// Closed until then; for ever while signed out.
    closed_until: Option<Timestamp>,
    failures: u32,
    random: fastrand::Rng,
}

impl Gate {
    pub(crate) fn new(random: fastrand::Rng) -> Self {
        Self { link: Link::Untried, closed_until: None, failures: 0, random }
    }

    pub(crate) fn link(&self) -> &Link {
        &self.link
    }

    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        !matches!(self.link, Link::SignedOut(_)) && self.closed_until.is_none_or(|t| t <= now)
    }

    /// While the server is away one request at a time goes out to see whether it is back.
    pub(crate) fn slots(&self, most: usize) -> usize {
        if matches!(self.link, Link::Offline { .. }) { 1 } else { most }
    }

    pub(crate) fn wake(&self, now: Timestamp) -> Option<Timestamp> {
        self.closed_until.filter(|time| *time > now && !matches!(self.link, Link::SignedOut(_)))
    }

    /// An answer came, whatever it said.
    pub(crate) fn answered(&mut self) {
        self.link = Link::Online;
        self.closed_until = None;
        self.failures = 0;
    }

    pub(crate) fn unreachable(&mut self, now: Timestamp, fault: Fault) {
        let since = match self.link {
            Link::Offline { since, .. } => since,
            _ => now,
        };
        // At least a second, so that an outage is not a storm of requests that fail at once.
        let wait = SignedDuration::from_secs(1)
            + backoff(self.failures, OUTAGE_CAP - SignedDuration::from_secs(1), &mut self.random);
        self.failures += 1;
        self.link = Link::Offline { since, fault };
        self.closed_until = Some(now + wait);
    }

    pub(crate) fn throttled(&mut self, now: Timestamp, wait: SignedDuration) {
        let until = now + wait;
        self.link = Link::Throttled { until };
        self.closed_until = Some(until);
    }

    pub(crate) fn signed_out(&mut self, fault: Fault) {
        self.link = Link::SignedOut(fault);
    }

    /// The clock was set by so much.
    pub(crate) fn shift(&mut self, by: SignedDuration) {
        self.closed_until = self.closed_until.map(|time| shifted(time, by));
        if let Link::Throttled { until } = &mut self.link {
            *until = shifted(*until, by);
        }
    }

    /// The person asked to try now. A wait that the server asked for stays.
    pub(crate) fn knock(&mut self) {
        match self.link {
            Link::Offline { .. } => self.closed_until = None,
            Link::SignedOut(_) => {
                self.link = Link::Untried;
                self.closed_until = None;
            }
            Link::Untried | Link::Online | Link::Throttled { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fault::Trouble;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn gate() -> Gate {
        Gate::new(fastrand::Rng::with_seed(1))
    }

    fn down() -> Fault {
        Fault::new(Trouble::Unreachable, "no route", "")
    }

    #[test]
    fn an_outage_closes_the_gate_for_a_while_and_keeps_its_beginning() {
        let mut gate = gate();
        gate.unreachable(NOW, down());
        assert!(!gate.is_open(NOW));
        let wake = gate.wake(NOW).unwrap();
        assert!(gate.is_open(wake));
        gate.unreachable(wake, down());
        assert_eq!(*gate.link(), Link::Offline { since: NOW, fault: down() });
        assert!(gate.wake(wake).unwrap() <= wake + OUTAGE_CAP);
    }

    #[test]
    fn a_knock_opens_an_outage_but_not_a_pause_that_the_server_asked_for() {
        let mut gate = gate();
        gate.unreachable(NOW, down());
        gate.knock();
        assert!(gate.is_open(NOW));
        gate.throttled(NOW, SignedDuration::from_secs(10));
        gate.knock();
        assert!(!gate.is_open(NOW));
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let mut gate = gate();
        let year = SignedDuration::from_hours(365 * 24);
        gate.throttled(NOW + year, SignedDuration::from_secs(10));
        gate.shift(-year);
        let until = NOW + SignedDuration::from_secs(10);
        assert_eq!((gate.wake(NOW), gate.is_open(until)), (Some(until), true));
        assert_eq!(*gate.link(), Link::Throttled { until });
    }

    #[test]
    fn without_a_token_nothing_is_sent_until_somebody_knocks() {
        let mut gate = gate();
        gate.signed_out(down());
        assert!(!gate.is_open(Timestamp::MAX));
        assert_eq!(gate.wake(NOW), None);
        gate.knock();
        assert!(gate.is_open(NOW));
    }
}
