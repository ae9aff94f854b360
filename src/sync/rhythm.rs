//! How often the server is asked for news: often while the person works, seldom while she is
//! away, and never for more than a small part of the day's calls.

use jiff::{SignedDuration, Timestamp};

use super::pull::Extent;
use crate::model::talk::Attention;

/// The location's own things change seldom.
const CATALOG: SignedDuration = SignedDuration::from_hours(1);
/// Open tasks of everybody cost a call a hundred.
const TASKS: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug)]
pub(crate) struct Rhythm {
    /// Whether anything is due that nobody asked for.
    polls: bool,
    attention: Attention,
    last_pull: Option<Timestamp>,
    last_tasks: Option<Timestamp>,
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

    pub(crate) fn hold(&mut self, until: Timestamp) {
        self.not_before = Some(until);
    }

    /// When the next pull is due.
    pub(crate) fn due(&self, now: Timestamp) -> Timestamp {
        let due = match self.last_pull {
            _ if self.asked => now,
            _ if !self.polls => Timestamp::MAX,
            Some(last) => last + interval(self.attention),
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
            tasks: older(self.last_tasks, TASKS),
        }
    }

    /// A pull ended. One that failed is asked for again at the next turn.
    pub(crate) fn pulled(&mut self, extent: Extent, now: Timestamp, well: bool) {
        self.last_pull = Some(now);
        self.asked = false;
        if well {
            self.full = false;
            self.last_catalog = if extent.catalog { Some(now) } else { self.last_catalog };
            self.last_tasks = if extent.tasks { Some(now) } else { self.last_tasks };
        }
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
        rhythm.pulled(rhythm.extent(NOW), NOW, true);
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
    fn who_does_not_poll_fetches_once_for_every_time_of_asking() {
        let mut rhythm = Rhythm::new(false);
        assert_eq!(rhythm.due(NOW), Timestamp::MAX);
        rhythm.ask(true);
        assert_eq!(rhythm.due(NOW), NOW);
        assert!(rhythm.extent(NOW).full);
        rhythm.pulled(rhythm.extent(NOW), NOW, true);
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
