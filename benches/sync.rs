//! The background task with its database on the disk at hand, against the sandbox on loopback: what
//! a pull with and without news costs, how fast a long queue drains, and how long an edit waits for
//! its promise while a pull runs. Prints a line for each.
//!
//! `cargo bench --bench sync`, or with another number of contacts: `… -- 100000`.

mod figures;

use std::{
    collections::HashSet,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rolodeck::{
    api::{Client, Connection},
    model::{
        change::Change,
        field::Standard,
        ids::{ContactId, Ids, OpId},
        op::{Op, OpState},
        talk::{Attention, Order, Report},
    },
    sandbox::{Limits, Options, Sandbox},
    store::Store,
    sync::{self, Clock, Line, Pace},
};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinHandle};
use uuid::Uuid;

use self::figures::{millis, report, say};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Changes that somebody else makes before the pull with news.
const NEWS: usize = 1_000;
/// Changes in the queue that is drained.
const QUEUED: usize = 10_000;

/// Seconds that went by for the background task and nobody else, so that it polls at once.
static AHEAD: AtomicU64 = AtomicU64::new(0);
/// Longer than between two polls.
const TURN: u64 = 16;

fn ahead() -> Duration {
    Duration::from_secs(AHEAD.load(Ordering::Relaxed))
}

const CLOCK: Clock = Clock {
    now: || Timestamp::now() + ahead(),
    gone_by: || (Clock::default().gone_by)() + ahead(),
};

fn main() -> Outcome<()> {
    let contacts = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(100_000);
    Runtime::new()?.block_on(measure(contacts))
}

async fn measure(contacts: usize) -> Outcome<()> {
    let mut bench = Bench::start(contacts).await?;
    say(&format!("{contacts} contacts"))?;

    let promises = bench.edit_during_a_pull().await?;
    report("an edit's promise during a full pull", &promises)?;

    bench.pull().await?; // what was edited meanwhile
    let (time, calls) = bench.pull().await?;
    say(&format!("pull without news       {:10.1} ms, {calls} calls", millis(time)))?;

    bench.change_elsewhere(NEWS.min(contacts)).await?;
    let (time, calls) = bench.pull().await?;
    say(&format!("pull of {NEWS} changes    {:10.1} ms, {calls} calls", millis(time)))?;

    let (time, calls) = bench.drain(QUEUED.min(contacts)).await?;
    say(&format!("{QUEUED} edits drained   {:10.2} s, {calls} calls", time.as_secs_f64()))?;
    bench.end().await
}

struct Bench {
    sandbox: Sandbox,
    client: Client,
    store: Store,
    line: Line,
    task: JoinHandle<()>,
    ids: Ids,
    _folder: TempDir,
}

impl Bench {
    async fn start(contacts: usize) -> Outcome<Self> {
        let sandbox = Sandbox::start(Options {
            contacts,
            limits: Limits::OFF,
            index_lag: Duration::ZERO,
            ..Options::default()
        })
        .await?;
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("data").join("default.db"))?.store;
        let client = Client::new(Connection {
            origin: sandbox.base_url().to_owned(),
            location: sandbox.location_id().into(),
            tokens: Arc::new(SecretString::from(sandbox.token().to_owned())),
            limits: rolodeck::api::Limits::default(),
        })?;
        let (line, desk) = sync::line();
        let pace = Pace { clock: CLOCK, ..Pace::default() };
        let task = sync::start(client.clone(), store.clone(), pace, desk);
        let ids = Ids::starting_at(Uuid::now_v7());
        Ok(Self { sandbox, client, store, line, task, ids, _folder: folder })
    }

    fn calls(&self) -> u64 {
        self.client.traffic().requests
    }

    async fn report(&mut self) -> Outcome<Report> {
        self.line.reports.recv().await.ok_or_else(|| "the background task has ended".into())
    }

    /// A poll: how long it and its calls took, and how many these were.
    async fn pull(&mut self) -> Outcome<(Duration, u64)> {
        let (begun, calls) = (Instant::now(), self.calls());
        AHEAD.fetch_add(TURN, Ordering::Relaxed);
        self.line.orders.send(Order::Attend(Attention::Working))?;
        while !matches!(self.report().await?, Report::Synced(_)) {}
        Ok((begun.elapsed(), self.calls() - calls))
    }

    /// One edit after the other while everybody is pulled: how long each waits until it is promised.
    async fn edit_during_a_pull(&mut self) -> Outcome<Vec<Duration>> {
        self.line.orders.send(Order::Pull { full: true })?;
        let mut known = Vec::new();
        let mut waits = Vec::new();
        let mut waiting: Option<(OpId, Instant)> = None;
        loop {
            match self.report().await? {
                Report::Changed { base, .. } => known.extend(base.rows.iter().map(|row| row.id)),
                Report::Pulling { done, total } if done >= total => break,
                Report::Accepted(ops) => {
                    if let Some((_, begun)) = waiting.take_if(|(op, _)| ops.contains(op)) {
                        waits.push(begun.elapsed());
                    }
                }
                _ => {}
            }
            if waiting.is_none() && !known.is_empty() {
                let op = self.edit(known[waits.len() % known.len()]);
                waiting = Some((op.id, Instant::now()));
                self.line.orders.send(Order::Commit(vec![op]))?;
            }
        }
        while !matches!(self.report().await?, Report::Quiet) {}
        Ok(waits)
    }

    fn edit(&mut self, contact: ContactId) -> Op {
        let (id, deed, at) = (self.ids.op(), self.ids.deed(), Timestamp::now());
        let now = format!("city {}", id.uuid().as_u128() % 1_000);
        let (field, was) = (Standard::City.into(), "".into());
        let change = Change::ContactEdited { contact, field, was, now: now.as_str().into() };
        Op { id, deed, at, change }
    }

    async fn change_elsewhere(&self, contacts: usize) -> Outcome<()> {
        let found = self.somebody(contacts).await?;
        let remotes = self.store.read(move |reader| reader.remotes(&found)).await?;
        for remote in remotes.into_iter().flatten() {
            let website = (Standard::Website.into(), "https://example.com/new".into());
            self.client.update_contact(&remote, &[website]).await?;
        }
        Ok(())
    }

    async fn somebody(&self, contacts: usize) -> Outcome<Vec<ContactId>> {
        let (rows, _) = self.store.read(move |reader| reader.first_window(contacts)).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// So many edits of one field each, of different contacts, until the last one is through.
    async fn drain(&mut self, edits: usize) -> Outcome<(Duration, u64)> {
        let rows = self.store.read(move |reader| reader.first_window(edits)).await?.0;
        let mut ops: Vec<Op> = rows.iter().map(|row| self.edit(row.id)).collect();
        for (op, row) in ops.iter_mut().zip(&rows) {
            if let Change::ContactEdited { was, .. } = &mut op.change {
                *was = row.city.as_str().into();
            }
        }
        let mut left: HashSet<OpId> = ops.iter().map(|op| op.id).collect();
        let (begun, calls) = (Instant::now(), self.calls());
        self.line.orders.send(Order::Commit(ops))?;
        while !left.is_empty() {
            if let Report::Changed { queue, .. } = self.report().await? {
                for moved in queue {
                    if moved.state == OpState::Done {
                        left.remove(&moved.op);
                    } else if moved.state.needs_person() {
                        return Err(format!("an edit was not taken: {:?}", moved.fault).into());
                    }
                }
            }
        }
        Ok((begun.elapsed(), self.calls() - calls))
    }

    async fn end(self) -> Outcome<()> {
        drop(self.line);
        self.task.await?;
        self.sandbox.stop().await;
        Ok(())
    }
}
