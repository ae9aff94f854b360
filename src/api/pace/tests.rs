//! The pace against servers that count in their own ways.

use proptest::prelude::*;

use super::*;

mod company;

const PERSON: Asking = Asking { priority: Priority::Person, reads: true, person_waits: false };
const AHEAD: Asking = Asking { priority: Priority::Background, reads: true, person_waits: false };

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn told(max: u32, left: u32) -> Budget {
    Budget {
        burst_left: left,
        burst_max: max,
        burst_seconds: 10,
        day_left: 200_000,
        day_max: 200_000,
    }
}

/// A client that sends whenever it may, and answers that come after given delays.
struct Run {
    pace: Pace,
    now: Duration,
    /// When answers will come: (answer, sent), of requests on their way.
    coming: Vec<(Duration, Duration)>,
    sent: Vec<Duration>,
    answered: Vec<Duration>,
    /// What a server that counts at the moment of sending, in fixed windows, has counted.
    max: Option<u32>,
}

impl Run {
    fn new(max: Option<u32>) -> Self {
        let pace = Pace::new();
        let (coming, sent, answered) = (Vec::new(), Vec::new(), Vec::new());
        Self { pace, now: Duration::ZERO, coming, sent, answered, max }
    }

    /// Sends one request, however long that takes; its answer comes after `flight`.
    fn send(&mut self, flight: Duration) {
        loop {
            match self.pace.ask(self.now, PERSON) {
                Verdict::Go => break,
                Verdict::At(then) => {
                    assert!(then > self.now, "a wait that is over already");
                    match self.coming.iter().map(|(answer, _)| *answer).min() {
                        Some(answer) if answer < then => self.answer(answer),
                        _ => self.now = then,
                    }
                }
                Verdict::AfterAnAnswer => {
                    let next = self.coming.iter().map(|(answer, _)| *answer).min();
                    self.answer(next.expect("a request on its way"));
                }
                Verdict::NotToday => panic!("the day is young"),
            }
        }
        self.sent.push(self.now);
        self.coming.push((self.now + flight, self.now));
    }

    fn answer(&mut self, at: Duration) {
        self.now = self.now.max(at);
        let index = self.coming.iter().position(|(answer, _)| *answer == at).unwrap();
        let (_, sent) = self.coming.swap_remove(index);
        self.answered.push(self.now);
        let told = self.max.map(|max| told(max, max.saturating_sub(self.counted(sent))));
        self.pace.answered(sent, self.now, told);
    }

    /// Requests that the server counted in the ten seconds before `at`.
    fn counted(&self, at: Duration) -> u32 {
        let is_in = |sent: &&Duration| **sent <= at && **sent + INTERVAL > at;
        u32::try_from(self.sent.iter().filter(is_in).count()).unwrap()
    }

    fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(answer) = self.coming.iter().map(|(a, _)| *a).filter(|a| *a <= until).min() {
            self.answer(answer);
        }
        self.now = until;
    }

    /// Most requests that were on their way or answered less than an interval before, at once.
    fn most(&self) -> usize {
        let busy = |at: &Duration| {
            let sent = self.sent.iter().filter(|sent| *sent <= at).count();
            sent - self.answered.iter().filter(|answered| **answered + INTERVAL <= *at).count()
        };
        self.sent.iter().map(busy).max().unwrap_or(0)
    }
}

