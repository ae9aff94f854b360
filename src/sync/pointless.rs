//! Changes that cancel each other out before anything was sent: which of them come to nothing, by
//! what the server is known to hold (reliability d7).

use super::hands::{Error, Hands};
use crate::model::{change::Change, op::Op};

/// Those that need not be sent. Taking off a tag that was only to be put on is nothing, unless
/// somebody else has put it on meanwhile: then the last word is sent.
pub(crate) async fn pointless(hands: &Hands, mut ops: Vec<Op>) -> Result<Vec<Op>, Error> {
    let wanted = match ops.last().map(|op| &op.change) {
        Some(Change::TagAdded { contact, tag }) => Some((*contact, tag.clone(), true)),
        Some(Change::TagRemoved { contact, tag }) => Some((*contact, tag.clone(), false)),
        _ => None,
    };
    // One alone stands beside another that asks for the same.
    let Some((contact, tag, shall_have)) = wanted.filter(|_| ops.len() > 1) else {
        return Ok(ops);
    };
    let base = hands.store.read(move |reader| reader.contact(contact)).await?;
    if base.is_some_and(|base| base.has_tag(&tag) != shall_have) {
        ops.pop();
    }
    Ok(ops)
}
