//! A place of work in which everything is real but the people: a sandbox on loopback, a database
//! file, and the background task between them.

use std::{collections::HashMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    api::{Client, Connection, Limits},
    model::{
        change::Change,
        contact::Contact,
        ids::{ContactId, DeedId, Ids, OpId},
        op::{Op, OpState},
        talk::{Foreign, Order, Report},
    },
    sandbox::{self, Action, Options, Pattern, Sandbox, Sky},
    store::{Reader, Store},
    sync::{self, Line, Pace},
};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Only a broken program takes this long to come to rest.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Office {
    pub(crate) sandbox: Sandbox,
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) ids: Ids,
    pub(crate) line: Line,
    task: JoinHandle<()>,
    pace: Pace,
    folder: TempDir,
    /// Where each change was last said to stand.
    pub(crate) states: HashMap<OpId, OpState>,
    pub(crate) reports: Vec<Report>,
}

impl Office {
    /// Opens, pulls everything, and comes to rest.
    pub(crate) async fn open(contacts: usize) -> Self {
        Self::open_at(contacts, quick()).await
    }

    /// The same with waits and a clock of one's own.
    pub(crate) async fn open_at(contacts: usize, pace: Pace) -> Self {
        Self::open_in(Options { contacts, ..Options::default() }, pace).await
    }

    /// The same in a location of one's own.
    pub(crate) async fn open_in(location: Options, pace: Pace) -> Self {
        let limits = sandbox::Limits::OFF;
        let index_lag = Duration::ZERO;
        let sandbox = Sandbox::start(Options { index_lag, limits, ..location }).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("rolodeck.db")).unwrap().store;
        let client = Client::new(Connection {
            origin: sandbox.base_url().to_owned(),
            location: sandbox.location_id().into(),
            tokens: std::sync::Arc::new(SecretString::from(sandbox.token().to_owned())),
            limits: Limits::default(),
        })
        .unwrap();
        let (line, task) = begin(&client, &store, pace);
        let mut office = Self {
            sandbox,
            store,
            client,
            ids: Ids::starting_at(Uuid::now_v7()),
            line,
            task,
            pace,
            folder,
            states: HashMap::new(),
            reports: Vec::new(),
        };
        office.rest().await;
        office
    }

    /// The program dies where it stands, and is started again on the same file.
    pub(crate) async fn crash(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
        self.store = Store::open(&self.folder.path().join("rolodeck.db")).unwrap().store;
        (self.line, self.task) = begin(&self.client, &self.store, self.pace);
    }

    /// One deed of these changes, given as an order.
    pub(crate) fn give(&mut self, changes: Vec<Change>) -> (DeedId, Vec<OpId>) {
        let deed = self.ids.deed();
        let at = Timestamp::now();
        let ops: Vec<Op> =
            changes.into_iter().map(|change| Op { id: self.ids.op(), deed, at, change }).collect();
        let ids = ops.iter().map(|op| op.id).collect();
        self.order(Order::Commit(ops));
        (deed, ids)
    }

    /// The same, and waits until nothing more can be done for it now.
    pub(crate) async fn make(&mut self, changes: Vec<Change>) -> (DeedId, Vec<OpId>) {
        let given = self.give(changes);
        self.rest().await;
        given
    }

    pub(crate) fn order(&self, order: Order) {
        self.line.orders.send(order).unwrap();
    }

    /// Until what is left to do for it is done.
    pub(crate) async fn undo(&mut self, deed: DeedId) {
        let ids = Ids::starting_at(Uuid::now_v7());
        self.order(Order::Undo { deed, at: Timestamp::now(), ids, foreign: Foreign::Ask });
        let is_answer =
            |report: &Report| matches!(report, Report::Undone { .. } | Report::ChangedSince { .. });
        self.until(is_answer).await;
        self.rest().await;
    }

    /// From now on the server is like this.
    pub(crate) async fn under(&self, sky: Sky) {
        self.sandbox.weather().set(sky);
        self.sandbox.weather().settled().await;
    }

    /// Until the background task says that it rests.
    pub(crate) async fn rest(&mut self) {
        self.until(|report| matches!(report, Report::Quiet)).await;
    }

    pub(crate) async fn until(&mut self, last: impl Fn(&Report) -> bool) {
        loop {
            let report = tokio::time::timeout(PATIENCE, self.line.reports.recv())
                .await
                .expect("the background task does not come to rest")
                .expect("the background task ended");
            if let Report::Changed { queue, .. } = &report {
                for moved in queue {
                    self.states.insert(moved.op, moved.state);
                }
            }
            let done = last(&report);
            self.reports.push(report);
            if done {
                return;
            }
        }
    }

    /// Rests until these have come to their end, however long the task waits in between.
    pub(crate) async fn settled(&mut self, ops: &[OpId]) {
        let is_moved =
            |report: &Report| matches!(report, Report::Changed { queue, .. } if !queue.is_empty());
        let settling = async {
            while !ops
                .iter()
                .all(|op| matches!(self.states.get(op), Some(state) if !state.is_under_way()))
            {
                self.until(is_moved).await;
            }
        };
        tokio::time::timeout(PATIENCE * 2, settling).await.expect("they do not come to their end");
    }

    pub(crate) async fn contacts(&self) -> Vec<ContactId> {
        let rows = self.store.read(|reader| reader.first_window(10_000)).await.unwrap().0;
        rows.into_iter().map(|row| row.id).collect()
    }

    pub(crate) async fn base(&self, id: ContactId) -> Contact {
        self.store.read(move |reader| reader.contact(id)).await.unwrap().unwrap()
    }

    /// What the server itself says of a contact.
    pub(crate) async fn served(&self, id: ContactId) -> rolodeck::model::served::ServedContact {
        let remote = self.base(id).await.remote.unwrap();
        self.client.contact(&remote).await.unwrap()
    }

    pub(crate) async fn waiting(&self) -> usize {
        self.store.read(Reader::outgoing).await.unwrap().len()
    }

    /// The lines of the history that say of such changes that they came to stand there, oldest first.
    pub(crate) async fn told(&self, to: OpState, is_such: impl Fn(&Change) -> bool) -> Vec<Change> {
        let history = self.store.read(|reader| reader.history(10_000)).await.unwrap();
        let lines = history.into_iter().rev().filter(|event| event.to == to);
        lines.map(|event| event.change).filter(is_such).collect()
    }

    /// How many records of a kind the server wrote in this way.
    pub(crate) fn written(&self, noun: &str, action: Action) -> usize {
        let commits = self.sandbox.commits();
        commits.iter().filter(|line| line.noun == noun && line.action == action).count()
    }

    pub(crate) fn requests(&self, pattern: &str) -> usize {
        self.sandbox.traffic().count(&Pattern::from(pattern))
    }
}

/// Waits that no test notices.
pub(crate) fn quick() -> Pace {
    Pace {
        settle: SignedDuration::from_millis(50),
        look_again: SignedDuration::from_millis(20),
        ..Pace::default()
    }
}

fn begin(client: &Client, store: &Store, pace: Pace) -> (Line, JoinHandle<()>) {
    let (line, desk) = sync::line();
    let task = sync::start(client.clone(), store.clone(), pace, desk);
    (line, task)
}
