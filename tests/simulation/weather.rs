//! What goes wrong in one run: about half of all that can, the rest not at all, so that one kind of
//! trouble does not always hide behind another.

use std::time::Duration;

use rolodeck::sandbox::{Fault, Sandbox, Sky};

use super::deeds::Dice;

/// What can befall a request; `%` stands for how often it does.
const FAULTS: &[&str] = &[
    "429:%",
    "429:4s:%",
    "500:%",
    "503:%",
    "502-after-commit:%",
    "drop-before-commit:%",
    "drop-after-commit:%",
    "late-commit:3s:%",
    "late-commit:40s:%",
    "cut:60:%",
    "malformed:%",
    "html:%",
    "hang:%",
    "slow:6s:%",
    "422-but-created:%@POST/contacts/",
];

/// The most of a hundred requests that one fault strikes.
const MOST: u32 = 12;

pub(crate) fn breaks(dice: &mut Dice, sandbox: &Sandbox) {
    let drawn: Vec<Fault> = FAULTS
        .iter()
        .filter_map(|fault| {
            let percent = dice.random.u32(1..=MOST);
            let is_on = dice.one_in(2);
            is_on.then(|| fault.replace('%', &format!("{percent}%")).parse().unwrap())
        })
        .collect();
    let weather = sandbox.weather();
    weather.set_faults(drawn);
    weather.set_latency(Duration::from_millis(dice.random.u64(0..300)));
    weather.set_index_lag(Duration::from_secs(dice.random.u64(0..8)));
}

pub(crate) fn turns(dice: &mut Dice, sandbox: &Sandbox) {
    let sky = match dice.random.u32(..4) {
        0 => Sky::Offline,
        1 => Sky::Throttled,
        _ => Sky::Normal,
    };
    sandbox.weather().set(sky);
}

pub(crate) fn clears(sandbox: &Sandbox) {
    let weather = sandbox.weather();
    weather.set(Sky::Normal);
    weather.set_faults(Vec::new());
    weather.set_index_lag(Duration::ZERO);
}
