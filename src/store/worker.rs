//! A thread that owns a connection and does one job after the other.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use super::error::{Error, Result};

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

/// Ends its thread, and with it the connection, when it goes.
#[derive(Debug)]
pub(super) struct Worker<C> {
    jobs: Option<mpsc::Sender<Job<C>>>,
    thread: Option<JoinHandle<()>>,
}

impl<C: Send + 'static> Worker<C> {
    pub(super) fn start(name: &str, mut owned: C) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job<C>>();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            for job in waiting {
                // A job that panics has rolled its transaction back; the next one finds the
                // connection as it was. Whoever waits for the answer learns that none comes.
                let _ = catch_unwind(AssertUnwindSafe(|| job(&mut owned)));
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
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
        told.await.unwrap_or(Err(Error::Closed))
    }

    /// As [`Self::call`], for a job without an answer.
    pub(super) fn hand(&self, job: impl FnOnce(&mut C) + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Box::new(job)); // fails only once the thread has ended
        }
    }
}

impl<C> Drop for Worker<C> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) =
            self.thread.take().filter(|it| it.thread().id() != thread::current().id())
        {
            let _ = thread.join(); // a panic in there was told when it happened
        }
    }
}
