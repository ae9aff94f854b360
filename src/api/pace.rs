//! How fast requests may follow each other: a sliding-window log, pure arithmetic over times that
//! are handed in (reliability d9).
//!
//! A slot is taken when a request is sent and free again one interval after its *answer* came, so
//! wherever between the two the server counted it, the server's own window is never passed. All
//! times are since the start of the program's clock.

use std::{collections::VecDeque, time::Duration};

use super::{day::Day, priority::Priority};
use crate::model::talk::Budget;

/// Cap until the server has told its own.
const CAREFUL: usize = 80;
/// Slots left to the person while she waits.
const YIELDED: usize = 20;
/// Left free beside what others were seen to use. A slot lasts one interval and the flight of its
/// request, so any more would leave more than a tenth of our share unused.
const ELBOW_ROOM: usize = 2;
/// Step below what was too much for the server, though it says that it allows more.
const MARGIN: usize = 5;
/// How long a sign of others, or of too much, is remembered.
const WARY: Duration = Duration::from_mins(1);
/// Who forgets what was too much and finds it so once more, remembers it longer, but no longer
/// than this.
const WARIEST: Duration = Duration::from_mins(16);
const INTERVAL: Duration = Duration::from_secs(10);
/// No request is on its way for longer.
const LONGEST_FLIGHT: Duration = Duration::from_mins(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The slot is taken: send now.
    Go,
    /// Not before then.
    At(Duration),
    /// When one of the requests on their way is answered.
    AfterAnAnswer,
    /// The day is nearly used up, and this can wait for another.
    NotToday,
}

/// Who asks, and for what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub(super) priority: Priority,
    /// It changes nothing, so it may be left out on a busy day.
    pub(super) reads: bool,
    /// A person waits for an answer at this moment.
    pub(super) person_waits: bool,
}

#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    in_flight: usize,
    /// When the last slot was taken.
    last: Duration,
    /// When answers came, oldest first: those of the last interval still take their slots, the
    /// older ones only help to compare counts with the server.
    answered: VecDeque<Duration>,
    /// What the server says it allows in one interval.
    max: Option<usize>,
    /// When others were seen, and with how many requests in one interval: the highest count first,
    /// then the highest of those after it, and so on.
    others: VecDeque<(Duration, usize)>,
    limit: Option<Limit>,
    paused_until: Duration,
    day: Day,
}

