//! The one background task: takes orders, starts the work that the plan names, and reports what
//! came of it. It decides nothing that `plan`, `verdict`, `gate` or `rhythm` could decide.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::{Id, JoinHandle, JoinSet},
};

use super::{
    breaker::Breaker,
    chores::Chores,
    clock::Watch,
    day::Kept,
    doubts::{self, Doubts},
    gate::Gate,
    hands::{Hands, Pace, Word},
    lag::{self, Lag},
    landing::Landing,
    memo::Memo,
    plan::{self, Step},
    pointless::pointless,
    pull,
    push::push,
    queue::Queue,
    rhythm::Rhythm,
    seen,
    tenure::Tenure,
    visit::{Stale, visit},
};
use crate::{
    api,
    model::{
        fault::Fault,
        ids::ContactId,
        op::Outgoing,
        talk::{Link, Order, Report},
    },
    rehearsal::Point,
    store::{self, Bell, Mark, Store},
};

/// Requests in flight for the outbox.
const LANES: usize = 6;
/// How long requests in flight may take to land when the program ends.
const FAREWELL: Duration = Duration::from_secs(2);

/// The two ends by which the rest of the program talks to the background task. Dropping `orders`
/// ends it, after what is in flight has landed.
#[derive(Debug)]
pub struct Line {
    pub orders: UnboundedSender<Order>,
    pub reports: UnboundedReceiver<Report>,
}

/// The ends that the background task itself holds.
#[derive(Debug)]
pub struct Desk {
    orders: UnboundedReceiver<Order>,
    reports: UnboundedSender<Report>,
}

/// A line on which orders may be given before anybody takes them.
pub fn line() -> (Line, Desk) {
    let (orders, taken) = unbounded_channel();
    let (told, reports) = unbounded_channel();
    (Line { orders, reports }, Desk { orders: taken, reports: told })
}

/// Starts the background task. Call within a tokio runtime.
pub fn start(client: api::Client, store: Store, pace: Pace, desk: Desk) -> JoinHandle<()> {
    let Desk { orders, reports } = desk;
    let (words, heard) = unbounded_channel();
    let hands = Hands { client, store, pace, words };
    tokio::spawn(async move {
        match Engine::new(hands, heard, reports.clone()).await {
            Ok(engine) => engine.run(orders).await,
            Err(error) => refuse_all(&Fault::from(&error), orders, &reports).await,
        }
    })
}

/// Without a queue that can be read nothing is promised, and who asks for it is told.
async fn refuse_all(
    fault: &Fault,
    mut orders: UnboundedReceiver<Order>,
    reports: &UnboundedSender<Report>,
) {
    let report = |report| {
        // Nobody may be there any more to hear it.
        let _ = reports.send(report);
    };
    report(Report::Trouble(fault.clone()));
    while let Some(order) = orders.recv().await {
        report(match order {
            Order::Commit(ops) | Order::CommitHeld { ops, .. } => {
                let ops = ops.iter().map(|op| op.id).collect();
                Report::NotSaved { ops, fault: fault.clone() }
            }
            _ => Report::Trouble(fault.clone()),
        });
    }
}

pub(super) struct Engine {
    pub(super) hands: Hands,
    words: UnboundedReceiver<Word>,
    reports: UnboundedSender<Report>,
    pub(super) queue: Queue,
    pub(super) gate: Gate,
    pub(super) rhythm: Rhythm,
    pub(super) chores: Chores,
    pub(super) breaker: Breaker,
    /// The day's count of calls, as last kept.
    pub(super) kept: Option<Kept>,
    /// Since when looks for unanswered creations fail.
    pub(super) doubts: Memo<Doubts>,
    /// How far lists run behind.
    pub(super) lag: Memo<Lag>,
    pub(super) random: fastrand::Rng,
    pub(super) flights: JoinSet<Landing>,
    /// Whose lanes a flight occupies; also of one that panicked and can't tell any more.
    pub(super) aboard: HashMap<Id, Vec<ContactId>>,
    pub(super) pulling: bool,
    pub(super) visiting: bool,
    /// Whom to fetch, what of her, and when she has been rested on long enough.
    pub(super) visit: Option<(ContactId, Stale, Timestamp)>,
    pub(super) looked_at: Option<ContactId>,
    pub(super) tenure: Tenure,
    bell: Bell,
    /// What others wrote up to here is known.
    pub(super) mark: Mark,
    told_link: Link,
    pub(super) quiet: bool,
    pub(super) watch: Watch,
}

