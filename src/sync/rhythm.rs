//! How often the server is asked for news: often while the person works, seldom while she is
//! away, and never for more than a small part of the day's calls.

use jiff::{SignedDuration, Timestamp};

use super::{patience::shifted, pull::Extent};
use crate::model::talk::Attention;

/// The location's own things change seldom.
const CATALOG: SignedDuration = SignedDuration::from_hours(1);
/// Open tasks of everybody cost a call a hundred.
const TASKS: SignedDuration = SignedDuration::from_mins(1);
/// While a person works, a hundredth of the day's calls may go into asking for contacts, and as
/// much into their open tasks.
const WORKDAY: SignedDuration = SignedDuration::from_hours(8);
const SHARE: u32 = 100;
/// The service's limit for a day, until it tells its own (contract 1.4).
const DAY_CALLS: u32 = 200_000;

#[derive(Debug)]
pub(crate) struct Rhythm {
    /// Whether anything is due that nobody asked for.
    polls: bool,
    attention: Attention,
    last_pull: Option<Timestamp>,
    last_tasks: Option<Timestamp>,
    /// What fetching all open tasks cost the last time.
    task_calls: u32,
    /// Calls of a day.
    day_calls: u32,
    last_catalog: Option<Timestamp>,
    /// Asked for by the person, or the first one.
    asked: bool,
    /// Asked for all contacts, too.
    full: bool,
    /// Not before this, whatever else is due: the day's calls are nearly used up.
    not_before: Option<Timestamp>,
}

impl Rhythm {
    pub(crate) fn new(polls: bool) -> Self {
        Self {
            polls,
            attention: Attention::Working,
            last_pull: None,
            last_tasks: None,
            task_calls: 0,
            day_calls: DAY_CALLS,
            last_catalog: None,
            asked: polls,
            full: false,
            not_before: None,
        }
    }

    pub(crate) fn attend(&mut self, attention: Attention) {
        // Whoever comes back wants to see what happened meanwhile.
        self.asked |= self.attention == Attention::Away && attention == Attention::Working;
        self.attention = attention;
    }

    pub(crate) fn ask(&mut self, full: bool) {
        self.asked = true;
        self.full |= full;
        self.not_before = None;
        (self.last_tasks, self.last_catalog) = (None, None);
    }

    /// The service allows so many calls in a day.
    pub(crate) fn allow(&mut self, day_calls: u32) {
        self.day_calls = day_calls;
    }

    /// The clock was set by so much.
    pub(crate) fn shift(&mut self, by: SignedDuration) {
        let Self { last_pull, last_tasks, last_catalog, not_before, .. } = self;
        for time in [last_pull, last_tasks, last_catalog, not_before] {
            *time = time.map(|time| shifted(time, by));
        }
    }

    pub(crate) fn hold(&mut self, until: Timestamp) {
        self.not_before = Some(until);
    }

    /// When the next pull is due.
    pub(crate) fn due(&self, now: Timestamp) -> Timestamp {
        let due = match self.last_pull {
            _ if self.asked => now,
            _ if !self.polls => Timestamp::MAX,
            Some(last) => last + interval(self.attention).max(self.affordable(1)),
            None => now,
        };
        self.not_before.map_or(due, |time| due.max(time))
    }

    pub(crate) fn extent(&self, now: Timestamp) -> Extent {
        let older =
            |last: Option<Timestamp>, age| last.is_none_or(|last| now.duration_since(last) >= age);
        Extent {
            full: self.full,
            catalog: older(self.last_catalog, CATALOG),
            tasks: older(self.last_tasks, TASKS.max(self.affordable(self.task_calls))),
        }
    }

    /// A pull ended, with the calls that all open tasks took. One that failed is asked for again at
    /// the next turn.
    pub(crate) fn pulled(&mut self, extent: Extent, now: Timestamp, task_calls: Option<u32>) {
        self.last_pull = Some(now);
        self.asked = false;
        if let Some(task_calls) = task_calls {
            self.full = false;
            if extent.tasks {
                self.task_calls = task_calls;
            }
            self.last_catalog = if extent.catalog { Some(now) } else { self.last_catalog };
            self.last_tasks = if extent.tasks { Some(now) } else { self.last_tasks };
        }
    }

    /// How often something may be done that takes so many calls.
    fn affordable(&self, calls: u32) -> SignedDuration {
        let calls = i64::from(calls);
        let allowed = i64::from(self.day_calls / SHARE).max(1);
        SignedDuration::from_secs(WORKDAY.as_secs().saturating_mul(calls) / allowed)
    }
}

fn interval(attention: Attention) -> SignedDuration {
    match attention {
        Attention::Working => SignedDuration::from_secs(15),
        Attention::Idle => SignedDuration::from_mins(1),
        Attention::Away => SignedDuration::from_mins(5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn pulled() -> Rhythm {
        let mut rhythm = Rhythm::new(true);
        rhythm.pulled(rhythm.extent(NOW), NOW, Some(3));
        rhythm
    }

    #[test]
    fn the_first_pull_is_due_at_once_and_brings_everything() {
        let rhythm = Rhythm::new(true);
        assert_eq!(rhythm.due(NOW), NOW);
        assert_eq!(rhythm.extent(NOW), Extent { full: false, catalog: true, tasks: true });
    }

    #[test]
    fn an_incremental_pull_is_one_call() {
        let rhythm = pulled();
        let due = rhythm.due(NOW);
        assert_eq!(due, NOW + SignedDuration::from_secs(15));
        assert_eq!(rhythm.extent(due), Extent::default());
    }

    #[test]
    fn what_costs_many_calls_is_fetched_seldom() {
        let mut rhythm = Rhythm::new(true);
        rhythm.pulled(rhythm.extent(NOW), NOW, Some(500));
        let minutes = |minutes| NOW + SignedDuration::from_mins(minutes);
        assert!(!rhythm.extent(minutes(119)).tasks, "a hundredth of the day are four such fetches");
        assert!(rhythm.extent(minutes(120)).tasks);
        rhythm.ask(false);
        assert!(rhythm.extent(NOW).tasks, "whoever asks gets it");
    }

    #[test]
    fn a_small_account_is_polled_seldom() {
        let mut rhythm = pulled();
        rhythm.allow(10_000);
        assert_eq!(rhythm.due(NOW), NOW + SignedDuration::from_secs(288));
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let mut rhythm = pulled();
        let year = SignedDuration::from_hours(365 * 24);
        rhythm.shift(-year);
        assert_eq!(rhythm.due(NOW - year), NOW - year + SignedDuration::from_secs(15));
    }

    #[test]
    fn who_does_not_poll_fetches_once_for_every_time_of_asking() {
        let mut rhythm = Rhythm::new(false);
        assert_eq!(rhythm.due(NOW), Timestamp::MAX);
        rhythm.ask(true);
        assert_eq!(rhythm.due(NOW), NOW);
        assert!(rhythm.extent(NOW).full);
        rhythm.pulled(rhythm.extent(NOW), NOW, Some(3));
        assert_eq!(rhythm.due(NOW), Timestamp::MAX);
    }

    #[test]
    fn who_is_away_is_asked_for_less_and_who_comes_back_at_once() {
        let mut rhythm = pulled();
        rhythm.attend(Attention::Away);
        assert_eq!(rhythm.due(NOW), NOW + SignedDuration::from_mins(5));
        rhythm.attend(Attention::Working);
        assert_eq!(rhythm.due(NOW), NOW);
    }
}
