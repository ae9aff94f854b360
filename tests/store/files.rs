//! Files that are damaged, of another version, shared, or left behind by a process that was killed.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rolodeck::{
    model::{
        change::Change,
        fault::Fault,
        ids::{ContactId, Ids, OpId},
        op::{Op, OpState},
    },
    store::{Error, Opened, Store},
};
use uuid::Uuid;

use super::bench::{Bench, EARLY, folder, served, tag_named, task, wait};

/// A closed database with `changes` queued tags on as many contacts.
fn filled(changes: usize) -> (tempfile::TempDir, PathBuf, Vec<OpId>) {
    let mut bench = Bench::new();
    bench.pull((0..changes).map(|n| served(&format!("r{n:04}"), "Jane", EARLY)).collect());
    let tags = (0..changes).map(|n| Change::TagAdded {
        contact: bench.contact(&format!("r{n:04}")),
        tag: tag_named(&format!("tag {n}")),
    });
    let tags = tags.collect();
    let (_, ops) = bench.commit(tags);
    let path = bench.path();
    (bench.close(), path, ops)
}

fn queued(store: &Store) -> Vec<OpId> {
    let pending = store.reader().unwrap().outgoing().unwrap();
    pending.iter().map(|pending| pending.outgoing.op.id).collect()
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut file = fs::read(path).unwrap();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, file).unwrap();
}

