//! What people changed and the server does not have yet, from commit to the end.
//!
//! Edits of one field are not merged here: each stays a row with its own `was` and `now`, so that
//! each can be undone by itself. What is sent for several of them is for the sender to plan.

use jiff::Timestamp;

use super::{
    error::Result,
    handle::Store,
    rebase,
    rows::{
        ops::{self, Pending},
        twins,
    },
    settle::{self, Settlement},
    steps,
    undo::{self, Undone},
    work::Work,
    writer::Durability::Full,
};
use crate::{
    model::{
        fault::Fault,
        ids::{DeedId, Ids, OpId},
        op::{Moved, Op, OpState},
        talk::{Base, Foreign},
    },
    rehearsal::Point,
};

/// Base and queue after a settling, as they changed together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    pub base: Base,
    pub queue: Vec<Moved>,
}

impl Store {
    /// What is promised once it returns.
    pub(super) async fn step<T: Send + 'static>(
        &self,
        at: Timestamp,
        job: impl FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        Ok(self.transact(Full, at, job).await?.0)
    }

    /// Puts changes into the outbox. Once this returns they survive anything but the disk's end;
    /// if it fails, none of them is stored. They come back as they are stored: one that takes the
    /// place of a change in conflict is from now on made from what the server has, and one of a
    /// contact that is known by another id now has that.
    pub async fn commit(&self, ops: Vec<Op>) -> Result<Vec<Op>> {
        self.put(ops, None).await
    }

    /// The same for changes that are held until then, and can be called back so long. The sender lets
    /// them go with [`Self::release_ops`].
    pub async fn commit_held(&self, ops: Vec<Op>, until: Timestamp) -> Result<Vec<Op>> {
        self.put(ops, Some(until)).await
    }

    async fn put(&self, mut ops: Vec<Op>, until: Option<Timestamp>) -> Result<Vec<Op>> {
        let Some(at) = ops.iter().map(|op| op.at).max() else { return Ok(ops) };
        let stored = self
            .step(at, move |work| {
                // A bulk change of everybody need not search for each what hardly ever is there.
                let any = ops::count(&work.sql, |state| state == OpState::Conflict)? > 0;
                for op in &mut ops {
                    let contact = op.change.contact();
                    let current = twins::current(&work.sql, contact)?;
                    if current != contact {
                        op.change.set_contact(current);
                    }
                    if any {
                        rebase::take_the_place(work, op)?;
                    }
                    match until {
                        Some(until) => steps::commit_held(work, op, until)?,
                        None => steps::commit(work, op, None)?,
                    }
                }
                Point::EditBeforeCommit.try_pass()?;
                Ok(ops)
            })
            .await?;
        Point::EditAfterCommit.pass();
        Ok(stored)
    }

    /// Records how tries and looks ended, all or none, with what they show of the server.
    pub async fn settle(&self, settlements: Vec<Settlement>, at: Timestamp) -> Result<Settled> {
        let (queue, base) = self
            .transact(Full, at, move |work| {
                let mut moved = Vec::with_capacity(settlements.len());
                for settlement in settlements {
                    if !moved.is_empty() {
                        Point::BulkHalfResults.try_pass()?;
                    }
                    moved.extend(settle::settle(work, settlement)?);
                }
                Point::SendBeforeResult.try_pass()?;
                Ok(moved)
            })
            .await?;
        Point::SendAfterResult.pass();
        Ok(Settled { base, queue })
    }

    /// Takes a deed back: withdraws what is not on the server, and commits the inverse of what is or
    /// may be, newest first. Only what a change really altered is altered back, and only if nobody
    /// changed any of it since, unless that shall be overwritten.
    pub async fn undo(
        &self,
        deed: DeedId,
        at: Timestamp,
        ids: Ids,
        foreign: Foreign,
    ) -> Result<Undone> {
        self.step(at, move |work| undo::undo(work, deed, ids, foreign)).await
    }

    /// Gives up changes that wait, if for a person. What was built on creations among them goes with
    /// them if nothing of it was sent, and else waits for a person. Changes that may be on the wire
    /// stay.
    pub async fn drop_ops(&self, mut ops: Vec<OpId>, at: Timestamp) -> Result<Vec<Moved>> {
        // What is built on others first: then nobody need be asked about it.
        ops.reverse();
        self.each(ops, at, steps::withdraw).await
    }

    /// Looks again at changes in conflict, of which something new is in the base: what the server
    /// holds by now may be what one was made from, or what it wants.
    pub async fn look_again(&self, ops: Vec<OpId>, at: Timestamp) -> Result<Vec<Moved>> {
        self.each(ops, at, |work, pending, moved| {
            moved.extend(rebase::dissolve(work, pending)?);
            Ok(())
        })
        .await
    }

    /// Puts a change aside for a person whose end could not be noted, by a fault of this program. Tells
    /// where it stands then; one that is not known any more has come to its end.
    pub async fn put_aside(&self, op: OpId, fault: Fault, at: Timestamp) -> Result<Vec<Moved>> {
        self.step(at, move |work| {
            let Some(pending) = ops::get(&work.sql, op)? else {
                return Ok(vec![Moved::to(op, OpState::Discarded, Some(fault))]);
            };
            let mut moved = Vec::new();
            steps::park(work, &pending, &fault, &mut moved)?;
            if moved.is_empty() {
                moved.push(pending.outgoing.moved());
            }
            Ok(moved)
        })
        .await
    }

    /// Lets changes go that were held for a while, which the caller says is over: the clock may have been
    /// set since. Where others stand is told, so that nobody asks for them again and again: a person may
    /// have held them for good meanwhile.
    pub async fn release_ops(&self, ops: Vec<OpId>, at: Timestamp) -> Result<Vec<Moved>> {
        self.each(ops, at, |work, pending, moved| {
            moved.push(match pending.outgoing.until {
                Some(_) => {
                    let released = steps::step(work, pending, OpState::Queued, None, None)?;
                    Point::HoldRelease.try_pass()?;
                    released
                }
                _ => pending.outgoing.clone().moved(),
            });
            Ok(())
        })
        .await
    }

    /// Holds changes back until somebody lets them go with [`Self::retry_ops`], those too that would
    /// be let go by themselves. Those that may be on the wire, or wait for a person anyway, stay as
    /// they are.
    pub async fn hold_ops(&self, ops: Vec<OpId>, at: Timestamp) -> Result<Vec<Moved>> {
        self.each(ops, at, |work, pending, moved| {
            if pending.outgoing.may_become(OpState::Held) {
                let fault = pending.outgoing.fault.clone();
                moved.push(steps::step(work, pending, OpState::Held, fault, None)?);
            } else if pending.outgoing.until.is_some() {
                moved.push(steps::stay_as_told(work, pending, None)?);
            }
            Ok(())
        })
        .await
    }

    /// Queues what waits for a person again as it is, and lets waiting changes go at once, held ones
    /// too. One that met somebody else's edit is from now on made from that: whoever retries it has
    /// seen it. A creation of which nobody could tell whether it arrived is looked for once more. A
    /// refused one that a later one on the wire says anew is given up: else the older would arrive
    /// last.
    pub async fn retry_ops(&self, ops: Vec<OpId>, at: Timestamp) -> Result<Vec<Moved>> {
        self.each(ops, at, |work, pending, moved| {
            let step = |to| steps::step(work, pending, to, None, None);
            moved.extend(match pending.outgoing.state {
                OpState::Parked if pending.outgoing.op.change.is_create() => {
                    Some(step(OpState::Unknown)?)
                }
                OpState::Rejected if steps::is_being_remade(work, pending)? => {
                    Some(step(OpState::Discarded)?)
                }
                OpState::Held | OpState::Conflict | OpState::Rejected | OpState::Parked => {
                    rebase::rebase(work, pending)?;
                    if pending.outgoing.state == OpState::Conflict {
                        Point::ConflictResolve.try_pass()?;
                    }
                    Some(step(OpState::Queued)?)
                }
                OpState::Queued | OpState::Retry => Some(steps::stay_as_told(work, pending, None)?),
                _ => None,
            });
            Ok(())
        })
        .await
    }

    /// What `one` makes of each of these changes, all or none.
    async fn each(
        &self,
        ops: Vec<OpId>,
        at: Timestamp,
        one: impl Fn(&Work<'_>, &Pending, &mut Vec<Moved>) -> Result<()> + Send + 'static,
    ) -> Result<Vec<Moved>> {
        self.step(at, move |work| {
            let mut moved = Vec::new();
            for op in ops {
                one(work, &steps::find(work, op)?, &mut moved)?;
            }
            Ok(moved)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;
    use crate::{
        model::{change::Change, note::NoteDraft},
        store::Error,
    };

    #[test]
    fn what_does_not_fit_on_the_disk_is_not_promised() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("data").join("rolodeck.db")).unwrap().store;
        let runtime = Builder::new_current_thread().build().unwrap();
        let room = |pages: i64| {
            runtime.block_on(store.keep(move |sql| {
                Ok(sql.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?)
            }))
        };
        let mut ids = Ids::starting_at(uuid::Uuid::from_u128(1));
        let mut commit = || {
            let draft = NoteDraft { title: String::new(), body: "so much to say ".repeat(10_000) };
            let change = Change::NoteAdded { contact: ids.contact(), note: ids.note(), draft };
            let op = Op { id: ids.op(), deed: ids.deed(), at: Timestamp::UNIX_EPOCH, change };
            runtime.block_on(store.commit(vec![op]))
        };

        room(60).unwrap();
        let error = commit().unwrap_err();
        assert!(matches!(&error, Error::Sqlite(_)));
        let said = Fault::from(&error).to_string();
        assert!(said.contains("disk is full") && said.contains("nothing was stored"), "{said}");
        let reader = store.reader().unwrap();
        assert_eq!((reader.outgoing().unwrap(), reader.history(9).unwrap()), (vec![], vec![]));

        room(6_000).unwrap();
        commit().unwrap();
        assert_eq!(reader.outgoing().unwrap().len(), 1);
    }
}
