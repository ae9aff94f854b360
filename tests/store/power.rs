//! The end of power: what the disk may hold then, rebuilt from what was written, opened again.
//!
//! A write that nothing waited for may be there, be missing, end in the middle of a page, or leave
//! something else in its place; what a commit waited for is there. So a state of the disk is made of
//! the file, and of SQLite's log up to the last commit that somebody was told of, with anything after
//! that.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use fastrand::Rng;
use rolodeck::{
    model::{
        change::Change,
        ids::{ContactId, Ids, OpId},
        note::NoteDraft,
        op::Op,
    },
    store::{Opened, Store},
};
use tempfile::TempDir;
use uuid::Uuid;

use super::bench::{Bench, EARLY, LATE, folder, served, tag_named, wait};

/// What a disk writes as a whole, in bytes.
const SECTOR: usize = 512;
/// The log: a header, and before each page a header of its own.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// At how many moments power ends in each test, at least.
const WHERE_THE_LOG_ENDS: usize = 800;
const WHILE_A_COMMIT_IS_WRITTEN: usize = 800;
const WHILE_THE_LOG_IS_FOLDED: usize = 400;
const WHILE_A_NEW_LOG_BEGINS: usize = 20;
const WHILE_A_FILE_IS_BROUGHT_UP_TO_DATE: usize = 500;

/// Together as many as a run must go through (reliability G2).
const _: () = assert!(
    WHERE_THE_LOG_ENDS
        + WHILE_A_COMMIT_IS_WRITTEN
        + WHILE_THE_LOG_IS_FOLDED
        + WHILE_A_NEW_LOG_BEGINS
        + WHILE_A_FILE_IS_BROUGHT_UP_TO_DATE
        >= 2_500
);

/// How often power ends while one commit is written.
const ARRIVALS: usize = 45;

/// What was written, and what somebody was told of.
struct Recording {
    file: Vec<u8>,
    log: Vec<u8>,
    /// How long the log was when each change was accepted.
    accepted: Vec<(usize, OpId)>,
}

impl Recording {
    fn frame(&self) -> usize {
        let size = self.log[8..12].try_into().unwrap();
        FRAME_HEADER + usize::try_from(u32::from_be_bytes(size)).unwrap()
    }

    /// Where each page of the log begins, and its end.
    fn boundaries(&self) -> impl Iterator<Item = usize> {
        (LOG_HEADER..=self.log.len()).step_by(self.frame())
    }

    /// From the end of each commit that was told of to the end of the next.
    fn windows(&self) -> Vec<Range<usize>> {
        let mut ends: Vec<usize> = self.accepted.iter().map(|(end, _)| *end).collect();
        ends.insert(0, LOG_HEADER);
        ends.dedup();
        ends.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    fn told(&self, safe: usize) -> Vec<OpId> {
        let told = self.accepted.iter().take_while(|(end, _)| *end <= safe);
        told.map(|(_, op)| *op).collect()
    }
}

/// Work as it comes: edits, their sending and settling, and pages of news in between.
fn work(bench: &mut Bench, rounds: usize, mut accepted: impl FnMut(&Bench, OpId)) {
    for round in 0..rounds {
        bench.pass(1);
        let contact = bench.contact(&format!("r{}", round % 5));
        let (_, ops) =
            bench.commit(vec![Change::TagAdded { contact, tag: tag_named(&format!("t{round}")) }]);
        accepted(bench, ops[0]);
        match round % 4 {
            0 => bench.done(&ops),
            1 => drop(bench.pull(vec![served(&format!("r{}", round % 5), "Mary", LATE)])),
            2 => bench.send(&ops),
            _ => {}
        }
    }
}

fn log(path: &Path) -> PathBuf {
    path.with_file_name("rolodeck.db-wal")
}

fn length(path: &Path) -> usize {
    fs::metadata(path).unwrap().len().try_into().unwrap()
}

fn record() -> Recording {
    let mut bench = Bench::new();
    bench.pull((0..5).map(|n| served(&format!("r{n}"), "Jane", EARLY)).collect());
    let mut accepted = Vec::new();
    work(&mut bench, 20, |bench, op| accepted.push((length(&log(&bench.path())), op)));
    let file = fs::read(bench.path()).unwrap();
    Recording { file, log: fs::read(log(&bench.path())).unwrap(), accepted }
}

/// In memory where that can be had: what becomes of these files is of no interest.
fn quick_folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = tempfile::Builder::new();
    builder.permissions(fs::Permissions::from_mode(0o700));
    builder.tempdir_in("/dev/shm").unwrap_or_else(|_| folder())
}

