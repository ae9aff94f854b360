//! What somebody else wrote between our look and our write, where an answer happens to show it.

use jiff::{SignedDuration, Timestamp};

use crate::{
    model::{
        canonical::same,
        change::{Change, Key},
        fault::{Fault, Trouble},
        field::Field,
        gap::{Gap, Sent},
        ids::ContactId,
        value::Value,
    },
    store::{
        error::Result,
        rows::{
            contacts, events,
            ops::{self, Pending},
        },
        work::Work,
    },
};

/// No answer is so old that it still shows what was before.
const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// We wrote to a contact: what was read of it meanwhile is looked through, and what may still come is.
pub(in crate::store) fn wrote(work: &mut Work<'_>, id: ContactId, mut gap: Gap) -> Result<()> {
    if let Some(known) = contacts::get(&work.sql, id)? {
        let record = known.contact;
        let shown = gap.shown(record.updated, |field| record.value(field).clone());
        tell(work, id, shown)?;
    }
    let now = work.at;
    work.gaps.retain(|_, (at, _)| now.duration_since(*at).abs() < KEPT);
    work.gaps.insert(id, (now, gap));
    Ok(())
}

/// A contact as some answer shows it, which may be older than what is known.
pub(in crate::store) fn see(
    work: &mut Work<'_>,
    id: ContactId,
    updated: Option<Timestamp>,
    value: impl Fn(&Field) -> Value,
) -> Result<()> {
    let Some((_, gap)) = work.gaps.get_mut(&id) else { return Ok(()) };
    let shown = gap.shown(updated, value);
    tell(work, id, shown)
}

/// Told with what would put it back, and kept in the history. A value of ours that arrived late is
/// nobody else's.
fn tell(work: &mut Work<'_>, contact: ContactId, shown: Vec<(Sent, Value)>) -> Result<()> {
    for (Sent { op, field, value, .. }, theirs) in shown {
        let ours = ops::of_key(&work.sql, &Key::Field(contact, field.clone()))?;
        let is_that = |it: &Pending| {
            let change = &it.outgoing.op.change;
            matches!(change, Change::ContactEdited { now, .. } if same(&field, now, &theirs))
        };
        let Some(pending) = ops::get(&work.sql, op)?.filter(|_| !ours.iter().any(is_that)) else {
            continue;
        };
        let cause = format!(
            "it may have overwritten \"{}\", which somebody else wrote at the same time",
            theirs.shown()
        );
        let fault = Fault::new(Trouble::Conflict, cause, "r puts theirs back");
        let state = pending.outgoing.state;
        events::add(&work.sql, work.writer, work.at, op, Some(state), state, Some(&fault))?;
        work.overwritten(Change::ContactEdited { contact, field, was: value, now: theirs });
    }
    Ok(())
}
