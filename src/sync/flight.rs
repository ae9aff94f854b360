//! What to make of a piece of work that came back.

use jiff::{SignedDuration, Timestamp};

use super::{
    confirm,
    delivery::Delivery,
    engine::Engine,
    hands::Error,
    landing::Landing,
    pull::Extent,
    seen::Seen,
    verdict::{Times, Tried, Verdict, after_look, verdict},
};
use crate::{
    api::{self, Doubt},
    model::{
        change::Change,
        fault::Fault,
        ids::OpId,
        op::{Op, OpState},
        talk::{Base, Renamed, Report},
    },
    rehearsal::Point,
    store::{self, Evidence, Outcome, Settled, Settlement},
};

/// How long background reads rest when the day's calls are nearly used up.
const DAY_REST: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    pub(super) async fn land(&mut self, landing: Landing) {
        match landing {
            Landing::Pushed(Ok(delivery)) => self.delivered(delivery).await,
            Landing::Confirmed(op, seen) => self.looked_for(op, seen).await,
            Landing::Withdrawn(Ok(ops)) => {
                let end = |op: Op| Settlement { op: op.id, outcome: Outcome::Withdrawn };
                self.settle(ops.into_iter().map(end).collect()).await;
            }
            // Another program was faster.
            Landing::Grown(Ok(moved)) if moved.is_empty() => self.recover().await,
            Landing::Grown(Ok(moved)) => self.follow(Ok(moved)),
            Landing::Grown(Err(error)) => {
                self.tenure.strand();
                self.heed(Some(&error.into()));
            }
            Landing::Visited(result) => {
                self.visiting = false;
                self.heed(result.err().as_ref());
            }
            Landing::Found(op, found) => {
                self.heed(found.as_ref().err());
                let other = found.map_err(|error| Fault::from(&error));
                self.report(Report::OtherFound { op, other });
            }
            Landing::Pulled(extent, result) => {
                self.pulled(extent, result);
                self.learn_chores().await;
            }
            Landing::Done(result) => self.did(result).await,
            Landing::Pushed(Err(Error::Store(error @ store::Error::Overtaken))) => {
                self.resign(&error);
            }
            Landing::Pushed(Err(error)) | Landing::Withdrawn(Err(error)) => {
                self.tenure.strand();
                self.heed(Some(&error));
            }
            Landing::Lost => {
                (self.pulling, self.visiting) = (false, false);
                self.chores.ended(self.hands.now(), false);
                self.tenure.strand();
            }
        }
    }

    async fn delivered(&mut self, delivery: Delivery) {
        let Delivery { mut settled, failed, error, in_company, listed, is_outdated } = delivery;
        if is_outdated {
            self.listen().await;
        }
        if let Some(listed) = listed {
            let sent = settled.iter().map(|end| end.op).chain(failed.iter().copied());
            sent.for_each(|op| self.note_before(op, &listed));
        }
        self.heed_answer(error.as_ref());
        let Some(error) = error else {
            self.succeeded();
            return self.settle(settled).await;
        };
        // The last of edits on top of each other first: what lies on it then lies on what it lay on.
        for op in failed.into_iter().rev() {
            settled.extend(self.failed(op, in_company, &error));
        }
        self.settle(settled).await;
        // A write without an answer is to be looked after.
        self.learn_chores().await;
    }

    /// Contacts that are known by another id from now on.
    pub(super) fn rename(&mut self, renamed: &[Renamed]) {
        for renamed in renamed {
            self.queue.rename(*renamed);
            self.aboard.values_mut().flatten().for_each(|id| renamed.give(id));
            self.visit.iter_mut().for_each(|(id, ..)| renamed.give(id));
            if self.looked_at == Some(renamed.from) {
                self.looked_at = Some(renamed.to);
                self.hands.store.look_at(self.looked_at);
            }
        }
    }

    /// One change of a request that failed.
    fn failed(&mut self, op: OpId, in_company: bool, error: &api::Error) -> Option<Settlement> {
        let now = self.hands.now();
        let entry = self.queue.entry_mut(op)?;
        let tried = Tried { change: &entry.op.change, tries: entry.tries, in_company };
        let settle = self.lag.settle(&entry.op.change, self.hands.pace.settle);
        let mut times = Times { now, settle, random: &mut self.random };
        if entry.state != OpState::Sending {
            // Only the look before it failed.
            let outcome = after_look(&tried, error, &mut times);
            entry.not_before = not_before(&outcome);
            let stays = matches!(outcome, Outcome::Queued { .. });
            return (!stays).then_some(Settlement { op, outcome });
        }
        let outcome = match verdict(&tried, error, &mut times) {
            Verdict::Apart => {
                Point::BulkSplit.pass();
                entry.alone = true;
                Outcome::Queued { fault: None, not_before: None }
            }
            Verdict::Ended(outcome) => outcome,
        };
        Some(Settlement { op, outcome })
    }

    async fn looked_for(&mut self, op: OpId, seen: Result<Seen, Error>) {
        let now = self.hands.now();
        let pace = self.hands.pace;
        self.heed(seen.as_ref().err());
        let reachable = self.gate.is_open(now);
        let Some(entry) = self.queue.entry_mut(op) else { return };
        let again = now + self.lag.look_again(&entry.op.change, pace.look_again);
        let outcome = match seen {
            Ok(Seen::Absent { unread, .. }) if unread > 0 => {
                let since = self.doubts.failed(op, now);
                confirm::after_failure(entry, since, confirm::unread(unread), now)
            }
            Ok(seen) => confirm::outcome(entry, seen, again),
            // An answer, too: with its contact gone it is not there.
            Err(Error::Api(api::Error::Gone { .. })) => {
                confirm::outcome(entry, Seen::Orphaned, again)
            }
            // Looks that could not be made don't count.
            Err(_) if !reachable => {
                entry.not_before = Some(now + pace.look_again);
                return self.doubts.unasked(op, now);
            }
            Err(error) => {
                let since = self.doubts.failed(op, now);
                confirm::after_failure(entry, since, (&error).into(), now)
            }
        };
        if !matches!(outcome, Outcome::Unknown { .. }) {
            self.doubts.ended(op);
        }
        self.settle(vec![Settlement { op, outcome }]).await;
        self.doubts.keep(&self.hands.store).await;
    }

    fn pulled(&mut self, extent: Extent, result: Result<u32, Error>) {
        let now = self.hands.now();
        self.pulling = false;
        self.rhythm.pulled(extent, now, result.as_ref().ok().copied());
        self.heed(result.as_ref().err());
        match result {
            Ok(_) => self.report(Report::Synced(now)),
            Err(error @ Error::Api(api::Error::Throttled { daily: true, .. })) => {
                self.rhythm.hold(now + DAY_REST);
                self.report(Report::Trouble((&error).into()));
            }
            // What closes the gate is told as the state of the connection.
            Err(Error::Api(_)) if !self.gate.is_open(now) => {}
            Err(error) => self.report(Report::Trouble((&error).into())),
        }
    }

    /// What an answer, or none, says about the connection.
    pub(super) fn heed(&mut self, error: Option<&Error>) {
        match error {
            None => self.answered(),
            Some(Error::Api(error)) => self.heed_answer(Some(error)),
            Some(error @ Error::Store(_)) => self.report(Report::Trouble(error.into())),
            Some(Error::Circle) => {}
        }
    }

    fn heed_answer(&mut self, error: Option<&api::Error>) {
        use api::Error as E;
        let now = self.hands.now();
        match error {
            Some(E::Throttled { daily: true, .. } | E::Unfit(_)) => {}
            Some(E::Throttled { wait, .. }) => {
                let wait = SignedDuration::try_from(*wait).unwrap_or(DAY_REST);
                self.gate.throttled(now, wait);
            }
            Some(error @ E::Unauthorised { scope_missing: false, .. }) => {
                self.gate.signed_out(error.into());
            }
            Some(
                error @ (E::NotSent { .. }
                | E::Unknown {
                    why: Doubt::Silence | Doubt::Broken | Doubt::WebPage | Doubt::Redirected,
                    ..
                }),
            ) => self.gate.unreachable(now, Fault::from(error)),
            Some(_) | None => self.answered(),
        }
    }

    /// From now on lists are to show what the server answered.
    fn watch_for(&mut self, settlement: &Settlement) {
        let Outcome::Done { evidence, .. } = &settlement.outcome else { return };
        if let Evidence::Contact(served) = evidence {
            self.lag.wrote(served, self.hands.now());
        }
        let change = self.queue.entry(settlement.op).map(|entry| &entry.op.change);
        if let Some(Change::ContactDeleted { was, .. }) = change
            && let Some(remote) = &was.remote
        {
            self.lag.deleted(remote);
        }
    }

    /// Puts ends on disk and tells them. What the disk would not take is kept and tried again:
    /// until then nothing is sent, since what was sent could not be noted. An end that does not fit
    /// its change never will: that one is put aside, and the others go on.
    pub(super) async fn settle(&mut self, mut settlements: Vec<Settlement>) {
        for settlement in &settlements {
            self.watch_for(settlement);
        }
        while !settlements.is_empty() {
            let settled = self.hands.store.settle(settlements.clone(), self.hands.now()).await;
            let error = match settled {
                Ok(settled) => return self.tell_settled(&settlements, settled),
                Err(error) => error,
            };
            self.report(Report::Trouble(Fault::from(&error)));
            let unfit = settlements.iter().position(|it| Some(it.op) == error.change());
            let Some(unfit) = unfit else { return self.tenure.owe(settlements) };
            let op = settlements.remove(unfit).op;
            let put = self.hands.store.put_aside(op, Fault::from(&error), self.hands.now()).await;
            self.follow(put);
        }
    }

    fn tell_settled(&mut self, settlements: &[Settlement], settled: Settled) {
        self.rename(&settled.base.renamed);
        self.queue.follow(&settled.queue);
        for settlement in settlements {
            let Some(entry) = self.queue.entry_mut(settlement.op) else { continue };
            entry.not_before = not_before(&settlement.outcome);
        }
        let base: Box<Base> = Box::new(settled.base);
        self.report(Report::Changed { base, queue: settled.queue });
    }
}

fn not_before(outcome: &Outcome) -> Option<Timestamp> {
    match outcome {
        Outcome::Queued { not_before, .. } => *not_before,
        Outcome::Retry { not_before, .. } | Outcome::Unknown { not_before, .. } => {
            Some(*not_before)
        }
        Outcome::Done { .. }
        | Outcome::Withdrawn
        | Outcome::Conflict { .. }
        | Outcome::Rejected { .. }
        | Outcome::Parked { .. } => None,
    }
}
