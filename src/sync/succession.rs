//! Several programs on the same data: hearing of what the others write, becoming the sender, and
//! catching up with what was left behind.

use super::engine::Engine;
use crate::{
    model::{
        fault::Fault,
        op::{Moved, OpState},
        talk::{Base, Report},
    },
    store::{self, SenderLock},
};

impl Engine {
    /// Another program on the same data wrote something.
    pub(super) async fn listen(&mut self) {
        let mark = self.mark;
        let Ok(news) = self.hands.store.read(move |reader| reader.news(mark)).await else {
            return;
        };
        self.mark = news.until;
        self.quiet = false;
        self.learn_chores().await;
        self.rename(&news.renamed);
        for pending in &news.joined {
            self.queue.push(pending.clone());
        }
        for pending in news.moved.clone() {
            self.queue.concede(pending);
        }
        self.disbelieve();
        let moved: Vec<Moved> =
            news.moved.into_iter().map(|pending| pending.outgoing.retold()).collect();
        // Somebody may have said that what waits is to go now.
        if moved.iter().any(|moved| matches!(moved.state, OpState::Queued | OpState::Retry)) {
            self.gate.knock();
            self.breaker.knock();
        }
        if !news.renamed.is_empty() {
            let base = Base { renamed: news.renamed, ..Base::default() };
            self.report(Report::Changed { base: Box::new(base), queue: Vec::new() });
        }
        if !news.joined.is_empty() {
            let joined = news.joined.into_iter().map(|pending| pending.outgoing).collect();
            self.report(Report::Joined(joined));
        }
        if !moved.is_empty() {
            self.report(Report::Changed { base: Box::default(), queue: moved });
        }
        if news.is_base_new && !self.tenure.is_held() {
            self.report(Report::Overtaken);
        }
        // Whoever wrote this may have found nobody who sends it.
        if !self.tenure.is_held() {
            self.catch_up().await;
        }
    }

    /// Takes the lock if it is free by now, and notes what is still to be noted.
    pub(super) async fn catch_up(&mut self) {
        if !self.tenure.is_held() {
            self.try_the_lock().await;
        }
        let again = std::mem::take(&mut self.tenure.unsettled);
        self.settle(again).await;
        if self.tenure.is_stranded && self.tenure.unsettled.is_empty() && self.aboard.is_empty() {
            self.tenure.is_stranded = !self.take_over().await;
        }
    }

    /// Becomes the sender if nobody else is.
    pub(super) async fn try_the_lock(&mut self) {
        match SenderLock::try_take(self.hands.store.path()) {
            Ok(lock) => {
                self.tenure.refused = None;
                self.tenure.lock = lock;
                if self.tenure.is_held() && !self.take_over().await {
                    self.tenure.lock = None;
                }
            }
            Err(error) => {
                let fault = Fault::from(&error);
                if self.tenure.refused.as_ref() != Some(&fault) {
                    self.tenure.refused = Some(fault.clone());
                    self.report(Report::Trouble(fault));
                }
            }
        }
    }

    /// Another process is the sender: what is here goes its way, until that one ends.
    pub(super) fn resign(&mut self, error: &store::Error) {
        self.tenure.lock = None;
        self.report(Report::Trouble(Fault::from(error)));
    }

    /// Takes over what the last sender left behind, or this one where the disk failed it. Whether
    /// that is done.
    async fn take_over(&mut self) -> bool {
        self.recall_lag().await;
        let Some(lock) = &self.tenure.lock else { return false };
        let now = self.hands.now();
        // Whatever kind of creation the last sender left.
        let look_after = now + self.lag.outlast(self.hands.pace.settle);
        match self.hands.store.take_over(lock, now, look_after).await {
            Ok(taken) => {
                let fault = taken.fault();
                self.report(Report::Changed { base: Box::default(), queue: taken.moved });
                if let Some(fault) = fault {
                    self.report(Report::PutAside(fault));
                }
                self.recover().await;
                self.recall_doubts().await;
                true
            }
            Err(error) => {
                self.report(Report::Trouble(Fault::from(&error)));
                false
            }
        }
    }
}
