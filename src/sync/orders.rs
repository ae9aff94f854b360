//! What the interface asks for, carried out one after the other.

use jiff::Timestamp;

use super::{engine::Engine, landing::Landing, other, visit::Stale};
use crate::{
    model::{
        anew::Way,
        fault::Fault,
        ids::{ContactId, DeedId, Ids, OpId, RemoteId},
        op::{Moved, Op, OpState, WINDOW},
        talk::{Foreign, Order, Report},
    },
    store::{self, Pending, Recreated, Settled},
};

/// How many notes a search shows.
const NOTES: usize = 500;
/// How many deeds can be chosen from to be taken back.
const DEEDS: usize = 200;

impl Engine {
    pub(super) async fn obey(&mut self, order: Order) {
        match order {
            Order::Commit(ops) => self.commit(ops, None).await,
            Order::CommitHeld { ops, until } => self.commit(ops, Some(until)).await,
            Order::Undo { deed, at, ids, foreign } => self.undo(deed, at, ids, foreign).await,
            Order::Recreate { ops, way, at, ids } => self.recreate(ops, way, at, ids).await,
            Order::FindOther(op) => self.find_other(op),
            Order::Recall => self.recall().await,
            Order::Retry(ops) => self.retry(ops).await,
            Order::Hold(ops) => self.hold(ops).await,
            Order::Drop(ops) => self.drop_ops(ops).await,
            Order::Look(contact) => self.look(contact).await,
            Order::FindNotes(query) => self.find_notes(query).await,
            Order::Pull { full } => {
                self.gate.knock();
                self.breaker.knock();
                self.rhythm.ask(full);
                self.chores.ask();
                if let Some(contact) = self.looked_at {
                    self.visit = Some((contact, Stale::all(), self.hands.now()));
                }
            }
            Order::Attend(attention) => self.rhythm.attend(attention),
        }
    }

    async fn commit(&mut self, ops: Vec<Op>, until: Option<Timestamp>) {
        // By the clock as it is now: it may have been set since the deletion was asked for.
        let until = until.map(|until| until.min(self.watch.now() + WINDOW));
        let outdated: Vec<OpId> =
            ops.iter().flat_map(|op| self.queue.undecided_before(&op.change)).collect();
        let ids = ops.iter().map(|op| op.id).collect();
        let stored = match until {
            Some(until) => self.hands.store.commit_held(ops, until).await,
            None => self.hands.store.commit(ops).await,
        };
        match stored {
            Ok(stored) => {
                for op in stored {
                    match until {
                        Some(until) => self.queue.push_held(op, until),
                        None => self.queue.push_new(op),
                    }
                }
                self.report(Report::Accepted(ids));
            }
            Err(error) => {
                self.report(Report::NotSaved { ops: ids, fault: Fault::from(&error) });
                return;
            }
        }
        if !outdated.is_empty() {
            self.drop_ops(outdated).await;
        }
    }

    async fn undo(&mut self, deed: DeedId, at: Timestamp, ids: Ids, foreign: Foreign) {
        match self.hands.store.undo(deed, at, ids, foreign).await {
            Ok(undone) if !undone.since.is_empty() => {
                self.report(Report::ChangedSince { deed, changes: undone.since });
            }
            Ok(undone) => {
                let ended = |op: &OpId| Moved::to(*op, OpState::Cancelled, None);
                self.queue.follow(&undone.withdrawn.iter().map(ended).collect::<Vec<_>>());
                for op in &undone.inverse {
                    self.queue.push_new(op.clone());
                }
                if !undone.moved.is_empty() {
                    self.follow(Ok(undone.moved));
                }
                self.report(Report::Undone {
                    deed,
                    withdrawn: undone.withdrawn,
                    inverse: undone.inverse,
                    kept: undone.kept,
                });
            }
            Err(error) => self.report(Report::Undone {
                deed,
                withdrawn: Vec::new(),
                inverse: Vec::new(),
                kept: Some(Fault::from(&error)),
            }),
        }
    }

