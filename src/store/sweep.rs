//! Which contacts the server does not have any more: first suspected, later laid to rest.

use jiff::{SignedDuration, Timestamp};

use super::{
    answers::contact,
    error::Result,
    handle::Store,
    rows::{memory, ops, suspects, sweeps::Sweeps, tombstones},
    work::Work,
    writer::Durability::{Full, Relaxed},
};
use crate::{
    model::{ids::ContactId, talk::Base},
    rehearsal::Point,
};

/// How long what a deleted contact held is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

impl Store {
    /// The end of a sweep: those that it did not find, and no others, are under suspicion. Answers
    /// with those that were so for `ripe` or longer and have no open changes.
    pub async fn suspect(
        &self,
        missing: Vec<ContactId>,
        sweeps: Sweeps,
        ripe: SignedDuration,
        at: Timestamp,
    ) -> Result<Vec<ContactId>> {
        let job = move |work: &mut Work<'_>| {
            memory::put(&work.sql, memory::SWEEPS, &sweeps)?;
            tombstones::forget(&work.sql, at - KEPT)?;
            let suspects = suspects::replace(&work.sql, &missing, at)?;
            let mut due = Vec::new();
            for contact in missing {
                let is_ripe = suspects[&contact] + ripe <= at;
                if is_ripe && ops::open_of_contact(&work.sql, contact)?.is_empty() {
                    due.push(contact);
                }
            }
            Point::SweepSuspect.try_pass()?;
            Ok(due)
        };
        Ok(self.transact(Relaxed, at, job).await?.0)
    }

    /// The end of a sweep that says nothing about anybody.
    pub async fn put_sweeps(&self, sweeps: Sweeps) -> Result<()> {
        self.keep(move |sql| memory::put(sql, memory::SWEEPS, &sweeps)).await
    }

    /// The server has the contact after all, whatever its lists say.
    pub async fn acquit(&self, contact: ContactId) -> Result<()> {
        self.keep(move |sql| suspects::clear(sql, contact)).await
    }

    /// The server says that it has no such contact. It goes, and what it held is kept for 90 days;
    /// with open changes it stays, since they say what a person has to decide.
    pub async fn bury(&self, contact: ContactId, at: Timestamp) -> Result<Base> {
        let job = move |work: &mut Work<'_>| {
            contact::bury(work, contact)?;
            Point::SweepTombstone.try_pass()?;
            Ok(())
        };
        Ok(self.transact(Relaxed, at, job).await?.1)
    }

    /// A person says that what the last sweep missed was really deleted. Answers with how many
    /// that may be; 0 if nobody asked.
    pub async fn accept_deletions(&self, at: Timestamp) -> Result<usize> {
        let job = move |work: &mut Work<'_>| {
            let mut sweeps = Sweeps::read(&work.sql)?;
            let Some(halt) = sweeps.halted.take() else { return Ok(0) };
            sweeps.accepted = halt.missing;
            memory::put(&work.sql, memory::SWEEPS, &sweeps)?;
            Ok(halt.missing)
        };
        Ok(self.transact(Full, at, job).await?.0)
    }
}
