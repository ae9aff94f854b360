//! How benchmarks say what they measured.

use std::{error::Error, io::Write as _, time::Duration};

/// The middle one and the worst but one in a hundred.
pub(crate) fn report(what: &str, times: &[Duration]) -> Result<(), Box<dyn Error>> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let place = sorted.len() * percent / 100;
        millis(sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default())
    };
    say(&format!("{what:<37} {:8.1} ms p50, {:.1} ms p99 of {}", at(50), at(99), sorted.len()))
}

pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

pub(crate) fn say(line: &str) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