impl Engine {
    async fn new(
        hands: Hands,
        words: UnboundedReceiver<Word>,
        reports: UnboundedSender<Report>,
    ) -> store::Result<Self> {
        let bell = hands.store.bell();
        let mark = hands.store.read(store::Reader::mark).await?;
        let random = fastrand::Rng::new();
        let mut engine = Self {
            words,
            reports,
            queue: Queue::default(),
            gate: Gate::new(random.clone()),
            rhythm: Rhythm::new(hands.pace.polls),
            chores: Chores::new(hands.pace),
            breaker: Breaker::new(),
            kept: None,
            doubts: Memo::new(doubts::MEMO),
            lag: Memo::new(lag::MEMO),
            random,
            flights: JoinSet::new(),
            aboard: HashMap::new(),
            pulling: false,
            visiting: false,
            visit: None,
            looked_at: None,
            tenure: Tenure::default(),
            bell,
            mark,
            told_link: Link::Untried,
            quiet: false,
            watch: Watch::new(hands.pace.clock),
            hands,
        };
        engine.try_the_lock().await;
        engine.learn_chores().await;
        engine.recall_day().await;
        let outgoing = engine.hands.store.read(store::Reader::outgoing).await?;
        engine.renew(outgoing);
        Ok(engine)
    }

