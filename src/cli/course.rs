//! The background task for as long as a command runs: what it reports, and when to stop waiting.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};
use uuid::Uuid;

use super::{errand::Errand, out::complain, stop::Stop};
use crate::{
    api::{Client, Traffic},
    model::{
        fault::{Fault, Trouble},
        ids::{ContactId, OpId, TaskId},
        op::{Moved, OpState},
        talk::{Base, Link, Order, Report},
    },
    store::{Reader, Store},
    sync::{self, Line, Pace},
};

/// A wait that the server asks for is waited for if it is no longer than this.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// How long the last requests may take to land.
const FAREWELL: Duration = Duration::from_secs(3);
/// How often a fetch that the server failed is asked for again, and after how long the first time.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Course {
    line: Line,
    task: JoinHandle<()>,
    client: Client,
    store: Store,
    /// Why nothing can be sent.
    cut_off: Option<Fault>,
    /// Until when the server asked to wait.
    pause: Option<Timestamp>,
    /// What failed and belongs to no change.
    pub(super) troubles: Vec<Fault>,
    /// Where each change went.
    pub(super) moved: BTreeMap<OpId, Moved>,
    /// Contacts and tasks that others changed.
    pub(super) pulled: BTreeSet<Uuid>,
    /// Whether all news were fetched.
    pub(super) synced: bool,
    /// How far a full pull is: contacts fetched, and how many there are.
    pub(super) progress: Option<(u64, u64)>,
}

impl Course {
    /// `polls`: whether news are fetched every now and then, and not only by [`Self::settle`].
    pub(super) async fn begin(errand: &Errand, polls: bool) -> Result<Self, Fault> {
        let client = errand.account.client().await?;
        let usual = Pace::usual();
        let pace = Pace { polls: polls && usual.polls, ..usual };
        let (line, desk) = sync::line();
        let task = sync::start(client.clone(), errand.store.clone(), pace, desk);
        Ok(Self {
            line,
            task,
            client,
            store: errand.store.clone(),
            cut_off: None,
            pause: None,
            troubles: Vec::new(),
            moved: BTreeMap::new(),
            pulled: BTreeSet::new(),
            synced: false,
            progress: None,
        })
    }

    /// Waits until these have come to their ends; until nothing can be sent, which is told; or until
    /// none of them has moved for so long.
    pub(super) async fn push(
        &mut self,
        ops: &[OpId],
        patience: Duration,
    ) -> Result<Option<Fault>, Stop> {
        let mut open: BTreeSet<OpId> = ops.iter().copied().collect();
        let mut deadline = Instant::now() + patience;
        while !open.is_empty() && self.cut_off.is_none() {
            let Some(report) = self.next(deadline).await else { break };
            // Another process may have settled them before this one listened.
            if matches!(report, Report::Quiet) {
                let all = open.iter().copied().collect();
                open = self.unsettled(all).await?;
            }
            for moved in self.take(report) {
                if open.contains(&moved.op) {
                    deadline = Instant::now() + patience;
                }
                if is_end(moved.state) {
                    open.remove(&moved.op);
                }
            }
            deadline = deadline.max(self.pause_end(patience));
        }
        Ok(self.cut_off.clone())
    }

    /// Fetches news and waits until the queue is through, too; until nothing can be sent or fetched,
    /// which is told; or until nothing has happened for so long.
    pub(super) async fn settle(
        &mut self,
        full: bool,
        patience: Duration,
    ) -> Result<Option<Fault>, Stop> {
        self.order(Order::Pull { full });
        let mut deadline = Instant::now() + patience;
        let (mut tries, mut again) = (0, None);
        loop {
            let wake = again.unwrap_or(deadline).min(deadline);
            let Some(report) = self.next(wake).await else {
                if again.take().is_some() {
                    self.order(Order::Pull { full: false });
                    continue;
                }
                break;
            };
            let is_quiet = matches!(report, Report::Quiet);
            match &report {
                Report::Trouble(fault) if is_passing(fault) && !self.synced && tries < TRIES => {
                    tries += 1;
                    again = Some(Instant::now() + PAUSE * tries);
                    continue;
                }
                Report::Link(Link::Throttled { .. }) if !self.synced => {
                    self.order(Order::Pull { full: false });
                }
                Report::Changed { .. } | Report::Pulling { .. } => {
                    deadline = Instant::now() + patience;
                    tries = 0;
                }
                _ => {}
            }
            self.take(report);
            // Lost on the way: the background task looks by itself whether the server is back.
            let heard = self.progress.is_some() || !self.pulled.is_empty();
            if self.cut_off.as_ref().is_some_and(is_passing) && heard && tries < TRIES {
                tries += 1;
                self.cut_off = None;
            }
            deadline = deadline.max(self.pause_end(patience));
            let ended = self.synced || !self.troubles.is_empty();
            if self.cut_off.is_some() || is_quiet && ended && self.is_through().await? {
                break;
            }
        }
        Ok(self.cut_off.clone())
    }

