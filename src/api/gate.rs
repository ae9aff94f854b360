//! Where every request waits for its slot: the person first, then the outbox, then what is
//! fetched ahead; among equals, whoever came first.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep_until},
};

use super::{
    pace::{Asking, Pace, Verdict},
    priority::Priority,
};
use crate::model::talk::Budget;

pub(super) struct Gate {
    queue: Mutex<Queue>,
    /// Rings when the order of the waiting or a slot has changed.
    bell: Notify,
    start: Instant,
    budget: watch::Sender<Option<Budget>>,
}

struct Queue {
    pace: Pace,
    /// One line a priority, of tickets.
    waiting: [VecDeque<u64>; 3],
    next_ticket: u64,
    /// Requests of a person that are on their way.
    personal: usize,
}

/// The day's requests are nearly used up, and the call can wait.
#[derive(Debug)]
pub(super) struct NotToday;

impl Gate {
    pub(super) fn new() -> Self {
        let queue =
            Queue { pace: Pace::new(), waiting: Default::default(), next_ticket: 0, personal: 0 };
        Self {
            queue: Mutex::new(queue),
            bell: Notify::new(),
            start: Instant::now(),
            budget: watch::Sender::new(None),
        }
    }

    pub(super) fn budget(&self) -> watch::Receiver<Option<Budget>> {
        self.budget.subscribe()
    }

    /// Waits for a slot. Giving up waiting leaves no trace.
    pub(super) async fn enter(
        &self,
        priority: Priority,
        reads: bool,
    ) -> Result<Permit<'_>, NotToday> {
        let place = self.join(priority);
        loop {
            // Listen before looking: a bell in between is not missed.
            let bell = self.bell.notified();
            match self.ask(&place, reads) {
                Some(Verdict::Go) => {
                    return Ok(Permit { gate: self, priority, stage: Stage::Held });
                }
                Some(Verdict::NotToday) => return Err(NotToday),
                Some(Verdict::At(then)) => {
                    tokio::select! {
                        () = sleep_until(self.start + then) => {}
                        () = bell => {}
                    }
                }
                Some(Verdict::AfterAnAnswer) | None => bell.await,
            }
        }
    }

    fn join(&self, priority: Priority) -> Place<'_> {
        let mut queue = self.queue();
        let ticket = queue.next_ticket;
        queue.next_ticket += 1;
        queue.waiting[line(priority)].push_back(ticket);
        Place { gate: self, priority, ticket }
    }

    /// `None` while somebody else's turn comes first.
    fn ask(&self, place: &Place<'_>, reads: bool) -> Option<Verdict> {
        let now = self.now();
        let mut queue = self.queue();
        let line = line(place.priority);
        let is_first = queue.waiting[line].front() == Some(&place.ticket);
        let others_first = queue.waiting[..line].iter().any(|line| !line.is_empty());
        if !is_first || others_first {
            return None;
        }
        let asking = Asking { priority: place.priority, reads, person_waits: queue.personal > 0 };
        let verdict = queue.pace.ask(now, asking);
        if verdict == Verdict::Go && place.priority == Priority::Person {
            queue.personal += 1;
        }
        Some(verdict)
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn line(priority: Priority) -> usize {
    match priority {
        Priority::Person => 0,
        Priority::Outbox => 1,
        Priority::Background => 2,
    }
}

/// A place in the line, given up when dropped.
struct Place<'a> {
    gate: &'a Gate,
    priority: Priority,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut queue = self.gate.queue();
        queue.waiting[line(self.priority)].retain(|ticket| *ticket != self.ticket);
        drop(queue);
        self.gate.bell.notify_waiters();
    }
}

/// The right to send one request. Dropped before [`Permit::sending`] it gives the slot back;
/// dropped after it, the request counts as sent and answered.
pub(super) struct Permit<'a> {
    gate: &'a Gate,
    priority: Priority,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Held,
    Sending,
    Closed,
}

impl Permit<'_> {
    /// From here on bytes may be leaving.
    pub(super) fn sending(&mut self) {
        self.stage = Stage::Sending;
    }

    /// Not one byte left.
    pub(super) fn unsent(mut self) {
        self.stage = Stage::Held;
    }

    pub(super) fn answered(mut self, told: Option<Budget>) {
        self.close(|pace, now| pace.answered(now, told));
        if told.is_some() {
            self.gate.budget.send_replace(told);
        }
    }

    /// The answer was 429. Nobody sends before the wait is over: what the server said, or else
    /// one interval and a little more, so that not all programs come back at once.
    pub(super) fn throttled(mut self, told: Option<Budget>, wait: Option<Duration>) -> Duration {
        let mut paused = Duration::ZERO;
        self.close(|pace, now| {
            let jitter = pace.interval().mul_f64(0.25 * fastrand::f64());
            paused = wait.unwrap_or(pace.interval() + jitter);
            pace.throttled(now, paused);
            pace.answered(now, told);
        });
        if told.is_some() {
            self.gate.budget.send_replace(told);
        }
        paused
    }

    fn close(&mut self, settle: impl FnOnce(&mut Pace, Duration)) {
        self.stage = Stage::Closed;
        let now = self.gate.now();
        let mut queue = self.gate.queue();
        settle(&mut queue.pace, now);
        if self.priority == Priority::Person {
            queue.personal = queue.personal.saturating_sub(1);
        }
        drop(queue);
        self.gate.bell.notify_waiters();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        match self.stage {
            Stage::Held => self.close(|pace, _| pace.unsent()),
            Stage::Sending => self.close(|pace, now| pace.answered(now, None)),
            Stage::Closed => {}
        }
    }
}