proptest! {
    #[test]
    fn the_cap_is_never_passed_from_answer_to_send(
        max in prop_oneof![Just(None), (1_u32..300).prop_map(Some)],
        steps in prop::collection::vec((0_u64..400, 0_u64..6_000, any::<bool>()), 1..400),
    ) {
        let mut run = Run::new(max);
        for (pause, flight, waits) in steps {
            run.send(ms(flight));
            if waits {
                run.pass(ms(pause));
            }
        }
        let cap = max.map_or(CAREFUL, |max| size(max).max(CAREFUL));
        prop_assert!(run.most() <= cap, "{} of {cap}", run.most());
    }

    /// Nobody else uses the quota, so nothing may be lost to caution.
    #[test]
    fn alone_the_whole_maximum_is_used(
        max in 1_u32..300,
        steps in prop::collection::vec(0_u64..3_000, 1..500),
    ) {
        let mut run = Run::new(Some(max));
        for flight in steps {
            run.send(ms(flight));
            prop_assert!(run.pace.others.is_empty() && run.pace.limit.is_none());
        }
    }

    #[test]
    fn nothing_that_happens_is_too_odd(
        steps in prop::collection::vec((0_u8..6, any::<u32>(), any::<u32>(), 0_u64..1 << 40), 0..80),
    ) {
        let mut pace = Pace::new();
        let mut now = Duration::ZERO;
        for (step, one, other, time) in steps {
            match step {
                0 => { pace.ask(now, PERSON); }
                1 => { pace.ask(now, AHEAD); }
                2 => pace.unsent(),
                3 => pace.throttled(now, ms(time)),
                4 => pace.answered(now, now, Some(Budget {
                    burst_left: one,
                    burst_max: other,
                    burst_seconds: one % 5_000,
                    day_left: other,
                    day_max: one,
                })),
                _ => now += ms(time),
            }
        }
    }
}

#[test]
fn a_full_window_is_sent_at_once_and_the_next_when_its_answers_are_old() {
    let mut run = Run::new(Some(100));
    run.send(ms(10));
    run.pass(ms(10));
    for _ in 1..100 {
        run.send(ms(10));
    }
    assert_eq!(run.now, ms(10), "the rest of the window goes at once");
    run.send(ms(10));
    assert_eq!(run.now, ms(10) + INTERVAL);
}

#[test]
fn somebody_else_on_the_quota_is_made_room_for() {
    let mut pace = Pace::new();
    assert_eq!(pace.ask(ms(0), PERSON), Verdict::Go);
    pace.answered(ms(0), ms(5), Some(told(100, 69)));
    assert_eq!(pace.cap(ms(5)), 100 - 30 - ELBOW_ROOM);
    assert_eq!(pace.cap(ms(5) + WARY), 100, "after a minute without a sign all is used again");
}

#[test]
fn a_429_stops_everybody_and_makes_careful() {
    let mut pace = Pace::new();
    for _ in 0..40 {
        assert_eq!(pace.ask(ms(0), PERSON), Verdict::Go);
    }
    pace.throttled(ms(5), ms(7_000));
    pace.answered(ms(0), ms(5), Some(told(100, 60)));
    assert_eq!(pace.ask(ms(6_000), PERSON), Verdict::At(ms(7_005)));
    assert_eq!(pace.cap(ms(7_005)), 40 - MARGIN, "so many were too many");
    pace.throttled(ms(7_005), ms(7_000));
    assert_eq!(pace.cap(ms(7_005)), 40 - 2 * MARGIN, "and once more: a larger step");
}

#[test]
fn what_is_fetched_ahead_leaves_slots_only_while_somebody_waits() {
    let mut pace = Pace::new();
    while pace.ask(ms(0), Asking { person_waits: true, ..AHEAD }) == Verdict::Go {}
    assert_eq!(pace.used(ms(0)), CAREFUL - YIELDED);
    while pace.ask(ms(0), AHEAD) == Verdict::Go {}
    assert_eq!(pace.used(ms(0)), CAREFUL);
}

#[test]
fn at_ninety_percent_of_the_day_only_reading_ahead_stops() {
    let mut pace = Pace::new();
    pace.ask(ms(0), PERSON);
    let scarce = Budget { day_left: 20_000, ..told(100, 99) };
    pace.answered(ms(0), ms(5), Some(scarce));
    assert_eq!(pace.ask(ms(5), AHEAD), Verdict::NotToday);
    assert_eq!(pace.ask(ms(5), Asking { reads: false, ..AHEAD }), Verdict::Go);
    assert_eq!(pace.ask(ms(5), Asking { priority: Priority::Outbox, ..AHEAD }), Verdict::Go);
    assert_eq!(pace.ask(ms(5), PERSON), Verdict::Go);
    assert_eq!(
        pace.ask(ms(5) + Duration::from_mins(15), AHEAD),
        Verdict::Go,
        "one asks whether it still is so"
    );
}
