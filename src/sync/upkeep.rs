//! What keeps the background task well: what it does by itself, and when it may try again.

use jiff::{SignedDuration, Timestamp};

use super::{
    chores::{Chore, Standing},
    day::{Kept, MEMO},
    engine::Engine,
    hands::Error,
    lag::{self, Listing},
    landing::Landing,
    patience::shifted,
    plan::{self, Step},
    recheck, sweep,
    visit::read_ahead,
};
use crate::model::{
    fault::{Fault, Trouble},
    op::{Op, OpState},
    talk::{Link, Report},
};

/// How long to wait before letting go again what the disk would not let go.
const AGAIN: SignedDuration = SignedDuration::from_secs(5);

impl Engine {
    /// Whoever waits waits neither longer nor shorter because the clock is set or the machine slept.
    pub(super) fn look_at_the_clock(&mut self) {
        let Some(set) = self.watch.look() else { return };
        self.queue.shift(set);
        self.gate.shift(set);
        self.rhythm.shift(set);
        self.visit.iter_mut().for_each(|(.., time)| *time = shifted(*time, set));
        if set.is_positive() {
            // Writes without an answer go on settling.
            self.chores.rest(self.watch.now() + self.hands.pace.settle);
        }
    }

    /// Lets go of deletions that nobody called back, whoever made them.
    pub(super) async fn let_go(&mut self) {
        let now = self.hands.now();
        let due = plan::uncalled(&self.queue, now);
        if due.is_empty() || !self.tenure.may_send() {
            return;
        }
        let released = self.hands.store.release_ops(due.clone(), now).await;
        if released.is_err() {
            for op in due {
                if let Some(entry) = self.queue.entry_mut(op) {
                    entry.not_before = Some(now + AGAIN);
                }
            }
        }
        self.follow(released);
    }

    /// Whether a step may go now. Tries after the first have a budget; what it does not pay for
    /// waits.
    pub(super) fn may_go(&mut self, step: &Step, now: Timestamp) -> bool {
        let Step::Send(parcel) = step else { return true };
        let ops = parcel.ops();
        let retried = ops.iter().filter_map(|op: &&Op| self.queue.entry(op.id));
        let mut retried = retried.filter(|entry| entry.state == OpState::Retry).peekable();
        if retried.peek().is_none() {
            return true;
        }
        let is_silence = |fault: &Fault| fault.trouble == Trouble::Unreachable;
        let after_silence = retried.any(|entry| entry.fault.as_ref().is_some_and(is_silence));
        let Err(until) = self.breaker.retry(after_silence, now) else { return true };
        for op in ops {
            if let Some(entry) = self.queue.entry_mut(op.id) {
                entry.not_before = Some(until);
            }
        }
        false
    }

    /// The server took something.
    pub(super) fn succeeded(&mut self) {
        if self.breaker.succeeded() {
            self.queue.hurry();
        }
    }

    /// Goes on with the day's count of calls where the last sender stopped.
    pub(super) async fn recall_day(&mut self) {
        let memo = self.hands.store.read(|reader| reader.recall(MEMO)).await;
        let kept = memo.ok().flatten().and_then(|memo| serde_json::from_value::<Kept>(memo).ok());
        if let Some(kept) = kept
            && let Some(age) = kept.age(self.hands.now())
        {
            self.hands.client.recall_day(kept.day_left, kept.day_max, age);
        }
    }

    /// Keeps the day's count of calls now and then, and at the end.
    pub(super) async fn keep_day(&mut self, at_end: bool) {
        let day = self.hands.client.day();
        if self.hands.client.traffic().requests == 0
            || (!at_end && self.kept.is_some_and(|kept| !kept.is_old(day.0)))
        {
            return;
        }
        let told = *self.hands.client.budget().borrow();
        let server = self.hands.client.server_time();
        let kept = Kept::new(day, told, self.hands.now(), server);
        self.kept = Some(kept);
        // A hint for `status` and the next start; without it, the first answer tells.
        let _ = self.hands.store.remember(MEMO, serde_json::json!(kept)).await;
    }

    /// Goes on with what is known of lists where the last sender stopped.
    pub(super) async fn recall_lag(&mut self) {
        self.lag.recall(&self.hands.store).await;
        self.heed_lag().await;
    }

    /// The same with doubts.
    pub(super) async fn recall_doubts(&mut self) {
        self.doubts.recall(&self.hands.store).await;
        let queue = &self.queue;
        let is_open = |op| queue.entry(op).is_some_and(|entry| entry.state == OpState::Unknown);
        self.doubts.retain(is_open);
    }

    /// A pull showed what changed, and may have left out what we changed.
    pub(super) async fn listed(&mut self, listing: &Listing) {
        self.lag.listed(listing);
        self.lag.keep(&self.hands.store).await;
        self.heed_lag().await;
    }

    async fn heed_lag(&self) {
        // Without it, lists may bring back for a moment what was before.
        let _ = self.hands.store.keep_firm(self.lag.outlast(lag::FIRM)).await;
    }

    /// The server answered, whatever it said.
    pub(super) fn answered(&mut self) {
        let was_away = matches!(self.gate.link(), Link::Offline { .. });
        self.gate.answered();
        if was_away {
            self.breaker.succeeded();
            self.queue.hurry();
        }
    }

    pub(super) fn start_chore(&mut self, now: Timestamp) {
        // What was just fetched is compared, and not what was known before.
        if self.pulling {
            return;
        }
        let Some(chore) = self.chores.begin(now) else { return };
        let hands = self.hands.clone();
        self.flights.spawn(async move {
            Landing::Done(match chore {
                Chore::Sweep => sweep::sweep(&hands).await,
                Chore::Recheck => recheck::recheck(&hands).await.map(|()| None),
                Chore::ReadAhead(contact) => read_ahead(&hands, contact).await.map(|()| None),
            })
        });
    }

    /// A chore came to its end. Its failures are no news: it is done again later.
    pub(super) async fn did(&mut self, result: Result<Option<Fault>, Error>) {
        self.chores.ended(self.hands.now(), result.is_ok());
        self.heed(result.as_ref().err());
        if let Ok(Some(question)) = result {
            self.report(Report::Trouble(question));
        }
        self.learn_chores().await;
    }

    /// What the store says about what is to be done by itself.
    pub(super) async fn learn_chores(&mut self) {
        // If it can't be read now, what was known is not far from it.
        if let Ok(standing) = self.hands.store.read(Standing::read).await {
            self.chores.learn(standing);
        }
    }
}
