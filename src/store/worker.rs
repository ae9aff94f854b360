//! Whoever owns a connection and does one job after the other: a thread of its own, or the caller.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError, mpsc},
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use super::error::{Error, Result};

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

/// Does one job after the other.
#[derive(Debug)]
pub(super) enum Worker<C> {
    Thread(Thread<C>),
    /// No thread: whoever brings a job does it. Nothing is then left to chance in when it is done.
    Here(Mutex<C>),
}

/// Ends, and with it the connection, when it goes.
#[derive(Debug)]
pub(super) struct Thread<C> {
    jobs: Option<mpsc::Sender<Job<C>>>,
    handle: Option<JoinHandle<()>>,
}

impl<C: Send + 'static> Worker<C> {
    pub(super) fn start(name: &str, mut owned: C) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job<C>>();
        let handle = thread::Builder::new().name(name.to_owned()).spawn(move || {
            for job in waiting {
                carry_out(&mut owned, job);
            }
        })?;
        Ok(Self::Thread(Thread { jobs: Some(jobs), handle: Some(handle) }))
    }

    pub(super) fn here(owned: C) -> Self {
        Self::Here(Mutex::new(owned))
    }

    /// Does the job after those that wait already. It is done even if nobody waits for its answer
    /// any more.
    pub(super) async fn call<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut C) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, told) = oneshot::channel();
        self.hand(move |owned| {
            let _ = answer.send(job(owned)); // nobody may wait any more
        });
        if matches!(self, Self::Here(_)) {
            // A thread's answer takes its time, too: others may act before it is heard.
            tokio::task::yield_now().await;
        }
        told.await.unwrap_or(Err(Error::Closed))
    }

    /// As [`Self::call`], for a job without an answer.
    pub(super) fn hand(&self, job: impl FnOnce(&mut C) + Send + 'static) {
        match self {
            Self::Thread(Thread { jobs, .. }) => {
                // Fails only once the thread has ended.
                let _ = jobs.as_ref().map(|jobs| jobs.send(Box::new(job)));
            }
            Self::Here(owned) => {
                carry_out(&mut *owned.lock().unwrap_or_else(PoisonError::into_inner), job);
            }
        }
    }
}

/// A job that panics has rolled its transaction back; the next one finds the connection as it was.
/// Whoever waits for the answer learns that none comes.
fn carry_out<C>(owned: &mut C, job: impl FnOnce(&mut C)) {
    let _ = catch_unwind(AssertUnwindSafe(|| job(owned)));
}

impl<C> Drop for Thread<C> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(handle) =
            self.handle.take().filter(|it| it.thread().id() != thread::current().id())
        {
            let _ = handle.join(); // a panic in there was told when it happened
        }
    }
}
