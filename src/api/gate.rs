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

    /// Goes on with the day's count from what was known so long ago.
    pub(super) fn recall_day(&self, left: u32, max: u32, age: Duration) {
        self.queue().pace.recall_day(left, max, age);
    }

    /// Requests left of the day, and all of it.
    pub(super) fn day(&self) -> (u32, u32) {
        self.queue().pace.day()
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
                    return Ok(Permit {
                        gate: self,
                        priority,
                        stage: Stage::Held,
                        sent: Duration::ZERO,
                    });
                }
                Some(Verdict::NotToday) => return Err(NotToday),
                Some(Verdict::At(then)) => {
                    tokio::select! {
                        biased; // nothing is left to chance in what happens first
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
    sent: Duration,
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
        self.sent = self.gate.now();
    }

    /// Not one byte left.
    pub(super) fn unsent(mut self) {
        self.stage = Stage::Held;
    }

    pub(super) fn answered(mut self, told: Option<Budget>) {
        let sent = self.sent;
        self.close(|pace, now| pace.answered(sent, now, told));
        if told.is_some() {
            self.gate.budget.send_replace(told);
        }
    }

    /// The answer was 429. Nobody sends before the wait is over: what the server said, or else
    /// one interval and a little more, so that not all programs come back at once.
    pub(super) fn throttled(mut self, told: Option<Budget>, wait: Option<Duration>) -> Duration {
        let (sent, mut paused) = (self.sent, Duration::ZERO);
        self.close(|pace, now| {
            let jitter = pace.interval().mul_f64(0.25 * fastrand::f64());
            paused = wait.unwrap_or(pace.interval() + jitter);
            pace.throttled(now, paused);
            pace.answered(sent, now, told);
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
            Stage::Sending => {
                let sent = self.sent;
                self.close(|pace, now| pace.answered(sent, now, None));
            }
            Stage::Closed => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::{sync::mpsc, task::yield_now};

    use super::*;

    fn told(max: u32, left: u32) -> Budget {
        Budget {
            burst_left: left,
            burst_max: max,
            burst_seconds: 10,
            day_left: 200_000,
            day_max: 200_000,
        }
    }

    /// A gate all of whose slots were used a moment ago.
    async fn full(slots: u32) -> Arc<Gate> {
        let gate = Arc::new(Gate::new());
        let mut permit = gate.enter(Priority::Person, true).await.unwrap();
        permit.sending();
        permit.answered(Some(told(slots, slots - 1)));
        for _ in 1..slots {
            gate.enter(Priority::Person, true).await.unwrap().sending();
        }
        gate
    }

    /// Lets every task that can do something do it, without time passing.
    async fn settle() {
        for _ in 0..50 {
            yield_now().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_person_goes_first_and_equals_by_their_order() {
        let gate = full(1).await;
        let (sender, mut order) = mpsc::unbounded_channel();
        for (name, priority) in [
            ("ahead", Priority::Background),
            ("outbox 1", Priority::Outbox),
            ("outbox 2", Priority::Outbox),
            ("person", Priority::Person),
        ] {
            let (gate, sender) = (Arc::clone(&gate), sender.clone());
            tokio::spawn(async move {
                gate.enter(priority, true).await.unwrap().sending();
                sender.send((name, gate.now().as_secs())).unwrap();
            });
            settle().await;
        }
        let mut names = Vec::new();
        for _ in 0..4 {
            names.push(order.recv().await.unwrap());
        }
        assert_eq!(names, [("person", 10), ("outbox 1", 20), ("outbox 2", 30), ("ahead", 40)]);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_stops_waiting_is_not_waited_for() {
        let gate = full(1).await;
        let impatient = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { gate.enter(Priority::Person, true).await.map(drop).is_ok() }
        });
        settle().await;
        impatient.abort();
        assert!(impatient.await.unwrap_err().is_cancelled());
        gate.enter(Priority::Background, true).await.unwrap();
        assert_eq!(gate.now().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_never_sent_takes_no_slot() {
        let gate = full(1).await;
        gate.enter(Priority::Person, true).await.unwrap().unsent();
        drop(gate.enter(Priority::Person, true).await.unwrap());
        assert_eq!(gate.now().as_secs(), 10, "both had the same slot");
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_makes_everybody_wait() {
        let gate = Arc::new(Gate::new());
        let mut permit = gate.enter(Priority::Background, true).await.unwrap();
        permit.sending();
        let wait = permit.throttled(None, Some(Duration::from_secs(42)));
        assert_eq!(wait, Duration::from_secs(42));
        gate.enter(Priority::Person, false).await.unwrap();
        assert_eq!(gate.now().as_secs(), 42);
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_without_a_word_is_one_interval_and_a_little() {
        let gate = Gate::new();
        let mut permit = gate.enter(Priority::Person, true).await.unwrap();
        permit.sending();
        let wait = permit.throttled(None, None);
        assert!((10..13).contains(&wait.as_secs()), "{wait:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_word_on_the_budget_is_told() {
        let gate = Gate::new();
        let watching = gate.budget();
        assert_eq!(*watching.borrow(), None);
        let mut permit = gate.enter(Priority::Person, true).await.unwrap();
        permit.sending();
        permit.answered(Some(told(100, 99)));
        assert_eq!(*watching.borrow(), Some(told(100, 99)));
    }
}
