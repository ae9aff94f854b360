//! Changes that cancel each other out before anything was sent: which of them come to nothing, by
//! what the server is known to hold (reliability d7, d8).

use super::hands::{Error, Hands};
use crate::{
    model::{change::Change, op::Op},
    store::{self, Reader},
};

/// Those that need not be sent. Taking off a tag that was only to be put on is nothing, unless
/// somebody else has put it on meanwhile: then the last word is sent. So it is with a tick.
pub(crate) async fn pointless(hands: &Hands, mut ops: Vec<Op>) -> Result<Vec<Op>, Error> {
    // One alone stands beside another that asks for the same.
    if ops.len() > 1
        && let Some(last) = ops.last().map(|op| op.change.clone())
        && hands.store.read(move |reader| is_wanted_still(reader, &last)).await?
    {
        ops.pop();
    }
    Ok(ops)
}

/// Whether the server is known to hold the opposite of what this asks for.
fn is_wanted_still(reader: &Reader, last: &Change) -> store::Result<bool> {
    Ok(match last {
        Change::TagAdded { contact, tag } => {
            reader.contact(*contact)?.is_some_and(|base| !base.has_tag(tag))
        }
        Change::TagRemoved { contact, tag } => {
            reader.contact(*contact)?.is_some_and(|base| base.has_tag(tag))
        }
        Change::TaskDone { task, .. } => reader.task(*task)?.is_some_and(|base| !base.done),
        Change::TaskReopened { task, .. } => reader.task(*task)?.is_some_and(|base| base.done),
        _ => false,
    })
}
