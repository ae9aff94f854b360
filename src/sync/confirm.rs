//! Did an unanswered creation arrive? What a look at the server means: found, it is done; twice
//! not found, it goes again, or, if it was refused, it ends here (reliability d4).

use jiff::{SignedDuration, Timestamp};

use super::{queue::Entry, seen::Seen};
use crate::{
    model::{
        count,
        fault::{Fault, Trouble},
    },
    store::{Evidence, Outcome},
};

/// So many looks in a row must find nothing before a creation is taken for not applied.
const CLEAN_LOOKS: u32 = 2;
/// So many looks may fail before a person is asked.
const FAILED_LOOKS: u32 = 10;
/// For so long they may, however few they were.
const IN_DOUBT: SignedDuration = SignedDuration::from_hours(24);

/// What the look showed of the creation itself. If it showed nothing, the next one is not before
/// `again`.
pub(crate) fn outcome(entry: &mut Entry, seen: Seen, again: Timestamp) -> Outcome {
    if let Seen::Ours(evidence) = seen {
        return found(evidence);
    }
    entry.clean_looks += 1;
    let fault = reason(entry);
    if entry.clean_looks < CLEAN_LOOKS {
        return Outcome::Unknown { fault, not_before: again };
    }
    entry.clean_looks = 0;
    // Refused, or refused because there is one like it, and ours did not come to be all the same.
    if matches!(fault.trouble, Trouble::Refused | Trouble::Conflict) {
        Outcome::Rejected { fault }
    } else {
        Outcome::Queued { fault: None, not_before: None }
    }
}

/// The look itself failed: nothing is known yet, so it is looked again, later. `since`: when the first
/// one did, without the time in which nobody could be asked.
pub(crate) fn after_failure(
    entry: &mut Entry,
    since: Timestamp,
    fault: Fault,
    now: Timestamp,
) -> Outcome {
    entry.failed_looks += 1;
    let is_old = now.duration_since(since) >= IN_DOUBT;
    if entry.failed_looks < FAILED_LOOKS && !is_old {
        let wait = SignedDuration::from_secs(2 << entry.failed_looks.min(7));
        return Outcome::Unknown { fault: reason(entry), not_before: now + wait };
    }
    entry.failed_looks = 0;
    let cause = if is_old {
        format!("for a day nobody could tell whether it arrived: {}", fault.cause)
    } else {
        fault.cause
    };
    let remedy = "it may be on the server: r looks again, u drops it".into();
    Outcome::Parked { fault: Fault { cause, remedy, ..fault } }
}

/// The list that would show it has rows that cannot be read: it may be one of these.
pub(crate) fn unread(rows: usize) -> Fault {
    let cause = format!("{} of the list cannot be read", count::of(rows, "row"));
    Fault::new(Trouble::Garbled, cause, "")
}

fn found(evidence: Evidence) -> Outcome {
    Outcome::Done { evidence, changed: Some(true) }
}

fn reason(entry: &Entry) -> Fault {
    entry.fault.clone().unwrap_or_else(|| {
        Fault::new(
            Trouble::Unreachable,
            "no answer came",
            "whether it arrived is being found out; nothing is lost",
        )
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        model::{
            change::Change,
            ids::{ContactId, DeedId, NoteId, OpId},
            note::NoteDraft,
            op::{Moved, Op, OpState},
        },
        sync::queue::Queue,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const AGAIN: Timestamp = Timestamp::MAX;

    fn queue(trouble: Trouble) -> Queue {
        let id = Uuid::from_u128(1);
        let mut queue = Queue::default();
        queue.push_new(Op {
            id: OpId::new(id),
            deed: DeedId::new(id),
            at: NOW,
            change: Change::NoteAdded {
                contact: ContactId::new(id),
                note: NoteId::new(id),
                draft: NoteDraft::default(),
            },
        });
        let fault = Some(Fault::new(trouble, "because", ""));
        queue.follow(&[Moved::to(OpId::new(id), OpState::Unknown, fault)]);
        queue
    }

    fn entry(queue: &mut Queue) -> &mut Entry {
        queue.entry_mut(OpId::new(Uuid::from_u128(1))).unwrap()
    }

    fn absent() -> Seen {
        Seen::Absent { listed: Vec::new(), unread: 0 }
    }

    #[test]
    fn twice_not_found_goes_again() {
        let mut queue = queue(Trouble::Unreachable);
        let entry = entry(&mut queue);
        let first = outcome(entry, absent(), AGAIN);
        assert!(matches!(first, Outcome::Unknown { not_before, .. } if not_before == AGAIN));
        let second = outcome(entry, absent(), AGAIN);
        assert_eq!(second, Outcome::Queued { fault: None, not_before: None });
    }

    #[test]
    fn refused_and_twice_not_found_is_undecided() {
        let mut queue = queue(Trouble::Refused);
        let entry = entry(&mut queue);
        outcome(entry, absent(), AGAIN);
        let second = outcome(entry, absent(), AGAIN);
        assert!(matches!(second, Outcome::Rejected { fault } if fault.cause == "because"));
    }

    #[test]
    fn found_is_done_whatever_was_said() {
        let mut queue = queue(Trouble::Refused);
        let seen = Seen::Ours(Evidence::Bare);
        let outcome = outcome(entry(&mut queue), seen, AGAIN);
        assert_eq!(outcome, found(Evidence::Bare));
    }

    #[test]
    fn looks_that_fail_for_ever_end_with_a_question() {
        let mut queue = queue(Trouble::Unreachable);
        let entry = entry(&mut queue);
        let down = Fault::new(Trouble::Garbled, "html", "");
        for _ in 1..FAILED_LOOKS {
            let outcome = after_failure(entry, NOW, down.clone(), NOW);
            assert!(matches!(outcome, Outcome::Unknown { .. }));
        }
        assert!(matches!(after_failure(entry, NOW, down, NOW), Outcome::Parked { .. }));
    }

    #[test]
    fn a_day_of_looks_that_fail_ends_with_a_question_however_few_they_were() {
        let mut queue = queue(Trouble::Unreachable);
        let entry = entry(&mut queue);
        let down = Fault::new(Trouble::Garbled, "html", "");
        let day = NOW + IN_DOUBT;
        let before = day - SignedDuration::from_secs(1);
        let outcome = after_failure(entry, NOW, down.clone(), before);
        assert!(matches!(outcome, Outcome::Unknown { .. }), "not yet");
        let Outcome::Parked { fault } = after_failure(entry, NOW, down, day) else {
            panic!("it is looked for still")
        };
        assert_eq!(fault.cause, "for a day nobody could tell whether it arrived: html");
    }
}
