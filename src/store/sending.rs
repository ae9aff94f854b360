//! What the one sender does to the queue: takes it over, and notes what is about to be sent.

use jiff::Timestamp;
use serde_json::json;

use super::{
    error::{Error, Result},
    file::{
        seal::{self, Doubt, Seal},
        sender::SenderLock,
    },
    handle::Store,
    rows::{
        memory,
        ops::{self, Pending},
    },
    settle, steps,
    work::Work,
};
use crate::{
    model::{
        count,
        fault::{Fault, Trouble},
        ids::{OpId, RemoteId},
        op::{Moved, OpState},
    },
    rehearsal::Point,
};

/// Changes that are about to be sent in one request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intent {
    pub ops: Vec<OpId>,
    /// The digest of that request.
    pub request: Option<String>,
    /// What the server holds now, for telling later whether an unanswered try arrived. The first
    /// one given is kept.
    pub pre_image: Option<serde_json::Value>,
}

/// What a new sender found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenOver {
    pub moved: Vec<Moved>,
    /// Set if changes were put aside, because of this.
    pub doubt: Option<Doubt>,
}

impl TakenOver {
    /// What to tell a person, if changes were put aside.
    pub fn fault(&self) -> Option<Fault> {
        let changes = count::of(self.moved.len(), "change");
        self.doubt.map(|doubt| {
            Fault::new(
                Trouble::Disk,
                format!("{}: {changes} that waited may have been sent already", doubt.words()),
                "nothing of it is sent before you say so; retry or drop it in the outbox",
            )
        })
    }
}

impl Store {
    /// The first act of a new sender: what the last one left in `Sending` may or may not have been
    /// applied. What is harmless to repeat waits as `Retry`, a creation as `Unknown`, to be looked
    /// for not before `look_after`. If this is an older or a copied database, all that waits may
    /// have been sent from the other one: it is put aside for a person.
    pub async fn take_over(
        &self,
        _lock: &SenderLock,
        at: Timestamp,
        look_after: Timestamp,
    ) -> Result<TakenOver> {
        let path = self.path().to_owned();
        let (taken, fresh, epoch) = self
            .step(at, move |work| {
                let seal = Seal::of(&work.sql)?;
                let doubt = seal::doubt(&path, seal.as_ref())?;
                let seal = seal.filter(|_| doubt.is_none());
                let mut moved = Vec::new();
                for pending in ops::open(&work.sql)? {
                    match doubt {
                        Some(doubt) => put_aside(work, &pending, doubt, &mut moved)?,
                        None if pending.outgoing.state == OpState::Sending => {
                            moved.push(steps::interrupt(work, &pending, look_after)?);
                        }
                        None => {}
                    }
                }
                moved.dedup_by_key(|moved| moved.op);
                let doubt = doubt.filter(|_| !moved.is_empty());
                let fresh = seal.is_none().then(Seal::fresh);
                fresh.iter().try_for_each(|seal| seal.set(&work.sql))?;
                let epoch = epoch(work)? + 1;
                memory::put(&work.sql, memory::EPOCH, &epoch)?;
                Point::OwnerTakeover.try_pass()?;
                Ok((TakenOver { moved, doubt }, fresh, epoch))
            })
            .await?;
        self.set_epoch(epoch);
        if let Some(seal) = fresh {
            self.press(seal).await?;
        }
        Ok(taken)
    }

    /// Notes on disk that these are about to be sent; nothing, and nothing may be sent, if one of them
    /// was withdrawn or held meanwhile. An error if another process has become the sender, which the
    /// lock alone cannot rule out: the file that it lies on may have been deleted.
    pub async fn sending(&self, intent: Intent, at: Timestamp) -> Result<Vec<Moved>> {
        let own = self.epoch();
        let (moved, seal) = self
            .step(at, move |work| {
                if epoch(work)? != own {
                    return Err(Error::Overtaken);
                }
                let moved = intend(work, &intent)?;
                let seal = Seal::of(&work.sql)?.filter(|_| !moved.is_empty()).map(Seal::next);
                seal.iter().try_for_each(|seal| seal.set(&work.sql))?;
                Point::SendBeforeIntent.try_pass()?;
                Ok((moved, seal))
            })
            .await?;
        if let Some(seal) = seal
            && let Err(error) = self.press(seal).await
        {
            // What a restored database could not be told from is not sent.
            let ops: Vec<OpId> = moved.iter().map(|moved| moved.op).collect();
            self.step(at, move |work| ops.iter().try_for_each(|op| not_sent(work, *op))).await?;
            return Err(error);
        }
        Point::SendAfterIntent.pass();
        Ok(moved)
    }

    /// Notes that a creation was not sent because of this record, which was there before.
    pub async fn met(&self, op: OpId, other: RemoteId, at: Timestamp) -> Result<()> {
        self.step(at, move |work| {
            let image = steps::find(work, op)?.pre_image.unwrap_or_else(|| json!([]));
            let mut before: Vec<RemoteId> = serde_json::from_value(image).unwrap_or_default();
            before.push(other);
            ops::replace_pre_image(&work.sql, op, &json!(before))
        })
        .await
    }

    /// Leaves the print of the seal beside the file.
    async fn press(&self, seal: Seal) -> Result<()> {
        let path = self.path().to_owned();
        self.keep(move |_| {
            Point::MirrorWrite.try_pass()?;
            seal.press(&path)
        })
        .await
    }
}

/// The number of the last sender.
fn epoch(work: &Work<'_>) -> Result<u64> {
    Ok(memory::get(&work.sql, memory::EPOCH)?.unwrap_or_default())
}

fn put_aside(
    work: &Work<'_>,
    pending: &Pending,
    doubt: Doubt,
    moved: &mut Vec<Moved>,
) -> Result<()> {
    let op = &pending.outgoing.op;
    if op.change.is_create() {
        // Looked for among all that is there.
        ops::set_pre_image(&work.sql, op.id, &json!([]))?;
    }
    let fault = Fault::new(
        Trouble::Disk,
        format!("{}: it may have been sent already", doubt.words()),
        "r sends it unless the server has it, u drops it",
    );
    steps::park(work, pending, &fault, moved)
}

fn intend(work: &Work<'_>, intent: &Intent) -> Result<Vec<Moved>> {
    let all: Vec<Pending> =
        intent.ops.iter().map(|op| steps::find(work, *op)).collect::<Result<_>>()?;
    if !all.iter().all(|pending| pending.outgoing.may_become(OpState::Sending)) {
        return Ok(Vec::new());
    }
    let mut moved = Vec::with_capacity(all.len());
    for pending in all {
        let op = pending.outgoing.op.id;
        let changed = match pending.changed {
            Some(changed) => changed,
            None => settle::would_change(work, &pending)?,
        };
        let Intent { pre_image, request, .. } = intent;
        ops::set_intent(&work.sql, op, pre_image.as_ref(), changed, request.as_deref())?;
        moved.push(steps::step(work, &pending, OpState::Sending, None, None)?);
    }
    Ok(moved)
}

/// As if it had never been about to be.
fn not_sent(work: &Work<'_>, op: OpId) -> Result<()> {
    let pending = steps::find(work, op)?;
    steps::step(work, &pending, OpState::Queued, None, None).map(drop)
}