    /// The next report, for whoever waits without end.
    pub(super) async fn watch(&mut self) -> Option<Report> {
        let report = self.line.reports.recv().await?;
        self.take(report.clone());
        Some(report)
    }

    /// Why nothing can be sent now.
    pub(super) const fn cut_off(&self) -> Option<&Fault> {
        self.cut_off.as_ref()
    }

    /// Lets land what is in flight.
    pub(super) async fn end(self) -> Traffic {
        let Self { line, mut task, client, .. } = self;
        drop(line);
        if timeout(FAREWELL, &mut task).await.is_err() {
            task.abort(); // what was on its way is looked for by the next sender
            let _ = task.await;
        }
        client.traffic()
    }

    fn order(&self, order: Order) {
        // A task that is gone has closed the line for reports, too.
        let _ = self.line.orders.send(order);
    }

    async fn next(&mut self, until: Instant) -> Option<Report> {
        tokio::select! {
            biased;
            report = self.line.reports.recv() => report,
            () = sleep_until(until) => None,
        }
    }

    fn take(&mut self, report: Report) -> Vec<Moved> {
        match report {
            Report::Changed { base, queue } => {
                if queue.is_empty() {
                    self.pulled.extend(named(&base));
                }
                for moved in &queue {
                    self.moved.insert(moved.op, moved.clone());
                }
                return queue;
            }
            Report::Link(link) => self.follow(link),
            Report::PutAside(fault) => complain(&fault),
            Report::Trouble(fault) => self.troubles.push(fault),
            Report::Pulling { done, total } => self.progress = Some((done, total)),
            Report::Synced(_) => self.synced = true,
            _ => {}
        }
        Vec::new()
    }

    fn follow(&mut self, link: Link) {
        (self.cut_off, self.pause) = match link {
            Link::Untried | Link::Online => (None, None),
            Link::Offline { fault, .. } | Link::SignedOut(fault) => (Some(fault), None),
            Link::Throttled { until } => (None, Some(until)),
        };
    }

    fn pause_end(&self, patience: Duration) -> Instant {
        let now = Timestamp::now();
        let wait = self.pause.map_or(SignedDuration::ZERO, |until| until.duration_since(now));
        match Duration::try_from(wait) {
            Ok(wait) if !wait.is_zero() && wait <= LONGEST_PAUSE.unsigned_abs() => {
                Instant::now() + wait + patience
            }
            _ => Instant::now(),
        }
    }

    async fn unsettled(&self, ops: Vec<OpId>) -> Result<BTreeSet<OpId>, Stop> {
        let look = move |reader: &Reader| {
            let mut open = BTreeSet::new();
            for op in ops {
                let state = reader.change(op)?.map(|pending| pending.outgoing.state);
                if state.is_some_and(|state| !is_end(state)) {
                    open.insert(op);
                }
            }
            Ok(open)
        };
        Ok(self.store.read(look).await?)
    }

    /// Whether nothing is on its way any more.
    async fn is_through(&self) -> Result<bool, Stop> {
        Ok(self.store.read(Reader::counts).await?.under_way == 0)
    }
}

fn is_end(state: OpState) -> bool {
    !state.is_under_way()
}

/// Worth another try in a moment.
fn is_passing(fault: &Fault) -> bool {
    matches!(fault.trouble, Trouble::Unreachable | Trouble::Garbled)
}

fn named(base: &Base) -> impl Iterator<Item = Uuid> {
    let contacts = base.rows.iter().map(|row| row.id).chain(base.gone.iter().copied());
    let tasks = base.tasks.iter().map(|task| task.id).chain(base.closed.iter().copied());
    contacts.map(ContactId::uuid).chain(tasks.map(TaskId::uuid))
}
