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
    let remedy =
        format!("the {what} was deleted on the server; drop the change, its text stays in `e`");
    Fault { trouble: Trouble::Gone, remedy, ..fault }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::model::{
        contact::Contact,
        ids::{ContactId, NoteId},
        note::NoteDraft,
        tag::Tag,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const SETTLE: SignedDuration = SignedDuration::from_secs(60);

    fn contact() -> ContactId {
        ContactId::new(Uuid::from_u128(1))
    }

    fn idempotent() -> Change {
        Change::TagAdded { contact: contact(), tag: Tag::new("hot").unwrap() }
    }

    fn deletion() -> Change {
        Change::ContactDeleted { contact: contact(), was: Box::new(Contact::new(contact())) }
    }

    fn creation() -> Change {
        Change::NoteAdded {
            contact: contact(),
            note: NoteId::new(Uuid::from_u128(2)),
            draft: NoteDraft::default(),
        }
    }

    fn refused(status: u16) -> api::Error {
        api::Error::Refused { status, message: "no".into(), trace: None }
    }

    fn gone() -> api::Error {
        api::Error::Gone { message: "gone".into(), status: 400, trace: None }
    }

    fn duplicate() -> api::Error {
        api::Error::Duplicate {
            contact: None,
            name: None,
            field: None,
            message: "twice".into(),
            trace: None,
        }
    }

    fn unauthorised(scope_missing: bool) -> api::Error {
        api::Error::Unauthorised { scope_missing, scope: None, message: "no".into(), trace: None }
    }

    /// The word of the state that follows, and how long it waits.
    fn after(
        change: &Change,
        tries: u32,
        in_company: bool,
        error: &api::Error,
    ) -> (&'static str, i64) {
        let mut random = fastrand::Rng::with_seed(1);
        let mut times = Times { now: NOW, settle: SETTLE, random: &mut random };
        match verdict(&Tried { change, tries, in_company }, error, &mut times) {
            Verdict::Apart => ("apart", 0),
            Verdict::Ended(Outcome::Done { .. }) => ("done", 0),
            Verdict::Ended(Outcome::Withdrawn) => ("withdrawn", 0),
            Verdict::Ended(Outcome::Queued { .. }) => ("queued", 0),
            Verdict::Ended(Outcome::Retry { not_before, .. }) => ("retry", not_before.as_second()),
            Verdict::Ended(Outcome::Unknown { not_before, .. }) => {
                ("unknown", not_before.as_second())
            }
            Verdict::Ended(Outcome::Conflict { .. }) => ("conflict", 0),
            Verdict::Ended(Outcome::Rejected { .. }) => ("rejected", 0),
            Verdict::Ended(Outcome::Parked { .. }) => ("parked", 0),
        }
    }

    #[test]
    fn every_class_of_answer_has_one_end_for_each_kind_of_change() {
        let not_sent = api::Error::NotSent { reason: "refused".into(), untrusted: false };
        let throttled = api::Error::Throttled { wait: Duration::from_secs(7), daily: false };
        let silent = api::Error::Unknown { why: api::Doubt::Silence, status: None, trace: None };
        for (error, idempotent_end, deletion_end, creation_end) in [
            (&not_sent, "queued", "queued", "queued"),
            (&throttled, "retry", "retry", "retry"),
            (&unauthorised(false), "queued", "queued", "queued"),
            (&unauthorised(true), "rejected", "rejected", "rejected"),
            (&silent, "retry", "retry", "unknown"),
            (&refused(422), "rejected", "rejected", "unknown"),
            (&refused(409), "rejected", "rejected", "rejected"),
            (&gone(), "conflict", "done", "conflict"),
            (&duplicate(), "rejected", "rejected", "conflict"),
        ] {
            assert_eq!(after(&idempotent(), 1, false, error).0, idempotent_end, "{error}");
            assert_eq!(after(&deletion(), 1, false, error).0, deletion_end, "{error}");
            assert_eq!(after(&creation(), 1, false, error).0, creation_end, "{error}");
        }
    }

    #[test]
    fn waits_are_those_that_the_case_asks_for() {
        let throttled = api::Error::Throttled { wait: Duration::from_secs(7), daily: false };
        let silent = api::Error::Unknown { why: api::Doubt::Silence, status: None, trace: None };
        assert_eq!(after(&idempotent(), 1, false, &throttled), ("retry", 7));
        assert_eq!(after(&creation(), 1, false, &silent), ("unknown", 60));
        assert_eq!(after(&creation(), 1, false, &refused(422)), ("unknown", 0));
    }

    #[test]
    fn refused_in_company_goes_again_alone() {
        assert_eq!(after(&idempotent(), 1, true, &refused(422)).0, "apart");
        assert_eq!(after(&idempotent(), 1, true, &refused(403)).0, "rejected");
    }

    #[test]
    fn a_duplicate_after_an_unanswered_try_may_be_our_own() {
        assert_eq!(after(&creation(), 2, false, &duplicate()).0, "unknown");
    }
}
