//! The real program, as commands and in a terminal, on bad lines, killed at any moment (reliability
//! d16): what it acknowledged, or had on disk when it died, is neither lost nor done twice.
//!
//! `SEED=17 ROUNDS=1000` runs another course, and a longer one.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/check_lost.rs"]
mod check_lost;

#[path = "chaos/folder.rs"]
mod folder;

#[path = "cli/office.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod office;

#[path = "journeys/terminal.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod terminal;

use std::time::Duration;

use check_lost::Findings;
use folder::Folder;

/// What befalls requests. None is committed later than its sender's end: how long the program waits
/// for such is cut short here.
const FAULTS: &[&str] = &[
    "429:3%",
    "500:4%",
    "502-after-commit:4%",
    "drop-before-commit:4%",
    "drop-after-commit:4%",
    "cut:60:2%",
    "malformed:2%",
    "html:2%",
    "slow:150ms:10%",
];

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_was_acknowledged_arrives_once_however_often_the_program_is_killed() {
    let seed = setting("SEED").unwrap_or(1);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut folder = Folder::new();
    for fault in FAULTS {
        folder.office.fault(fault);
    }
    for _ in 0..setting("ROUNDS").unwrap_or(60) {
        let patience = Duration::from_millis(random.u64(5..700));
        let who = random.usize(..folder.people.len());
        match random.u8(..10) {
            0..3 => folder.writes_a_note_on_screen(patience),
            3 => folder.leaves_the_screen(),
            4 | 5 => folder.command(&["sync"], None, patience),
            6 => folder.edits(who, random.bool(), patience),
            7 => folder.edits(who, false, Duration::MAX),
            8 => folder.makes_a_task(who, random.bool(), patience),
            _ => folder.makes_a_note(who, random.bool(), patience),
        }
    }
    folder.comes_to_rest();
    assert!(!folder.witness().is_empty(), "nothing was promised");
    let tale = format!("SEED={seed}:\n{}", folder.tale());
    assert_eq!(folder.waiting(), Vec::<String>::new(), "{tale}");
    assert_eq!(folder.check_lost(), Findings::default(), "{tale}");
}
