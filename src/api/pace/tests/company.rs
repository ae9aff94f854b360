//! The pace beside another program that eats half of the same quota: what is left is used, and
//! hardly anything is refused.

use super::*;

const MAX: u32 = 100;
/// What the other program takes of each window.
const HALF: u32 = 50;
const LANES: usize = 6;
const LONG: Duration = Duration::from_mins(30);
const TICK: Duration = Duration::from_millis(10);

/// How the other program spends its half of ten seconds; what was refused it tries again.
#[derive(Clone, Copy, Debug)]
enum Habit {
    /// One request after the other, evenly.
    Steady,
    /// All at once, so late after its window began.
    Bursts(Duration),
}

impl Habit {
    fn requests(self, now: Duration) -> u32 {
        let within = now.as_millis() % INTERVAL.as_millis();
        match self {
            Self::Steady => {
                u32::from(within.is_multiple_of(INTERVAL.as_millis() / u128::from(HALF)))
            }
            Self::Bursts(late) if within == late.as_millis() => HALF,
            Self::Bursts(_) => 0,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Left(u32),
    TooMany,
}

/// A server that counts when a request reaches it, in fixed windows.
#[derive(Default)]
struct Server {
    window: u128,
    counted: u32,
}

impl Server {
    fn count(&mut self, now: Duration) -> Counted {
        let window = now.as_millis() / INTERVAL.as_millis();
        if self.window != window {
            (self.window, self.counted) = (window, 0);
        }
        if self.counted == MAX {
            return Counted::TooMany;
        }
        self.counted += 1;
        Counted::Left(MAX - self.counted)
    }
}

struct OnTheWay {
    sent: Duration,
    reaches: Duration,
    answer: Duration,
    verdict: Option<Counted>,
}

/// Our requests that were carried out, and those that were refused.
fn shared(habit: Habit, seed: u64) -> (u32, u32) {
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut pace, mut server) = (Pace::new(), Server::default());
    let mut under_way: Vec<OnTheWay> = Vec::new();
    let (mut done, mut refused) = (0, 0);
    let mut theirs = 0;
    let mut now = Duration::ZERO;
    while now < LONG {
        theirs += habit.requests(now);
        while theirs > 0 && server.count(now) != Counted::TooMany {
            theirs -= 1;
        }
        for request in &mut under_way {
            if request.verdict.is_none() && request.reaches <= now {
                request.verdict = Some(server.count(now));
            }
        }
        let (answered, others): (Vec<_>, Vec<_>) =
            under_way.into_iter().partition(|request| request.answer <= now);
        under_way = others;
        for OnTheWay { sent, verdict, .. } in answered {
            if let Some(Counted::Left(left)) = verdict {
                pace.answered(sent, now, Some(told(MAX, left)));
                done += 1;
            } else {
                let wait = INTERVAL + INTERVAL.mul_f64(0.25 * random.f64());
                pace.throttled(now, wait);
                pace.answered(sent, now, Some(told(MAX, 0)));
                refused += 1;
            }
        }
        while under_way.len() < LANES && pace.ask(now, AHEAD) == Verdict::Go {
            let flight = ms(random.u64(5..40) * 10);
            let (reaches, answer) = (now + flight / 2, now + flight);
            under_way.push(OnTheWay { sent: now, reaches, answer, verdict: None });
        }
        now += TICK;
    }
    (done, refused)
}

#[test]
fn nine_tenths_of_what_another_program_leaves_are_used_and_hardly_anything_is_refused() {
    let bursts = (0..10).map(|second| Habit::Bursts(Duration::from_secs(second)));
    for (seed, habit) in (0..).zip(bursts.chain([Habit::Steady])) {
        let (done, refused) = shared(habit, seed);
        let windows = u32::try_from(LONG.as_secs() / INTERVAL.as_secs()).unwrap();
        let share = f64::from(done) / f64::from(windows * (MAX - HALF));
        let refusals = f64::from(refused) / f64::from(done + refused);
        assert!(share >= 0.9, "{habit:?}: {share:.3} of the rest");
        assert!(refusals <= 0.005, "{habit:?}: {refusals:.4} refused");
    }
}