    async fn run(mut self, mut orders: UnboundedReceiver<Order>) {
        let mut budget = self.hands.client.budget();
        loop {
            self.look_at_the_clock();
            self.let_go().await;
            self.start_what_is_due();
            self.tell_link();
            self.tell_if_quiet();
            let wake = self.wake();
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => {
                        self.quiet = false;
                        self.look_at_the_clock();
                        self.obey(order).await;
                    }
                    None => break,
                },
                Some(word) = self.words.recv() => self.pass_on(word).await,
                Some(landed) = self.flights.join_next_with_id() => {
                    self.quiet = false;
                    self.look_at_the_clock();
                    self.touch_down(landed).await;
                }
                Ok(()) = budget.changed() => {
                    let now = *budget.borrow_and_update();
                    if let Some(budget) = now {
                        self.rhythm.allow(budget.day_max);
                        self.report(Report::Budget(budget));
                    }
                    self.keep_day(false).await;
                }
                () = self.bell.rung() => self.listen().await,
                () = tokio::time::sleep(wake) => self.catch_up().await,
            }
        }
        self.say_farewell().await;
    }

    /// What is in flight may land; then nothing is left half done that needn't be.
    async fn say_farewell(mut self) {
        self.keep_day(true).await;
        let _ = tokio::time::timeout(FAREWELL, async {
            while let Some(landed) = self.flights.join_next_with_id().await {
                self.touch_down(landed).await;
            }
        })
        .await;
    }

    pub(super) fn report(&self, report: Report) {
        // The interface may be gone already; then nobody needs to hear it.
        let _ = self.reports.send(report);
    }

    /// Words of the work under way, told as they come; the queue follows them.
    async fn pass_on(&mut self, word: Word) {
        match word {
            Word::Moved(moved) => {
                self.queue.follow(&moved);
                self.report(Report::Changed { base: Box::default(), queue: moved });
            }
            Word::Again(op) => {
                self.queue.push_new((*op).clone());
                self.report(Report::Joined(vec![Outgoing::queued(*op)]));
            }
            Word::Base(base) => {
                let met = self.queue.conflicts_about(&base);
                self.report(Report::Changed { base: Box::new(base), queue: Vec::new() });
                self.look_again(met).await;
            }
            Word::Listed(listing) => self.listed(&listing).await,
            Word::Stirred(contacts) => self.chores.stir(contacts, self.hands.now()),
            Word::Catalog(catalog) => self.report(Report::Catalog(catalog)),
            Word::Pulling { done, total } => self.report(Report::Pulling { done, total }),
            Word::Trouble(fault) => self.report(Report::Trouble(fault)),
        }
    }

    fn start_what_is_due(&mut self) {
        let now = self.hands.now();
        if !self.tenure.may_send() || !self.gate.is_open(now) {
            return;
        }
        loop {
            let slots = self.gate.slots(LANES).saturating_sub(self.aboard.len());
            let steps = plan::next(&self.queue, now, slots);
            let (steps, waiting): (Vec<_>, Vec<_>) =
                steps.into_iter().partition(|step| self.may_go(step, now));
            for step in steps {
                self.start(step);
            }
            if waiting.is_empty() {
                break; // else others may go instead
            }
        }
        if self.has_room() {
            self.start_visit(now);
            self.start_pull(now);
            self.start_chore(now);
        }
    }

    /// Whether anything else may go beside what is in flight for the outbox.
    fn has_room(&self) -> bool {
        self.aboard.is_empty() || self.gate.slots(LANES) == LANES
    }

    fn start(&mut self, step: Step) {
        let hands = self.hands.clone();
        let ops = step.ops();
        let contacts: Vec<ContactId> = ops.iter().map(|op| op.change.contact()).collect();
        let before = ops.first().and_then(|op| self.queue.entry(op.id)?.before());
        self.queue.occupy(contacts.iter().copied());
        let handle = match step {
            Step::Send(parcel) => self.flights.spawn(async move {
                Landing::Pushed(push(&hands, &parcel, before.as_deref()).await)
            }),
            Step::Confirm(op) => self.flights.spawn(async move {
                let before = before.unwrap_or_default();
                Point::ProbeBefore.pass();
                let seen = seen::look(&hands, &op, Some(&before)).await;
                Point::ProbeAfter.pass();
                Landing::Confirmed(op.id, seen)
            }),
            Step::Withdraw(ops) => {
                self.flights.spawn(async move { Landing::Withdrawn(pointless(&hands, ops).await) })
            }
            Step::Grow { creation, edits } => self.flights.spawn(async move {
                let edits = edits.iter().map(|edit| edit.id).collect();
                Landing::Grown(hands.store.grow(creation.id, edits, hands.now()).await)
            }),
        };
        self.aboard.insert(handle.id(), contacts);
    }

    fn start_visit(&mut self, now: Timestamp) {
        if self.visiting {
            return;
        }
        let Some((contact, stale, _)) = self.visit.take_if(|(_, _, time)| *time <= now) else {
            return;
        };
        self.visiting = true;
        let hands = self.hands.clone();
        self.flights.spawn(async move { Landing::Visited(visit(&hands, contact, stale).await) });
    }

    fn start_pull(&mut self, now: Timestamp) {
        let offline = matches!(self.gate.link(), Link::Offline { .. });
        if self.pulling || (self.rhythm.due(now) > now && !offline) {
            return;
        }
        self.pulling = true;
        let hands = self.hands.clone();
        let extent = self.rhythm.extent(now);
        let overlap = self.lag.outlast(pull::OVERLAP);
        self.flights.spawn(async move {
            Landing::Pulled(extent, pull::pull(&hands, extent, overlap).await)
        });
    }

    async fn touch_down(&mut self, landed: Result<(Id, Landing), tokio::task::JoinError>) {
        // What a flight said on its way comes before how it ended.
        while let Ok(word) = self.words.try_recv() {
            self.pass_on(word).await;
        }
        let (id, landing) = match landed {
            Ok((id, landing)) => (id, landing),
            Err(error) => (error.id(), Landing::Lost),
        };
        let contacts = self.aboard.remove(&id);
        self.land(landing).await;
        self.queue.release(contacts.into_iter().flatten());
    }

    /// How long nothing will happen if nobody says anything.
    fn wake(&self) -> Duration {
        let now = self.hands.now();
        if let Some(wait) = self.tenure.wait(self.hands.pace.disk_again) {
            return wait;
        }
        let held = plan::next_uncalled(&self.queue);
        let times = if !self.gate.is_open(now) {
            [self.gate.wake(now), None, None, None]
        } else if !self.has_room() {
            // What else is due waits for what is in flight, and that wakes by itself.
            [plan::wake(&self.queue, now), None, None, None]
        } else {
            let pull = (!self.pulling).then(|| self.rhythm.due(now));
            let visit = self.visit.as_ref().filter(|_| !self.visiting).map(|(_, _, time)| *time);
            let chore = self.chores.due(now).filter(|_| !self.pulling);
            [plan::wake(&self.queue, now), pull, visit, chore]
        };
        let next = times.into_iter().chain([held]).flatten().min();
        let wait = next.map_or(Duration::MAX, |time| {
            Duration::try_from(time.duration_since(now)).unwrap_or_default()
        });
        wait.min(Duration::from_hours(1))
    }

    fn tell_link(&mut self) {
        if *self.gate.link() != self.told_link {
            self.told_link = self.gate.link().clone();
            self.report(Report::Link(self.told_link.clone()));
        }
    }

    fn tell_if_quiet(&mut self) {
        let resting = self.flights.is_empty() && self.visit.is_none() && !self.tenure.owes();
        if resting && !self.quiet {
            self.quiet = true;
            self.report(Report::Quiet);
        }
    }
}
