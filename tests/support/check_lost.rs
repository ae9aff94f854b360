//! What became of every edit that was acknowledged (reliability b): nothing lost, nothing twice,
//! nothing ended without a word, and the newest value has the last one.
//!
//! Whoever drives the program writes down each acknowledged edit in a file of its own, outside of
//! the database, with a value that occurs nowhere else. That is held against the server's own log,
//! and against what the program says of its outbox and its history.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
};

use rolodeck::sandbox::{Action, Commit};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One acknowledged edit. Values of one key go up, and one driver alone makes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witness {
    /// Its line in the outbox.
    pub(crate) change: String,
    /// `w000123`
    pub(crate) value: String,
    /// What it is a value of: a later one takes its place.
    pub(crate) key: String,
}

/// All four must be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// Neither on the server nor waiting, nor overtaken by a later value of the same key.
    pub(crate) lost: Vec<String>,
    /// Made more than once.
    pub(crate) doubled: Vec<String>,
    /// Changes that came to where they are without a line in the history.
    pub(crate) silent: Vec<String>,
    /// Keys of which the server was given an older value last.
    pub(crate) stale: Vec<String>,
}

impl Witness {
    /// On disk when this returns.
    pub(crate) fn append(&self, path: &Path) {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
        let line = serde_json::to_string(self).unwrap() + "\n";
        file.write_all(line.as_bytes()).unwrap();
        file.sync_data().unwrap();
    }

