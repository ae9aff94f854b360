//! What the background task does when nothing more urgent is to be done, and when: a list of things
//! that are due by themselves. One at a time; what fails rests for a while.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::{hands::Pace, sweep};
use crate::{
    model::ids::ContactId,
    store::{Reader, Result, Sweeps},
};

/// How long after a failure.
const REST: SignedDuration = SignedDuration::from_mins(5);
/// From one contact that is read ahead to the next: two calls each are a twentieth of the day's.
const UNHURRIED: SignedDuration = SignedDuration::from_secs(20);
/// More contacts than this are not read ahead; the others are fetched when they are looked at.
const AHEAD_MOST: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chore {
    /// Looks after writes without an answer.
    Recheck,
    /// Looks which contacts were deleted on the server.
    Sweep,
    /// Fetches tasks and notes of a contact that somebody worked on.
    ReadAhead(ContactId),
}

/// What the store says that decides when a chore is due.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub(crate) sweeps: Sweeps,
    pub(crate) suspects: u64,
    /// The oldest write without an answer that was not looked after yet.
    pub(crate) unanswered: Option<Timestamp>,
    /// When all contacts were last fetched.
    pub(crate) full: Option<Timestamp>,
}

impl Standing {
    pub(crate) fn read(reader: &Reader) -> Result<Self> {
        reader.still(|reader| {
            Ok(Self {
                sweeps: reader.sweeps()?,
                suspects: reader.suspects()?,
                unanswered: reader.oldest_recheck()?,
                full: reader.progress()?.full,
            })
        })
    }
}

#[derive(Debug)]
pub(crate) struct Chores {
    standing: Standing,
    /// Whether chores are done unasked.
    unasked: bool,
    /// How long an unanswered request may still arrive on the server.
    settle: SignedDuration,
    not_before: Option<Timestamp>,
    under_way: bool,
    /// Contacts that somebody worked on, the latest first, and when the next is read.
    stirred: VecDeque<ContactId>,
    read_ahead: Timestamp,
}

impl Chores {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            standing: Standing::default(),
            unasked: pace.polls,
            settle: pace.settle,
            not_before: None,
            under_way: false,
            stirred: VecDeque::new(),
            read_ahead: Timestamp::MIN,
        }
    }

    pub(crate) fn learn(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// Somebody else changed these contacts, so their tasks and notes may be new as well.
    pub(crate) fn stir(&mut self, contacts: Vec<ContactId>, now: Timestamp) {
        if self.stirred.is_empty() {
            self.read_ahead = self.read_ahead.max(now + UNHURRIED);
        }
        for contact in contacts {
            self.stirred.retain(|known| *known != contact);
            self.stirred.push_front(contact);
        }
        self.stirred.truncate(AHEAD_MOST);
    }

    /// The person wants news: from now on chores are done in any case.
    pub(crate) fn ask(&mut self) {
        self.unasked = true;
        self.not_before = None;
    }

    /// When the next one is due, if none is under way.
    pub(crate) fn due(&self, now: Timestamp) -> Option<Timestamp> {
        self.next(now).map(|(_, due)| due)
    }

    fn next(&self, now: Timestamp) -> Option<(Chore, Timestamp)> {
        if self.under_way || !self.unasked {
            return None;
        }
        let Standing { sweeps, suspects, unanswered, full } = &self.standing;
        // A time in the future was noted before the clock was set back.
        let unanswered =
            unanswered.map(|since| if since > now { now } else { since + self.settle });
        let all = [
            unanswered.map(|due| (Chore::Recheck, due)),
            Some((Chore::Sweep, sweep::due(sweeps, *suspects, *full, now))),
            // No longer than usual, even if the clock was set back.
            self.stirred
                .front()
                .map(|contact| (Chore::ReadAhead(*contact), self.read_ahead.min(now + UNHURRIED))),
        ];
        let (chore, due) = all.into_iter().flatten().min_by_key(|(_, due)| *due)?;
        let rest = self.not_before.filter(|time| *time <= now + REST);
        Some((chore, rest.map_or(due, |rest| due.max(rest))))
    }

    /// The chore to be done now, from here on under way.
    pub(crate) fn begin(&mut self, now: Timestamp) -> Option<Chore> {
        let (chore, _) = self.next(now).filter(|(_, due)| *due <= now)?;
        self.under_way = true;
        if matches!(chore, Chore::ReadAhead(_)) {
            self.stirred.pop_front();
            self.read_ahead = now + UNHURRIED;
        }
        Some(chore)
    }

    /// Nothing is done before then, but for what a person asks for.
    pub(crate) fn rest(&mut self, until: Timestamp) {
        self.not_before = self.not_before.max(Some(until));
    }

    pub(crate) fn ended(&mut self, now: Timestamp, well: bool) {
        self.under_way = false;
        self.not_before = (!well).then(|| now + REST);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn chores(polls: bool) -> Chores {
        Chores::new(Pace { polls, ..Pace::default() })
    }

    fn later(hours: i64) -> Timestamp {
        NOW + SignedDuration::from_hours(hours)
    }

    fn known(chores: &mut Chores) {
        chores.learn(Standing { full: Some(NOW), ..Standing::default() });
    }

    #[test]
    fn nothing_is_compared_before_everything_is_known() {
        assert_eq!(chores(true).begin(later(1_000)), None);
    }

    #[test]
    fn a_chore_is_done_once_at_a_time_and_rests_after_a_failure() {
        let mut chores = chores(true);
        known(&mut chores);
        assert_eq!(chores.begin(later(23)), None);
        let now = later(25);
        assert_eq!(chores.begin(now), Some(Chore::Sweep));
        assert_eq!(chores.begin(now), None);
        chores.ended(now, false);
        assert_eq!(chores.begin(now), None);
        assert_eq!(chores.begin(now + REST), Some(Chore::Sweep));
    }

    #[test]
    fn a_write_without_an_answer_is_looked_after_once_it_is_settled() {
        let mut chores = chores(true);
        chores.learn(Standing { unanswered: Some(NOW), ..Standing::default() });
        assert_eq!(chores.due(NOW), Some(NOW + SignedDuration::from_secs(60)));
        assert_eq!(chores.begin(later(1)), Some(Chore::Recheck));
    }

    #[test]
    fn whom_somebody_worked_on_is_read_ahead_without_hurry_and_the_latest_first() {
        let contact = |number| ContactId::new(Uuid::from_u128(number));
        let second = |seconds| NOW + SignedDuration::from_secs(seconds);
        let mut chores = chores(true);
        chores.stir(vec![contact(1), contact(2)], NOW);
        chores.stir(vec![contact(1)], second(10));
        assert_eq!(chores.begin(second(19)), None);
        assert_eq!(chores.begin(second(20)), Some(Chore::ReadAhead(contact(1))));
        chores.ended(second(21), true);
        assert_eq!(chores.begin(second(39)), None);
        assert_eq!(chores.begin(second(40)), Some(Chore::ReadAhead(contact(2))));
        chores.ended(second(41), true);
        assert_eq!(chores.begin(second(99)), None, "nobody is left");
    }

    #[test]
    fn who_does_nothing_unasked_does_it_when_asked() {
        let mut chores = chores(false);
        known(&mut chores);
        assert_eq!(chores.due(later(25)), None);
        chores.ask();
        assert_eq!(chores.begin(later(25)), Some(Chore::Sweep));
    }
}
