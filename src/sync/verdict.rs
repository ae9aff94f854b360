//! What a failed try means for the change that it carried (the outcome classes of reliability
//! d2): one table from what is proven to what becomes of the change.

use jiff::{SignedDuration, Timestamp};

use super::patience::{OUTBOX_CAP, backoff};
use crate::{
    api,
    model::{
        change::Change,
        fault::{Fault, Trouble},
    },
    store::{Evidence, Outcome},
};

/// The change and what came before.
pub(crate) struct Tried<'a> {
    pub(crate) change: &'a Change,
    /// How often it was sent, this try included.
    pub(crate) tries: u32,
    /// Whether the request carried other changes too.
    pub(crate) in_company: bool,
}

/// What becomes of it.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    Ended(Outcome),
    /// Refused in company: goes again alone, so that the refusal falls on the right one.
    Apart,
}

/// When to look for an unanswered creation, or to try again.
pub(crate) struct Times<'a> {
    pub(crate) now: Timestamp,
    /// How long an unanswered request may still arrive on the server.
    pub(crate) settle: SignedDuration,
    pub(crate) random: &'a mut fastrand::Rng,
}

pub(crate) fn verdict(tried: &Tried<'_>, error: &api::Error, times: &mut Times<'_>) -> Verdict {
    use api::Error;
    let fault = Fault::from(error);
    let creates = tried.change.is_create();
    let retry =
        |wait: SignedDuration, fault| Outcome::Retry { fault, not_before: times.now + wait };
    Verdict::Ended(match error {
        Error::NotSent { .. } | Error::Unauthorised { scope_missing: false, .. } => {
            Outcome::Queued { fault: Some(fault), not_before: None }
        }
        Error::Throttled { wait, .. } => {
            retry(SignedDuration::try_from(*wait).unwrap_or(OUTBOX_CAP), fault)
        }
        Error::Gone { .. } if tried.change.is_delete() => {
            Outcome::Done { evidence: Evidence::Bare, changed: Some(false) }
        }
        Error::Duplicate { .. } if creates && tried.tries > 1 => {
            Outcome::Unknown { fault, not_before: times.now }
        }
        Error::Refused { status: 400 | 422, .. } if tried.in_company => return Verdict::Apart,
        // A refused creation has been seen to have created all the same (Q13).
        Error::Refused { status: 400 | 422, .. } if creates => {
            Outcome::Unknown { fault, not_before: times.now }
        }
        Error::Gone { .. } => Outcome::Conflict { fault: gone(tried.change, fault) },
        Error::Duplicate { .. } if creates => Outcome::Conflict { fault },
        Error::Refused { .. }
        | Error::Duplicate { .. }
        | Error::Forbidden { .. }
        | Error::Unauthorised { .. }
        | Error::Unfit(_) => Outcome::Rejected { fault },
        Error::Unknown { .. } if creates => {
            Outcome::Unknown { fault, not_before: times.now + times.settle }
        }
        Error::Unknown { .. } => retry(backoff(tried.tries, OUTBOX_CAP, times.random), fault),
    })
}

/// What it means that the look before a write failed: nothing was sent, so nothing is in doubt.
pub(crate) fn after_look(tried: &Tried<'_>, error: &api::Error, times: &mut Times<'_>) -> Outcome {
    use api::Error;
    let fault = Fault::from(error);
    match error {
        Error::NotSent { .. } | Error::Unauthorised { scope_missing: false, .. } => {
            Outcome::Queued { fault: Some(fault), not_before: None }
        }
        Error::Throttled { wait, .. } => Outcome::Queued {
            fault: Some(fault),
            not_before: Some(times.now + SignedDuration::try_from(*wait).unwrap_or(OUTBOX_CAP)),
        },
        Error::Unknown { .. } => {
            let wait = backoff(tried.tries.max(1), OUTBOX_CAP, times.random);
            Outcome::Queued { fault: Some(fault), not_before: Some(times.now + wait) }
        }
        Error::Gone { .. } if tried.change.is_delete() => {
            Outcome::Done { evidence: Evidence::Bare, changed: Some(false) }
        }
        Error::Gone { .. } => Outcome::Conflict { fault: gone(tried.change, fault) },
        Error::Refused { .. }
        | Error::Duplicate { .. }
        | Error::Forbidden { .. }
        | Error::Unauthorised { .. }
        | Error::Unfit(_) => Outcome::Parked { fault },
    }
}

fn gone(change: &Change, fault: Fault) -> Fault {
    let what = match (change.task().is_some(), change.note().is_some()) {
        (true, _) if !change.is_create() => "task",
        (_, true) if !change.is_create() => "note",
        _ => "contact",
    };
    let remedy = format!(
        "the {what} was deleted on the server; make it anew, or drop the change: its text stays in `e`"
    );
    Fault { trouble: Trouble::Gone, remedy, ..fault }
}

#[cfg(test)]
mod tests;