/// A disk in this state opens without a word and holds all that was told, in its order and with
/// nothing in between missing.
fn assert_holds(file: &[u8], log_bytes: &[u8], told: &[OpId], all: &[OpId], state: &str) {
    let folder = quick_folder();
    let path = folder.path().join("rolodeck.db");
    fs::write(&path, file).unwrap();
    fs::write(log(&path), log_bytes).unwrap();
    for path in [&path, &log(&path)] {
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    let Opened { store, rescued, .. } = Store::open_here(&path).unwrap();
    assert_eq!(rescued, None, "{state}");
    wait(store.check()).unwrap();
    let found = changes(&store);
    assert!(found.starts_with(told), "{state}: told {}, found {}", told.len(), found.len());
    assert!(all.starts_with(&found), "{state}: something in between is missing");
    if found.len().is_multiple_of(8) {
        assert_goes_on(store, &path, state);
    }
}

/// What is accepted from now on is there the next time.
fn assert_goes_on(store: Store, path: &Path, state: &str) {
    let mut ids = Ids::starting_at(Uuid::now_v7());
    let change = Change::TagAdded { contact: ids.contact(), tag: tag_named("after") };
    let op = Op { id: ids.op(), deed: ids.deed(), at: LATE.parse().unwrap(), change };
    let id = op.id;
    wait(store.commit(vec![op])).unwrap();
    drop(store);
    let store = Store::open_here(path).unwrap().store;
    assert_eq!(changes(&store).last(), Some(&id), "{state}");
}

/// All there ever were, oldest first.
fn changes(store: &Store) -> Vec<OpId> {
    let all = store.reader().unwrap().all_changes(10_000).unwrap();
    all.iter().rev().map(|pending| pending.outgoing.op.id).collect()
}

/// What lies behind the last byte that was written.
fn tails(random: &mut Rng, frame: usize) -> [Vec<u8>; 3] {
    let garbage = std::iter::repeat_with(|| random.u8(..)).take(frame + 100).collect();
    [Vec::new(), vec![0; frame + 100], garbage]
}

#[test]
fn nothing_told_is_lost_wherever_the_log_ends() {
    let recording = record();
    let all = recording.told(usize::MAX);
    let mut random = Rng::with_seed(1);
    let (mut states, frame) = (0, recording.frame());
    let mut hold = |end: usize, tail: &[u8]| {
        let log = [&recording.log[..end], tail].concat();
        let state = format!("the log ends at {end}, {} bytes behind it", tail.len());
        assert_holds(&recording.file, &log, &recording.told(end), &all, &state);
        states += 1;
    };
    for end in recording.boundaries() {
        for tail in tails(&mut random, frame) {
            hold(end, &tail);
        }
        for torn in (end..recording.log.len().min(end + frame)).step_by(SECTOR).skip(1) {
            hold(torn, &[]);
        }
    }
    assert!(states >= WHERE_THE_LOG_ENDS, "only {states}");
}

#[test]
fn nothing_told_is_lost_whichever_writes_of_the_next_commit_arrive() {
    let recording = record();
    let all = recording.told(usize::MAX);
    let mut random = Rng::with_seed(2);
    let windows = recording.windows();
    let states = windows.len() * ARRIVALS;
    assert!(states >= WHILE_A_COMMIT_IS_WRITTEN, "only {states}");
    for window in windows {
        for _ in 0..ARRIVALS {
            let mut log = recording.log[..window.end].to_vec();
            let share = random.f32();
            for sector in (window.start..window.end).step_by(SECTOR) {
                let sector = sector..window.end.min(sector + SECTOR);
                match random.f32() {
                    lot if lot < share => {}
                    lot if lot < f32::midpoint(share, 1.0) => log[sector].fill(0),
                    _ => log[sector].fill_with(|| random.u8(..)),
                }
            }
            let state = format!("of {window:?} {share} arrived");
            assert_holds(&recording.file, &log, &recording.told(window.start), &all, &state);
        }
    }
}

#[test]
fn nothing_told_is_lost_while_the_log_is_folded_into_the_file() {
    let mut bench = Bench::new();
    bench.pull((0..5).map(|n| served(&format!("r{n}"), "Jane", EARLY)).collect());
    let mut all = Vec::new();
    work(&mut bench, 32, |_, op| all.push(op));
    let path = bench.path();
    let (before, log) = (fs::read(&path).unwrap(), fs::read(log(&path)).unwrap());
    let _folder = bench.close(); // folds
    let after = fs::read(&path).unwrap();
    assert!(after.len() > before.len() && !log.is_empty());
    let mut random = Rng::with_seed(3);
    for _ in 0..WHILE_THE_LOG_IS_FOLDED {
        let share = random.f32();
        let mut file = before.clone();
        file.resize(random.usize(before.len()..=after.len()) / SECTOR * SECTOR, 0);
        for at in (0..file.len()).step_by(SECTOR) {
            let sector = at..at + SECTOR;
            // Only what differs is written, and a page of it may be torn.
            let is_written = before.get(sector.clone()) != Some(&after[sector.clone()]);
            if is_written && random.f32() < share {
                file[sector.clone()].copy_from_slice(&after[sector]);
            } else if is_written && at >= 4096 && random.f32() < 0.1 {
                file[sector].fill_with(|| random.u8(..));
            }
        }
        assert_holds(&file, &log, &all, &all, &format!("{share} of the pages are folded"));
    }
}

#[test]
fn nothing_told_is_lost_when_a_new_log_lies_over_an_old_one() {
    let mut bench = Bench::new();
    bench.pull((0..5).map(|n| served(&format!("r{n}"), "Jane", EARLY)).collect());
    let (path, log_path) = (bench.path(), log(&bench.path()));
    let contact: ContactId = bench.contact("r0");
    // So long that the log is folded, which happens beside and takes a moment.
    let draft = NoteDraft { title: String::new(), body: "so much to say ".repeat(300_000) };
    let note = bench.ids.note();
    let mut all = bench.commit(vec![Change::NoteAdded { contact, note, draft }]).1;
    let (old, salts) = (fs::read(&log_path).unwrap(), 16..24);
    let is_new = |log: &[u8]| log[salts.clone()] != old[salts.clone()];
    while !is_new(&fs::read(&log_path).unwrap()) {
        work(&mut bench, 1, |_, op| all.push(op));
        assert!(all.len() < 5_000, "the log is never folded");
    }
    let before = all.len();
    let file = fs::read(&path).unwrap();
    work(&mut bench, 8, |_, op| all.push(op));
    let new = fs::read(&log_path).unwrap();
    assert!(new.len() >= old.len() && is_new(&new), "the old one lies behind it");

    let recording = Recording { file, log: new, accepted: Vec::new() };
    let frame = recording.frame();
    let newer = |at: &usize| recording.log[*at..].get(8..16) == Some(&recording.log[salts.clone()]);
    let end = recording.boundaries().find(|at| !newer(at)).unwrap();
    let ends: Vec<usize> = (LOG_HEADER..=end).step_by(frame / 2).collect();
    assert!(ends.len() >= WHILE_A_NEW_LOG_BEGINS, "only {}", ends.len());
    for at in ends {
        let mut log = recording.log.clone();
        log[at..old.len()].copy_from_slice(&old[at..]);
        let told = if at == end { &all } else { &all[..before - 1] };
        assert_holds(&recording.file, &log, told, &all, &format!("the new log ends at {at}"));
    }
}

const FIRST: &str = include_str!("../support/first_version.sql");

/// The steps from version to version, as they ship.
fn steps() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/file/schema");
    let count = fs::read_dir(&folder).unwrap().count();
    let step = |number| fs::read_to_string(folder.join(format!("{number}.sql"))).unwrap();
    (1..=count).map(step).collect()
}