/// Where some text lies in the file.
fn find(path: &Path, text: &str) -> usize {
    let file = fs::read(path).unwrap();
    file.windows(text.len()).position(|window| window == text.as_bytes()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_file_is_closed_to_others() {
    let bench = Bench::new();
    for name in names(bench.path().parent().unwrap()) {
        let path = bench.path().with_file_name(&name);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let (_folder, path, _) = filled(3);
    // The version lies at byte 60 of the file.
    overwrite(&path, 60, &99_u32.to_be_bytes());
    let before = fs::read(&path).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 99, .. }));
    assert!(Fault::from(&error).to_string().contains("nothing was touched"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_closed_database_is_clean_and_one_left_open_is_not() {
    let (_folder, path, ops) = filled(3);
    let Opened { store, is_unclean, .. } = Store::open(&path).unwrap();
    assert!(!is_unclean);
    wait(store.drop_ops(vec![ops[0]], EARLY.parse().unwrap())).unwrap();

    // What a killed process leaves behind: the files, and nobody who holds them.
    let copy = folder();
    for name in ["rolodeck.db", "rolodeck.db-wal"] {
        fs::copy(path.with_file_name(name), copy.path().join(name)).unwrap();
    }
    let Opened { store, is_unclean, rescued } =
        Store::open(&copy.path().join("rolodeck.db")).unwrap();
    assert!(is_unclean);
    assert_eq!(rescued, None);
    assert_eq!(queued(&store), ops[1..]);
    wait(store.check()).unwrap();
}

#[test]
fn a_file_that_is_no_database_is_set_aside() {
    let folder = folder();
    let path = folder.path().join("rolodeck.db");
    fs::write(&path, "Dear diary, ".repeat(1000)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    let rescued = rescued.unwrap();
    assert!(fs::read_to_string(rescued.aside).unwrap().starts_with("Dear diary"));
    assert_eq!((rescued.changes, queued(&store)), (0, Vec::new()));
}

#[test]
fn the_queue_survives_the_loss_of_the_first_page() {
    let (_folder, path, ops) = filled(40);
    overwrite(&path, 0, &[0xAA; 4096]);
    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    let rescued = rescued.unwrap();
    assert_eq!((rescued.changes, rescued.events, rescued.unreadable), (40, 40, 0));
    assert_eq!(queued(&store), ops);
    let list = fs::read_to_string(rescued.list).unwrap();
    assert_eq!(list.lines().filter(|line| line.contains(r#""table":"op""#)).count(), 40);
    assert!(list.contains(r#"{"TagAdded":{"#), "people can read it: {list}");
}

#[test]
fn the_queue_survives_the_loss_of_one_of_its_pages() {
    let (_folder, path, ops) = filled(200);
    let page = find(&path, r#""tag":"tag 100""#) / 4096 * 4096;
    overwrite(&path, page, &[0xAA; 4096]);

    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    assert_eq!(rescued, None, "the first pages are whole");
    assert!(matches!(wait(store.check()), Err(Error::Broken)));
    let other = Store::open(&path);
    assert!(matches!(other, Err(Error::BrokenAndShared)), "nobody loses the file under her");
    drop(store);

    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    let rescued = rescued.unwrap();
    assert_eq!(rescued.changes + rescued.unreadable, 200);
    assert!((150..200).contains(&rescued.changes), "{rescued:?}");
    let left = queued(&store);
    assert_eq!(left.len(), rescued.changes);
    assert!(left.iter().all(|op| ops.contains(op)));

    let reader = store.reader().unwrap();
    let contacts: Vec<ContactId> = reader
        .outgoing()
        .unwrap()
        .iter()
        .map(|pending| pending.outgoing.op.change.contact())
        .collect();
    assert!(reader.remotes(&contacts).unwrap().iter().all(Option::is_some), "can be sent");
    drop((reader, store));
    let again = Store::open(&path).unwrap();
    assert_eq!(again.rescued, Some(rescued), "nobody has said that she heard of it");
    again.store.forget_rescue();
    drop(again);
    assert_eq!(Store::open(&path).unwrap().rescued, None, "once is enough");
}

#[test]
fn the_task_of_a_waiting_change_survives_in_a_file_of_an_older_version() {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    let tasks = vec![task("t1", "r1", "call", false)];
    wait(bench.store.put_tasks_of(contact, tasks, bench.now)).unwrap();
    let of_jane = |store: &Store| store.reader().unwrap().dossier(contact).unwrap().unwrap().tasks;
    let call = of_jane(&bench.store).items.pop().unwrap();
    let (_, ops) = bench.commit(vec![Change::TaskDone { contact, task: call.id }]);
    let path = bench.path();
    let _folder = bench.close();
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "ALTER TABLE task DROP COLUMN extra; ALTER TABLE note DROP COLUMN extra;
         PRAGMA user_version = 4;",
    )
    .unwrap();
    drop(file);
    fs::write(path.with_extension("db.damaged"), "").unwrap();

    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    assert_eq!(rescued.map(|rescued| rescued.changes), Some(1));
    assert_eq!((queued(&store), of_jane(&store).items), (ops, vec![call]));
}

#[test]
fn a_change_whose_contact_is_lost_waits_for_a_person() {
    let (_folder, path, ops) = filled(3);
    let page = find(&path, "jane\u{1f}") / 4096 * 4096;
    overwrite(&path, page, &[0xAA; 4096]);
    let store = Store::open(&path).unwrap().store;
    assert!(wait(store.check()).is_err());
    drop(store);
    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    assert_eq!(rescued.unwrap().changes, 3);
    let pending = store.reader().unwrap().change(ops[0]).unwrap().unwrap().outgoing;
    assert_eq!(pending.state, OpState::Parked);
    assert!(pending.fault.unwrap().cause.contains("damaged"));
}

#[test]
fn no_flipped_byte_keeps_the_store_from_working() {
    let (_folder, path, _) = filled(60);
    let whole = fs::read(&path).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..25 {
        let folder = folder();
        let path = folder.path().join("rolodeck.db");
        let mut file = whole.clone();
        let at = random.usize(..file.len());
        file[at] ^= random.u8(1..);
        fs::write(&path, file).unwrap();
        // The damage may show at once, at the first look, or never.
        let mut store = None;
        for _ in 0..3 {
            store = None;
            match Store::open(&path) {
                Ok(opened) => {
                    if let Some(rescued) = opened.rescued {
                        assert!(
                            rescued.changes + rescued.unreadable >= 60,
                            "byte {at}: {rescued:?}"
                        );
                    }
                    let _ = wait(opened.store.check());
                    store = Some(opened.store);
                }
                Err(error) => assert!(matches!(error, Error::Newer { .. }), "byte {at}: {error}"),
            }
        }
        if let Some(store) = store {
            wait(store.check()).unwrap();
            queued(&store);
        }
    }
}

const CHILD: &str = "ROLODECK_TEST_DATABASE";

/// Not a test by itself: what the next one kills.
#[test]
fn child_that_commits_until_it_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = Store::open(Path::new(&path)).unwrap().store;
    let mut ids = Ids::starting_at(Uuid::now_v7());
    let contact = ids.contact();
    let mut out = std::io::stdout();
    loop {
        let change = Change::TagAdded { contact, tag: tag_named("x") };
        let op = Op { id: ids.op(), deed: ids.deed(), at: EARLY.parse().unwrap(), change };
        let id = op.id.uuid();
        wait(store.commit(vec![op])).unwrap();
        writeln!(out, "accepted {id}").unwrap();
    }
}

#[test]
fn a_killed_process_loses_nothing_that_was_accepted() {
    let folder = folder();
    let path = folder.path().join("rolodeck.db");
    let mut accepted = Vec::new();
    for round in 0..5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["files::child_that_commits_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = lines
            .map(Result::unwrap)
            .filter_map(|line| Some(OpId::new(line.split_once("accepted ")?.1.parse().unwrap())));
        for op in told.take(10 + 7 * round) {
            accepted.push(op);
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let Opened { store, rescued, .. } = Store::open(&path).unwrap();
    assert_eq!(rescued, None);
    let stored = queued(&store);
    assert!(accepted.iter().all(|op| stored.contains(op)));
    wait(store.check()).unwrap();
}