    async fn recreate(&mut self, ops: Vec<OpId>, way: Way, at: Timestamp, ids: Ids) {
        match self.hands.store.recreate(ops, way, at, ids).await {
            Ok(Recreated { ops, settled: Settled { base, queue }, kept }) => {
                self.rename(&base.renamed);
                self.queue.follow(&queue);
                for op in &ops {
                    self.queue.push_new(op.clone());
                }
                if !queue.is_empty() {
                    self.report(Report::Recreated { way, ops, base: Box::new(base), queue });
                }
                if let Some(fault) = kept {
                    self.report(Report::Trouble(fault));
                }
            }
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    fn find_other(&mut self, op: OpId) {
        let (hands, may_ask) = (self.hands.clone(), self.tenure.may_send());
        self.flights
            .spawn(async move { Landing::Found(op, other::find(&hands, op, may_ask).await) });
    }

    async fn recall(&self) {
        match self.hands.store.read(|reader| reader.past(DEEDS)).await {
            Ok(past) => self.report(Report::Recalled(past)),
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    async fn retry(&mut self, ops: Vec<OpId>) {
        let moved = self.hands.store.retry_ops(ops, self.hands.now()).await;
        self.gate.knock();
        self.breaker.knock();
        self.follow(moved);
        self.recover().await;
    }

    async fn hold(&mut self, ops: Vec<OpId>) {
        let moved = self.hands.store.hold_ops(ops, self.hands.now()).await;
        self.follow(moved);
    }

    async fn drop_ops(&mut self, ops: Vec<OpId>) {
        let moved = self.hands.store.drop_ops(ops, self.hands.now()).await;
        self.follow(moved);
    }

    /// The server holds something else by now than what these changes met.
    pub(super) async fn look_again(&mut self, ops: Vec<OpId>) {
        if !ops.is_empty() {
            let moved = self.hands.store.look_again(ops, self.hands.now()).await;
            self.follow(moved);
        }
    }

    pub(super) fn follow(&mut self, moved: store::Result<Vec<Moved>>) {
        match moved {
            Ok(moved) => {
                self.queue.follow(&moved);
                self.report(Report::Changed { base: Box::default(), queue: moved });
            }
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    /// The queue as the store has it.
    pub(super) async fn recover(&mut self) {
        match self.hands.store.read(store::Reader::outgoing).await {
            Ok(outgoing) => self.renew(outgoing),
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    pub(super) fn renew(&mut self, outgoing: Vec<Pending>) {
        for pending in outgoing {
            self.queue.renew(pending);
        }
        self.disbelieve();
    }

    /// What the store says of times may be from before somebody set the clock.
    pub(super) fn disbelieve(&mut self) {
        let settle = self.lag.outlast(self.hands.pace.settle);
        self.queue.disbelieve(self.watch.now(), settle);
    }

    async fn look(&mut self, contact: ContactId) {
        self.looked_at = Some(contact);
        self.hands.store.look_at(Some(contact));
        match self.hands.store.read(move |reader| reader.dossier(contact)).await {
            Ok(Some(dossier)) => {
                let now = self.hands.now();
                let stale = Stale::of(&dossier, self.hands.pace.fresh, now);
                self.visit =
                    stale.is_anything().then_some((contact, stale, now + self.hands.pace.rest));
                self.report(Report::Opened(Box::new(dossier)));
            }
            // Made here and not sent yet: the queue has all that is known.
            Ok(None) => self.visit = None,
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    async fn find_notes(&self, query: String) {
        let words = query.clone();
        match self.hands.store.read(move |reader| reader.notes_matching(&words, NOTES)).await {
            Ok(notes) => self.report(Report::NotesFound { query, notes }),
            Err(error) => self.report(Report::Trouble(Fault::from(&error))),
        }
    }

    /// Notes what the server listed before a creation was first sent.
    pub(super) fn note_before(&mut self, op: OpId, listed: &[RemoteId]) {
        if let Some(entry) = self.queue.entry_mut(op)
            && entry.pre_image.is_none()
        {
            entry.pre_image = serde_json::to_value(listed).ok();
        }
    }
}
