//! Every outcome class of reliability d2, for every kind of change.

use std::{collections::BTreeMap, time::Duration};

use uuid::Uuid;

use super::*;
use crate::{
    api::Doubt,
    model::{
        contact::Contact,
        field::Standard,
        ids::{ContactId, NoteId, TaskId},
        note::NoteDraft,
        op::OpState,
        tag::Tag,
        task::{Task, TaskDraft},
    },
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const SETTLE: SignedDuration = SignedDuration::from_secs(60);

/// Kinds of changes that an outcome treats alike.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Harmless to repeat.
    Idempotent,
    Deletion,
    Creation,
}

fn changes() -> Vec<(Kind, Change)> {
    let contact = ContactId::new(Uuid::from_u128(1));
    let (task, note) = (TaskId::new(Uuid::from_u128(2)), NoteId::new(Uuid::from_u128(3)));
    let (todo, text) = (TaskDraft::default(), NoteDraft::default());
    let tag = Tag::new("hot").unwrap();
    let known = Task::new(task, contact, todo.clone());
    let city = |now: &str| Change::ContactEdited {
        contact,
        field: Standard::City.into(),
        was: "Bonn".into(),
        now: now.into(),
    };
    vec![
        (Kind::Idempotent, city("Oslo")),
        (Kind::Idempotent, Change::TagAdded { contact, tag: tag.clone() }),
        (Kind::Idempotent, Change::TagRemoved { contact, tag }),
        (Kind::Idempotent, Change::TaskDone { contact, task }),
        (Kind::Idempotent, Change::TaskReopened { contact, task }),
        (
            Kind::Idempotent,
            Change::TaskEdited { contact, task, was: todo.clone(), now: todo.clone() },
        ),
        (
            Kind::Idempotent,
            Change::NoteEdited { contact, note, was: text.clone(), now: text.clone() },
        ),
        (Kind::Deletion, Change::ContactDeleted { contact, was: Box::new(Contact::new(contact)) }),
        (Kind::Deletion, Change::TaskDeleted { contact, was: Box::new(known) }),
        (
            Kind::Creation,
            Change::ContactAdded { contact, values: BTreeMap::new(), tags: Vec::new() },
        ),
        (Kind::Creation, Change::TaskAdded { contact, task, draft: todo }),
        (Kind::Creation, Change::NoteAdded { contact, note, draft: text }),
    ]
}

fn unknown(why: Doubt) -> api::Error {
    api::Error::Unknown { why, status: None, trace: None }
}

fn refused(status: u16) -> api::Error {
    api::Error::Refused { status, message: "no".into(), trace: None }
}

fn gone() -> api::Error {
    api::Error::Gone { message: "gone".into(), status: 400, trace: None }
}

fn duplicate() -> api::Error {
    let message = "twice".into();
    api::Error::Duplicate { contact: None, name: None, field: None, message, trace: None }
}

fn unauthorised(scope_missing: bool) -> api::Error {
    api::Error::Unauthorised { scope_missing, scope: None, message: "no".into(), trace: None }
}

fn throttled(daily: bool) -> api::Error {
    api::Error::Throttled { wait: Duration::from_secs(7), daily }
}

fn unsent(untrusted: bool) -> api::Error {
    api::Error::NotSent { reason: "refused".into(), untrusted }
}

fn tried(change: &Change) -> Tried<'_> {
    Tried { change, tries: 1, in_company: false }
}