    pub(crate) fn read(path: &Path) -> Vec<Self> {
        let lines = fs::read_to_string(path).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// `outbox` is what `rolodeck outbox list --all --json` says, `history` what `history --json` does.
pub(crate) fn check(
    witness: &[Witness],
    commits: &[Commit],
    outbox: &Json,
    history: &Json,
) -> Findings {
    let written: Vec<(&Commit, String)> =
        commits.iter().map(|commit| (commit, commit.sent.to_string())).collect();
    let is_written = |value: &str| written.iter().any(|(_, sent)| sent.contains(value));
    let changes = outbox["changes"].as_array().unwrap();
    let waits = |change: &str| {
        let found = changes.iter().find(|one| one["id"] == change);
        found.is_some_and(|one| !is_final(one["state"].as_str().unwrap()))
    };
    let mut newest: BTreeMap<&str, &str> = BTreeMap::new();
    for one in witness {
        let newest = newest.entry(&one.key).or_default();
        *newest = one.value.as_str().max(newest);
    }
    let is_lost = |one: &&Witness| {
        !is_written(&one.value) && !waits(&one.change) && newest[one.key.as_str()] == one.value
    };
    let is_stale = |key: &str| {
        let ours = witness.iter().filter(|one| one.key == key);
        let values: Vec<&str> = ours.map(|one| one.value.as_str()).collect();
        let newest_in = |sent: &String| values.iter().filter(|one| sent.contains(**one)).max();
        let last = written.iter().filter_map(|(_, sent)| newest_in(sent)).next_back();
        last.is_some_and(|last| *last < newest[key] && is_written(newest[key]))
    };
    let creations = written.iter().filter(|(commit, _)| commit.action == Action::Created);
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, sent) in creations {
        for value in values(sent).collect::<BTreeSet<_>>() {
            *made.entry(value).or_default() += 1;
        }
    }
    let events = history["events"].as_array().unwrap();
    let is_silent = |one: &&Json| {
        !events.iter().any(|event| event["change"] == one["id"] && event["to"] == one["state"])
    };
    Findings {
        lost: witness.iter().filter(is_lost).map(|one| one.value.clone()).collect(),
        doubled: made.iter().filter(|(_, times)| **times > 1).map(|(v, _)| v.to_string()).collect(),
        silent: changes.iter().filter(is_silent).map(|one| one["id"].to_string()).collect(),
        stale: newest.keys().filter(|key| is_stale(key)).map(ToString::to_string).collect(),
    }
}

/// States in which nothing more happens to a change.
fn is_final(state: &str) -> bool {
    matches!(state, "done" | "cancelled" | "superseded" | "discarded")
}

/// Everything in a text that looks like a value: `w` and six digits.
fn values(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('w').filter_map(|(at, _)| {
        let value = text.get(at..at + 7)?;
        value[1..].bytes().all(|byte| byte.is_ascii_digit()).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edit(change: &str, value: &str) -> Witness {
        Witness { change: change.into(), value: value.into(), key: "city of ada".into() }
    }

    fn commit(action: Action, sent: Json) -> Commit {
        Commit {
            seq: 1,
            at: String::new(),
            trace_id: String::new(),
            method: String::new(),
            path: String::new(),
            noun: "contact".into(),
            action,
            id: "c".into(),
            contact_id: None,
            sent,
        }
    }

    fn state(change: &str, state: &str) -> (Json, Json) {
        (
            json!({ "changes": [{ "id": change, "state": state }] }),
            json!({ "events": [{ "change": change, "to": state }] }),
        )
    }

    #[test]
    fn what_arrived_or_waits_is_not_lost() {
        let witness = [edit("1", "w000001")];
        let (outbox, history) = state("1", "done");
        let log = [commit(Action::Updated, json!({ "city": "w000001" }))];
        assert_eq!(check(&witness, &log, &outbox, &history), Findings::default());
        for waiting in ["queued", "rejected", "unknown"] {
            let (outbox, history) = state("1", waiting);
            assert_eq!(check(&witness, &[], &outbox, &history), Findings::default());
        }
    }

    #[test]
    fn a_planted_loss_is_found() {
        let witness = [edit("1", "w000001")];
        for end in ["done", "cancelled"] {
            let (outbox, history) = state("1", end);
            assert_eq!(check(&witness, &[], &outbox, &history).lost, ["w000001"]);
        }
        let nothing = (json!({ "changes": [] }), json!({ "events": [] }));
        assert_eq!(check(&witness, &[], &nothing.0, &nothing.1).lost, ["w000001"]);
    }

    #[test]
    fn an_overtaken_value_may_stay_away_the_last_may_not() {
        let witness = [edit("1", "w000001"), edit("2", "w000002")];
        let (outbox, history) = state("2", "done");
        let log = [commit(Action::Updated, json!({ "city": "w000002" }))];
        assert_eq!(check(&witness, &log, &outbox, &history), Findings::default());
        let log = [commit(Action::Updated, json!({ "city": "w000001" }))];
        assert_eq!(check(&witness, &log, &outbox, &history).lost, ["w000002"]);
    }

    #[test]
    fn a_planted_double_is_found() {
        let made = commit(Action::Created, json!({ "title": "w000001", "body": "call w000001" }));
        let (outbox, history) = state("1", "done");
        let log = [made.clone(), made.clone()];
        assert_eq!(check(&[], &log, &outbox, &history).doubled, ["w000001"]);
        let edited = commit(Action::Updated, json!({ "body": "call w000001" }));
        assert_eq!(check(&[], &[made, edited], &outbox, &history), Findings::default());
    }

    #[test]
    fn a_planted_silent_end_is_found() {
        let (outbox, _) = state("1", "rejected");
        let (_, history) = state("1", "queued");
        assert_eq!(check(&[], &[], &outbox, &history).silent, ["\"1\""]);
    }

    #[test]
    fn an_older_value_with_the_last_word_is_found() {
        let witness = [edit("1", "w000001"), edit("2", "w000002")];
        let log =
            ["w000002", "w000001"].map(|value| commit(Action::Updated, json!({ "city": value })));
        let (outbox, history) = state("2", "done");
        assert_eq!(check(&witness, &log, &outbox, &history).stale, ["city of ada"]);
    }

    #[test]
    fn the_file_gives_back_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("witness");
        let witness = [edit("1", "w000001"), edit("2", "w000002")];
        for one in &witness {
            one.append(&path);
        }
        assert_eq!(Witness::read(&path), witness);
    }
}
