//! What became of writes that may still have arrived: the newest value is sent again, or nothing is
//! to be done.

use jiff::Timestamp;

use super::{
    error::Result,
    handle::Store,
    rows::{ops, rechecks},
    steps,
    work::Work,
    writer::Durability::Full,
};
use crate::model::{change::Change, ids::OpId, op::Op};

/// What looking after one of them led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Rechecked {
    /// Nothing of it can arrive any more that would matter.
    Over,
    /// A newer change is still on its way: to be looked at again later.
    Later,
    /// It had arrived after a newer one: `change` asks for the newest value again, as part of the
    /// deed of `like`.
    Again { change: Box<Change>, like: OpId },
}

impl Store {
    /// Notes what became of one. A new change that follows is queued in the same transaction.
    pub async fn rechecked(
        &self,
        doubted: OpId,
        end: Rechecked,
        at: Timestamp,
    ) -> Result<Option<Op>> {
        let job = move |work: &mut Work<'_>| match end {
            Rechecked::Over => rechecks::remove(&work.sql, doubted).map(|()| None),
            Rechecked::Later => rechecks::add(&work.sql, doubted, at).map(|()| None),
            Rechecked::Again { change, like } => {
                let deed = steps::find(work, like)?.outgoing.op.deed;
                let op = Op { id: work.ids.op(), deed, at, change: *change };
                steps::commit(work, &op, ops::reversed_by(&work.sql, like)?)?;
                rechecks::pushed(&work.sql, doubted, at)?;
                Ok(Some(op))
            }
        };
        Ok(self.transact(Full, at, job).await?.0)
    }
}