fn with_times<T>(judge: impl FnOnce(&mut Times<'_>) -> T) -> T {
    let mut random = fastrand::Rng::with_seed(1);
    judge(&mut Times { now: NOW, settle: SETTLE, random: &mut random })
}

/// Where an outcome leads, and after how many seconds it goes on.
fn end(outcome: &Outcome) -> (OpState, i64) {
    let seconds = |time: &Timestamp| time.as_second();
    match outcome {
        Outcome::Done { .. } => (OpState::Done, 0),
        Outcome::Withdrawn => (OpState::Cancelled, 0),
        Outcome::Queued { not_before, .. } => {
            (OpState::Queued, not_before.as_ref().map_or(0, seconds))
        }
        Outcome::Retry { not_before, .. } => (OpState::Retry, seconds(not_before)),
        Outcome::Unknown { not_before, .. } => (OpState::Unknown, seconds(not_before)),
        Outcome::Conflict { .. } => (OpState::Conflict, 0),
        Outcome::Rejected { .. } => (OpState::Rejected, 0),
        Outcome::Parked { .. } => (OpState::Parked, 0),
    }
}

/// `None`: it goes again, without company.
fn after(tried: &Tried<'_>, error: &api::Error) -> Option<(OpState, i64)> {
    match with_times(|times| verdict(tried, error, times)) {
        Verdict::Apart => None,
        Verdict::Ended(outcome) => Some(end(&outcome)),
    }
}

/// The classes of the table in reliability d2 but for O8, which the next sender finds, and O9, which
/// is no failure: what becomes of an idempotent change, of a deletion, of a creation.
fn classes() -> Vec<(&'static str, Vec<api::Error>, [OpState; 3])> {
    use OpState::{Conflict, Done, Queued, Rejected, Retry, Unknown};
    let server = || Doubt::ServerFailed("busy".into());
    let unreadable = || {
        vec![
            unknown(Doubt::WebPage),
            unknown(Doubt::OtherContent("text/plain".into())),
            unknown(Doubt::Garbled("it ends early")),
            unknown(Doubt::TooLarge(16)),
            unknown(Doubt::Incomplete("id")),
        ]
    };
    vec![
        ("O1", vec![unsent(false), unsent(true)], [Queued; 3]),
        ("O2", vec![throttled(false), throttled(true)], [Retry; 3]),
        ("O3", vec![unauthorised(false)], [Queued; 3]),
        ("O5", vec![unknown(Doubt::Silence), unknown(Doubt::Broken)], [Retry, Retry, Unknown]),
        ("O6", vec![unknown(server())], [Retry, Retry, Unknown]),
        ("O7", unreadable(), [Retry, Retry, Unknown]),
        ("O10", vec![refused(400), refused(422)], [Rejected, Rejected, Unknown]),
        ("O11", vec![unauthorised(true), forbidden()], [Rejected; 3]),
        ("O12", vec![gone()], [Conflict, Done, Conflict]),
        ("O13", vec![unknown(Doubt::Redirected)], [Retry, Retry, Unknown]),
        ("O14", vec![refused(409), refused(412), unfit()], [Rejected; 3]),
        ("O15", vec![duplicate()], [Rejected, Rejected, Conflict]),
    ]
}

fn forbidden() -> api::Error {
    api::Error::Forbidden { message: "no".into(), trace: None }
}

fn unfit() -> api::Error {
    api::Error::Unfit("too large".into())
}

#[test]
fn every_class_of_outcome_has_one_end_for_each_kind_of_change() {
    for (class, errors, ends) in classes() {
        for error in &errors {
            for (kind, change) in changes() {
                let (state, _) = after(&tried(&change), error).unwrap();
                assert_eq!(state, ends[kind as usize], "{class} {error}: {kind:?} {change:?}");
                assert!(OpState::Sending.may_become(state), "{class}: {state}");
            }
        }
    }
}

#[test]
fn refused_in_company_goes_again_alone() {
    for (_, change) in changes() {
        let tried = Tried { in_company: true, ..tried(&change) };
        for status in [400, 422] {
            assert_eq!(after(&tried, &refused(status)), None, "O4: {change:?}");
        }
        assert_eq!(after(&tried, &refused(409)).unwrap().0, OpState::Rejected, "O14: {change:?}");
    }
}

#[test]
fn a_duplicate_after_an_unanswered_try_may_be_our_own() {
    for (kind, change) in changes() {
        let again = Tried { tries: 2, ..tried(&change) };
        let end = after(&again, &duplicate()).unwrap();
        match kind {
            Kind::Creation => assert_eq!(end, (OpState::Unknown, 0), "O15: looked for at once"),
            _ => assert_eq!(end.0, OpState::Rejected, "O15: {change:?}"),
        }
    }
}

#[test]
fn waits_are_those_that_the_case_asks_for() {
    for (kind, change) in changes() {
        assert_eq!(after(&tried(&change), &throttled(false)), Some((OpState::Retry, 7)));
        if let Kind::Creation = kind {
            let unanswered = after(&tried(&change), &unknown(Doubt::Silence));
            assert_eq!(unanswered, Some((OpState::Unknown, 60)), "it may still arrive");
            assert_eq!(after(&tried(&change), &refused(422)), Some((OpState::Unknown, 0)), "Q13");
        }
    }
}

/// The look before a write sends nothing: whatever fails it leaves no doubt, ends nothing by itself,
/// and leads where a change that waits may go.
#[test]
fn a_look_that_fails_puts_nothing_in_doubt() {
    use OpState::{Conflict, Done, Parked, Queued};
    for (class, errors, _) in classes() {
        let ends = match class {
            "O1" | "O2" | "O3" | "O5" | "O6" | "O7" | "O13" => [Queued; 3],
            "O12" => [Conflict, Done, Conflict],
            _ => [Parked; 3],
        };
        for error in &errors {
            for (kind, change) in changes() {
                let outcome = with_times(|times| after_look(&tried(&change), error, times));
                let (state, _) = end(&outcome);
                assert_eq!(state, ends[kind as usize], "{class} {error}: {kind:?} {change:?}");
                assert!(state == Queued || Queued.may_become(state), "{class}: {state}");
            }
        }
    }
}
