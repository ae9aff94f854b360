//! Single cases, and thousands of pairs of edits against a server that commits late.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::*;
use crate::{
    model::{
        field::Standard,
        ids::{ContactId, TaskId},
        tag::Tag,
        task::TaskDraft,
        value::Value,
    },
    sync::patience::{OUTBOX_CAP, backoff},
};

const SETTLE: SignedDuration = SignedDuration::from_secs(60);
const LATEST: i64 = 45_000;

fn contact() -> ContactId {
    ContactId::new(Uuid::from_u128(1))
}

fn city(now: &str) -> Change {
    let field = Standard::City.into();
    Change::ContactEdited { contact: contact(), field, was: Value::Empty, now: now.into() }
}

fn tag(is_added: bool) -> Change {
    let tag = Tag::new("hot").unwrap();
    if is_added {
        Change::TagAdded { contact: contact(), tag }
    } else {
        Change::TagRemoved { contact: contact(), tag }
    }
}

fn served(city: &str) -> ServedContact {
    ServedContact {
        remote: "r1".into(),
        values: BTreeMap::from([(Standard::City.into(), Value::text(city))]),
        tags: Vec::new(),
        added: None,
        updated: None,
        extra: BTreeMap::new(),
    }
}

fn need_of(changes: &[(&Change, OpState)]) -> Need {
    let ours: Vec<Ours<'_>> =
        changes.iter().map(|(change, state)| Ours { change, state: *state }).collect();
    need(&ours, 0)
}

#[test]
fn only_what_a_newer_change_could_lose_by_is_looked_at() {
    use OpState::{Cancelled, Done, Queued, Rejected, Retry};
    let (old, new) = (&city("Oslo"), &city("Bergen"));
    for (states, expected) in [
        (vec![Done], Need::Nothing),
        (vec![Retry], Need::Patience),
        (vec![Cancelled], Need::Look(None)),
        (vec![Done, Done], Need::Look(Some(1))),
        (vec![Done, Queued], Need::Patience),
        (vec![Done, Rejected], Need::Nothing),
        (vec![Cancelled, Done], Need::Look(Some(1))),
    ] {
        let changes: Vec<_> = [old, new].into_iter().zip(states.clone()).collect();
        assert_eq!(need_of(&changes), expected, "{states:?}");
    }
}

#[test]
fn a_tick_says_nothing_about_a_title() {
    let task = TaskId::new(Uuid::from_u128(2));
    let edited = Change::TaskEdited {
        contact: contact(),
        task,
        was: TaskDraft::default(),
        now: TaskDraft::default(),
    };
    let ticked = Change::TaskDone { contact: contact(), task };
    let both = [(&edited, OpState::Done), (&ticked, OpState::Done)];
    assert_eq!(need_of(&both), Need::Nothing);
}

#[test]
fn what_stands_there_tells_who_wrote_it() {
    let (old, new) = (city("Oslo"), city("Bergen"));
    for (city, finding) in
        [("Bergen", Finding::Well), ("Oslo", Finding::Late), ("Rome", Finding::Foreign)]
    {
        assert_eq!(judge(&new, &old, Seen::Contact(&served(city))), finding);
    }
    let seen = served("Oslo");
    assert_eq!(judge(&tag(true), &tag(false), Seen::Contact(&seen)), Finding::Late);
    assert_eq!(judge(&tag(false), &tag(true), Seen::Contact(&seen)), Finding::Well);
    assert_eq!(judge(&new, &old, Seen::Gone), Finding::Foreign);
}

/// A server with one field that commits some writes long after it stopped answering for them, and a
/// client that edits it twice. All times in milliseconds.
struct Pair {
    random: fastrand::Rng,
    now: i64,
    value: String,
    /// What will be written, and when.
    late: Vec<(i64, String)>,
    /// What the client did, oldest first, and when a try of it last went without an answer.
    changes: Vec<(Change, Option<i64>)>,
}

impl Pair {
    fn new(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { random, now: 0, value: "Rome".into(), late: Vec::new(), changes: Vec::new() }
    }

    fn until(&mut self, time: i64) {
        self.now = self.now.max(time);
        self.late.sort();
        while let Some((_, value)) = self.late.first().filter(|(at, _)| *at <= self.now).cloned() {
            self.late.remove(0);
            self.value = value;
        }
    }

    /// Whether an answer came. One of ten tries is lost on its way, of one of ten the answer is, and
    /// one of ten is carried out up to 45 seconds later.
    fn put(&mut self, value: &str) -> bool {
        match self.random.u8(..10) {
            0 => return false,
            1 => {
                let at = self.now + self.random.i64(0..=LATEST);
                self.late.push((at, value.to_owned()));
                return false;
            }
            2 => {
                value.clone_into(&mut self.value);
                return false;
            }
            _ => value.clone_into(&mut self.value),
        }
        true
    }

    /// Looks, writes, and tries again until there is an answer, as the outbox does.
    fn push(&mut self, value: &str) {
        let mut unanswered = None;
        for tries in 1.. {
            if self.value == value || self.put(value) {
                break;
            }
            unanswered = Some(self.now);
            let wait = backoff(tries, OUTBOX_CAP, &mut self.random);
            self.until(self.now + i64::try_from(wait.as_millis()).unwrap());
        }
        self.changes.push((city(value), unanswered));
    }

    /// One look for every write without an answer, once it is settled.
    fn recheck(&mut self) {
        for doubted in 0..2 {
            let mut pushed = 0;
            while let Some(since) = self.changes[doubted].1 {
                let now = Timestamp::from_millisecond(since).unwrap() + SETTLE;
                self.until(now.as_millisecond());
                self.changes[doubted].1 = None;
                let ours: Vec<Ours<'_>> = self
                    .changes
                    .iter()
                    .map(|(change, _)| Ours { change, state: OpState::Done })
                    .collect();
                let Need::Look(Some(newest)) = need(&ours, doubted) else { break };
                let seen = served(&self.value);
                let finding =
                    judge(ours[newest].change, ours[doubted].change, Seen::Contact(&seen));
                if finding != Finding::Late || pushed == MOST_AGAIN {
                    break;
                }
                pushed += 1;
                let Change::ContactEdited { now, .. } =
                    again(ours[newest].change, Seen::Contact(&seen))
                else {
                    panic!("an edit")
                };
                self.push(&now.shown());
                self.changes[doubted].1 = Some(self.now);
            }
        }
    }

    /// What the server holds in the end, after two edits up to a minute and a half apart.
    fn end(mut self, verified: bool) -> String {
        self.push("Oslo");
        let pause = self.random.i64(0..90_000);
        self.until(self.now + pause);
        self.push("Bergen");
        if verified {
            self.recheck();
        }
        self.until(i64::MAX / 2);
        self.value
    }
}

#[test]
fn of_five_thousand_pairs_the_newer_edit_stands_in_the_end() {
    let lost =
        |verified| (0..5_000).filter(|seed| Pair::new(*seed).end(verified) != "Bergen").count();
    assert!(lost(false) > 50, "a server that commits late does harm: {}", lost(false));
    assert_eq!(lost(true), 0);
}
