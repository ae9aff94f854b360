//! The whole way from the keyboard to the server, thousands of times: real background tasks, real
//! databases and the sandbox in one thread, whose time, weather and people are drawn from a seed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "simulation/calm.rs"]
mod calm;
#[path = "simulation/case.rs"]
mod case;
#[path = "simulation/clock.rs"]
mod clock;
#[path = "simulation/colleague.rs"]
mod colleague;
#[path = "simulation/course.rs"]
mod course;
#[path = "simulation/deeds.rs"]
mod deeds;
#[path = "simulation/desk.rs"]
mod desk;
#[path = "simulation/interleaved.rs"]
mod interleaved;
#[path = "simulation/judge.rs"]
mod judge;
#[path = "simulation/overwritten.rs"]
mod overwritten;
#[path = "simulation/place.rs"]
mod place;
#[path = "simulation/tale.rs"]
mod tale;
#[path = "simulation/thousands.rs"]
mod thousands;
#[path = "simulation/weather.rs"]
mod weather;
#[path = "simulation/wire.rs"]
mod wire;

use std::{
    fmt::Display,
    ops::RangeInclusive,
    panic::{AssertUnwindSafe, catch_unwind},
    str::FromStr,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use course::Ending;

/// Seeds that failed once, and run for ever.
const KEPT: &str = include_str!("simulation/seeds.txt");
/// Every so manieth seed runs twice, and must go the same way.
const TWICE: u64 = 50;
/// How much of the tale a failure tells; all of it if its seed runs alone.
const LINES: usize = 60;

/// A course that a seed decides, and how many steps it has.
type Course = (u64, u32);

const STEPS: u32 = 40;
/// What takes long to go wrong: some go on for as long as those of a night.
const LONG: RangeInclusive<u64> = 1..=60;
const LONG_STEPS: u32 = 300;

/// `SEEDS=20000 STEPS=300` runs longer, `SEED=17` one seed alone.
#[test]
fn nothing_is_lost_nothing_happens_twice_and_everything_comes_to_rest() {
    let (seeds, steps, alone) = (setting("SEEDS"), setting("STEPS"), setting("SEED"));
    let in_steps = |seed| (seed, steps.unwrap_or(STEPS));
    let courses: Vec<Course> = if let Some(seed) = alone {
        vec![in_steps(seed)]
    } else {
        let is_as_usual = seeds.is_none() && steps.is_none();
        let long = LONG.filter(|_| is_as_usual).map(|seed| (seed, LONG_STEPS));
        long.chain(kept()).chain((1..=seeds.unwrap_or(500)).map(in_steps)).collect()
    };
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(course) = courses.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = check(*course, alone.is_some()) {
                        failures.lock().unwrap().push(failure);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    let shown = failures.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {} seeds failed\n{shown}", failures.len(), courses.len());
}

fn kept() -> impl Iterator<Item = Course> {
    KEPT.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (seed, steps) = line.split_once(' ')?;
        Some((seed.parse().ok()?, steps.parse().ok()?))
    })
}

fn setting<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// Why the seed fails, with the end of its tale.
fn check((seed, steps): Course, is_alone: bool) -> Result<(), String> {
    let run = || catch_unwind(AssertUnwindSafe(|| course::run(seed, steps)));
    let failed = |what: &dyn Display, lines: &[String]| {
        let from = if is_alone { 0 } else { lines.len().saturating_sub(LINES) };
        format!(
            "seed {seed}: {what}\n{}\nalone: SEED={seed} STEPS={steps} cargo test --test simulation\n",
            lines[from..].join("\n")
        )
    };
    let panicked = |_| failed(&"panicked, see above", &[]);
    let Ending { wrongs, tale } = run().map_err(panicked)?;
    if !wrongs.is_empty() {
        return Err(failed(&wrongs.join("\n"), &tale.lines()));
    }
    if seed.is_multiple_of(TWICE) {
        let again = run().map_err(panicked)?;
        if again.tale.hash() != tale.hash() {
            let (one, other) = (tale.lines(), again.tale.lines());
            let at = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
            let both = [one, other].map(|mut lines| {
                lines.truncate(at + 3);
                lines.split_off(at.saturating_sub(3)).join("\n")
            });
            return Err(failed(&"does not go the same way twice", &both));
        }
    }
    Ok(())
}
