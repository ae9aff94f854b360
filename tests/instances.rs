//! Several programs on one data folder (reliability G21): one of them sends, changes of all others
//! reach it at once, and when it dies another goes on.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/check_lost.rs"]
mod check_lost;

#[path = "instances/crew.rs"]
mod crew;

#[path = "instances/line.rs"]
mod line;

#[path = "cli/office.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod office;

#[path = "journeys/terminal.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod terminal;

use std::collections::BTreeSet;

use check_lost::Findings;
use crew::Crew;
use portable_pty::CommandBuilder;
use rolodeck::{rehearsal::POLLS, sandbox::Moment};
use terminal::Terminal;

/// How often the sender dies; `ROUNDS=1000` for a night.
fn rounds() -> usize {
    std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(9)
}

/// Nobody asks for news by himself here, so what is sent was heard of.
#[test]
fn what_commands_write_is_sent_by_whoever_is_the_sender_by_now() {
    let mut crew = Crew::new(4);
    let people = crew.people(3);
    for round in 0..rounds() {
        let who = &people[round % people.len()];
        let value = match round % 3 {
            // The sender dies while it has nothing to do,
            0 => crew.edits(who),
            // or the server never hears of what it sent,
            1 => {
                let hold = crew.holds("PUT/contacts/*", Moment::BeforeCommit);
                let value = crew.edits(who);
                crew.kills_the_sender_once(hold);
                value
            }
            // or what it sent is done, and the answer never heard.
            _ => {
                let hold = crew.holds("POST/contacts/*/notes", Moment::AfterCommit);
                let value = crew.writes_a_note(who);
                crew.kills_the_sender_once(hold);
                value
            }
        };
        crew.sees_sent(&value);
        crew.kills_the_sender();
        // Most of those who take over have waited for it.
        if round % 3 == 2 {
            (0..5).for_each(|_| crew.hires());
        }
    }
    crew.comes_to_rest();
    assert_eq!(crew.check_lost(), Findings::default());
    assert_eq!(crew.lines.wrongs(), Vec::<String>::new());
    // The same by what they noted themselves before each request.
    let writers = crew.senders();
    let distinct: BTreeSet<i64> = writers.iter().copied().collect();
    assert_eq!(distinct.len(), writers.len(), "an older epoch after a newer one: {writers:?}");
    assert!(crew.lines.epochs() >= rounds(), "one was killed each round");
    assert!(crew.epoch() >= crew.lines.epochs(), "nobody sends without an epoch of his own");
}

#[test]
fn what_a_command_writes_shows_in_the_running_interface() {
    let crew = Crew::new(0);
    let who = crew.people(1).remove(0);
    let program = crew.office.program();
    let mut command = CommandBuilder::new(program.get_program());
    command.env_clear();
    let set = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
    set.for_each(|(name, value)| command.env(name, value));
    command.env("TERM", "xterm-256color");
    command.env(POLLS, "never");
    let mut screen = Terminal::start(160, 40, command);
    screen.sees("20 contacts");
    let words = ["contact", "edit", &who, "--set", "firstName=Zebulon", "--offline"];
    crew.office.run(words).ends(3);
    screen.sees("Zebulon");
    screen.sees("outbox empty");
    let commits = crew.office.server.sandbox.commits();
    assert!(commits.iter().any(|commit| commit.sent["firstName"] == "Zebulon"));
    screen.kill();
}