/// More of our own were too many, for a time that doubles with each time that it is forgotten too
/// early.
#[derive(Clone, Copy, Debug)]
struct Limit {
    ceiling: usize,
    lasts: Duration,
    until: Duration,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            interval: INTERVAL,
            in_flight: 0,
            last: Duration::ZERO,
            answered: VecDeque::new(),
            max: None,
            others: VecDeque::new(),
            limit: None,
            paused_until: Duration::ZERO,
            day: Day::new(),
        }
    }

    pub(super) fn ask(&mut self, now: Duration, asking: Asking) -> Verdict {
        let background = asking.priority == Priority::Background;
        if background && asking.reads && self.day.is_scarce(now) {
            return Verdict::NotToday;
        }
        if now < self.paused_until {
            return Verdict::At(self.paused_until);
        }
        let yielded = if background && asking.person_waits { YIELDED } else { 0 };
        let cap = self.cap(now).saturating_sub(yielded).max(1);
        let used = self.used(now);
        if used < cap {
            if let Some(turn) = self.turn(now, asking.priority) {
                return Verdict::At(turn);
            }
            self.in_flight += 1;
            self.last = now;
            self.day.asks(now);
            return Verdict::Go;
        }
        // So many of the answers in the window must leave it before the next slot is free.
        match self.in_window(now).nth(used - cap) {
            Some(answered) => Verdict::At(answered + self.interval),
            None => Verdict::AfterAnAnswer,
        }
    }

    /// The slot was not used: no byte left.
    pub(super) fn unsent(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// The answer to what was sent at `sent` came, or nobody waits for it any more.
    pub(super) fn answered(&mut self, sent: Duration, now: Duration, told: Option<Budget>) {
        // The server counted at some time since `sent`; whatever took a slot then may be in it.
        let own = self.used(sent);
        self.unsent();
        self.day.sent(now);
        self.answered.push_back(now);
        self.forget(now);
        let Some(told) = told else { return };
        self.max = Some(size(told.burst_max));
        self.interval = Duration::from_secs(told.burst_seconds.into());
        let others = size(told.burst_max.saturating_sub(told.burst_left)).saturating_sub(own);
        self.seen(others, now);
        self.day.told(now, told);
    }

    /// The answer was 429; call before [`Pace::answered`].
    pub(super) fn throttled(&mut self, now: Duration, wait: Duration) {
        self.paused_until = self.paused_until.max(now + wait);
        let below = |count: usize| count.saturating_sub(MARGIN);
        let (ceiling, lasts) = match self.limit {
            Some(limit) if now < limit.until => {
                (below(limit.ceiling.min(self.used(now))), limit.lasts)
            }
            Some(limit) if now < limit.until + WARY => {
                (below(self.used(now)), WARIEST.min(limit.lasts * 2))
            }
            _ => (below(self.used(now)), WARY),
        };
        self.limit = Some(Limit { ceiling, lasts, until: now + wait + lasts });
    }

    /// The day's count goes on from what was known so long before the clock started.
    pub(super) fn recall_day(&mut self, left: u32, max: u32, age: Duration) {
        self.day.recall(left, max, age);
    }

    /// Requests left of the day, and all of it.
    pub(super) const fn day(&self) -> (u32, u32) {
        self.day.left()
    }

    pub(super) fn interval(&self) -> Duration {
        self.interval
    }

    /// Slots of one interval, for everybody together.
    fn cap(&self, now: Duration) -> usize {
        let allowed = self.max.unwrap_or(CAREFUL);
        let shared = match self.others(now) {
            0 => allowed,
            others => allowed.saturating_sub(others + ELBOW_ROOM),
        };
        let proven = self.limit.filter(|limit| now < limit.until);
        let cap = proven.map_or(shared, |limit| shared.min(limit.ceiling));
        cap.max(MARGIN.min(allowed)).max(1)
    }

    /// Beside others, what no person waits for is spread over the interval: their requests are seen
    /// in the answers that come late in the server's window, not in those that open it.
    fn turn(&self, now: Duration, priority: Priority) -> Option<Duration> {
        let is_spread = priority != Priority::Person && self.others(now) > 0;
        let slots = u32::try_from(self.cap(now)).unwrap_or(u32::MAX);
        let turn = self.last + self.interval / slots.max(1);
        (is_spread && now < turn).then_some(turn)
    }

    /// Most requests of others in one interval, of late.
    fn others(&self, now: Duration) -> usize {
        let fresh = |(seen, _): &&(Duration, usize)| now < *seen + WARY;
        self.others.iter().find(fresh).map_or(0, |(_, requests)| *requests)
    }

    fn seen(&mut self, others: usize, now: Duration) {
        while self.others.back().is_some_and(|(_, fewer)| *fewer <= others) {
            self.others.pop_back();
        }
        while self.others.front().is_some_and(|(seen, _)| *seen + WARY <= now) {
            self.others.pop_front();
        }
        if others > 0 {
            self.others.push_back((now, others));
        }
    }

    fn used(&self, now: Duration) -> usize {
        self.in_flight + self.in_window(now).count()
    }

    fn in_window(&self, now: Duration) -> impl Iterator<Item = Duration> {
        let stale = self.answered.partition_point(|answered| *answered + self.interval <= now);
        self.answered.range(stale..).copied()
    }

    fn forget(&mut self, now: Duration) {
        let kept = self.interval + LONGEST_FLIGHT;
        while self.answered.front().is_some_and(|answered| *answered + kept <= now) {
            self.answered.pop_front();
        }
    }
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