#[test]
fn nothing_told_is_lost_while_the_file_is_brought_up_to_date() {
    let steps = steps();
    let mut random = Rng::with_seed(4);
    let mut states = 0;
    for version in 1..steps.len() {
        let folder = folder();
        let path = folder.path().join("rolodeck.db");
        let old = rusqlite::Connection::open(&path).unwrap();
        old.pragma_update(None, "journal_mode", "wal").unwrap();
        for step in &steps[..version] {
            old.execute_batch(step).unwrap();
        }
        old.execute_batch(FIRST).unwrap();
        old.pragma_update(None, "user_version", version).unwrap();
        drop(old);
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();

        let store = Store::open_here(&path).unwrap().store;
        let all = changes(&store);
        assert_eq!(all.len(), 2);
        let (file, log) = (fs::read(&path).unwrap(), fs::read(log(&path)).unwrap());
        drop(store);
        let recording = Recording { file, log, accepted: Vec::new() };
        let mut hold = |end: usize, tail: &[u8]| {
            let log = [&recording.log[..end], tail].concat();
            let state = format!("from version {version}, ended at {end}");
            assert_holds(&recording.file, &log, &all, &all, &state);
            states += 1;
        };
        let frame = recording.frame();
        for end in recording.boundaries() {
            for tail in tails(&mut random, frame) {
                hold(end, &tail);
            }
            for torn in (end..recording.log.len().min(end + frame)).step_by(SECTOR).skip(1) {
                hold(torn, &[]);
            }
        }
    }
    assert!(states >= WHILE_A_FILE_IS_BROUGHT_UP_TO_DATE, "only {states}");
}
