//! A database that was put back, or taken along: what waits in it may have been sent already.

use std::{fs, path::Path};

use rolodeck::{
    model::{
        change::Change,
        ids::OpId,
        note::NoteDraft,
        op::{Op, OpState, Outgoing},
    },
    store::{Doubt, Intent, Store, TakenOver},
};
use tempfile::TempDir;

use super::bench::{Bench, EARLY, folder, served, skipped, tag_named, wait};

/// A database with a tag and a note that wait, from which something was sent already.
fn busy() -> (Bench, Vec<OpId>) {
    let mut bench = Bench::new();
    bench.pull(vec![served("r1", "Jane", EARLY)]);
    let contact = bench.contact("r1");
    assert_eq!(taken_over(&bench.store).doubt, None);
    let (_, ops) = bench.commit(vec![Change::TagAdded { contact, tag: tag_named("first") }]);
    bench.done(&ops);
    let note = bench.ids.note();
    let draft = NoteDraft { title: String::new(), body: "called".to_owned() };
    let (_, ops) = bench.commit(vec![
        Change::TagAdded { contact, tag: tag_named("second") },
        Change::NoteAdded { contact, note, draft },
    ]);
    (bench, ops)
}

fn taken_over(store: &Store) -> TakenOver {
    let lock = rolodeck::store::SenderLock::try_take(store.path()).unwrap().unwrap();
    let now = EARLY.parse().unwrap();
    wait(store.take_over(&lock, now, now)).unwrap()
}

fn open(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("rolodeck.db")).unwrap().store
}

fn outgoing(store: &Store) -> Vec<Outgoing> {
    let pending = store.reader().unwrap().outgoing().unwrap();
    pending.into_iter().map(|pending| pending.outgoing).collect()
}

fn copy(from: &Path, to: &Path, names: &[&str]) {
    for name in names {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

/// Nothing may go out any more, and a person is told why.
fn assert_put_aside(store: &Store, ops: &[OpId], doubt: Doubt) {
    let taken = taken_over(store);
    assert_eq!(taken.doubt, Some(doubt));
    assert_eq!(taken.moved.len(), ops.len());
    for waiting in outgoing(store) {
        assert_eq!(waiting.state, OpState::Parked, "{waiting:?}");
        assert!(waiting.fault.unwrap().cause.contains("may have been sent already"));
    }
    assert_eq!(taken_over(store), TakenOver::default(), "once is enough");
    let intent = Intent { ops: ops.to_vec(), ..Intent::default() };
    assert_eq!(wait(store.sending(intent, EARLY.parse().unwrap())).unwrap(), []);
}

#[test]
fn a_backup_put_back_after_a_sending_is_put_aside() {
    let (bench, ops) = busy();
    let folder = bench.close();
    let backup = super::bench::folder();
    copy(folder.path(), backup.path(), &["rolodeck.db"]);

    let store = open(&folder);
    assert_eq!(taken_over(&store).doubt, None, "it is the one that was sent from");
    let intent = Intent { ops: ops[..1].to_vec(), ..Intent::default() };
    wait(store.sending(intent, EARLY.parse().unwrap())).unwrap();
    drop(store);
    copy(backup.path(), folder.path(), &["rolodeck.db"]);
    assert_put_aside(&open(&folder), &ops, Doubt::Older);
}

#[test]
fn a_backup_put_back_when_nothing_was_sent_since_goes_on() {
    let (bench, ops) = busy();
    let folder = bench.close();
    let backup = super::bench::folder();
    copy(folder.path(), backup.path(), &["rolodeck.db"]);
    copy(backup.path(), folder.path(), &["rolodeck.db"]);
    let store = open(&folder);
    assert_eq!(taken_over(&store), TakenOver::default());
    assert_eq!(outgoing(&store).iter().map(|it| it.op.id).collect::<Vec<_>>(), ops);
}

#[test]
fn a_copy_without_its_print_is_put_aside() {
    let (bench, ops) = busy();
    let (folder, elsewhere) = (bench.close(), folder());
    copy(folder.path(), elsewhere.path(), &["rolodeck.db"]);
    assert_put_aside(&open(&elsewhere), &ops, Doubt::Copied);
    assert_eq!(taken_over(&open(&folder)), TakenOver::default(), "the first one goes on");
}

#[test]
fn a_copy_with_all_that_lies_beside_it_is_put_aside() {
    let (bench, ops) = busy();
    let (folder, elsewhere) = (bench.close(), folder());
    if fs::metadata(folder.path().join("rolodeck.db")).unwrap().created().is_err() {
        skipped("this file system does not tell when a file was made");
        return;
    }
    copy(folder.path(), elsewhere.path(), &["rolodeck.db", "rolodeck.db.seal"]);
    assert_put_aside(&open(&elsewhere), &ops, Doubt::Copied);
}

#[test]
fn another_machine_is_recognised() {
    let (bench, ops) = busy();
    let folder = bench.close();
    let print = folder.path().join("rolodeck.db.seal");
    let mut text: serde_json::Value = serde_json::from_slice(&fs::read(&print).unwrap()).unwrap();
    if text["machine"].is_null() {
        skipped("this machine has no name for itself in /etc/machine-id");
        return;
    }
    text["machine"] = 7.into();
    fs::write(&print, text.to_string()).unwrap();
    assert_put_aside(&open(&folder), &ops, Doubt::Moved);
}

#[test]
fn a_kill_between_commit_and_print_is_no_cause_for_doubt() {
    let (bench, ops) = busy();
    let print = bench.path().with_file_name("rolodeck.db.seal");
    let before = fs::read(&print).unwrap();
    bench.send(&ops[..1]);
    let folder = bench.close();
    assert_ne!(fs::read(&print).unwrap(), before);
    fs::write(&print, before).unwrap();
    let store = open(&folder);
    assert_eq!(taken_over(&store).doubt, None);
    let states: Vec<_> = outgoing(&store).iter().map(|it| it.state).collect();
    assert_eq!(states, [OpState::Retry, OpState::Queued]);
}

#[test]
#[cfg(unix)]
fn what_leaves_no_print_is_not_sent() {
    use std::os::unix::fs::PermissionsExt as _;
    let (bench, ops) = busy();
    let print = bench.path().with_file_name("rolodeck.db.seal");
    // Open to others, it is not trusted any more, whoever one is.
    fs::set_permissions(&print, fs::Permissions::from_mode(0o644)).unwrap();
    let intent = || Intent { ops: ops[..1].to_vec(), ..Intent::default() };
    assert!(wait(bench.store.sending(intent(), bench.now)).is_err());
    let waiting = &outgoing(&bench.store)[0];
    assert_eq!((waiting.state, waiting.tries), (OpState::Queued, 0));
    fs::set_permissions(&print, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(wait(bench.store.sending(intent(), bench.now)).unwrap().len(), 1);
}

#[test]
fn what_was_put_aside_is_queued_again_when_a_person_says_so() {
    let (bench, ops) = busy();
    let (folder, elsewhere) = (bench.close(), folder());
    copy(folder.path(), elsewhere.path(), &["rolodeck.db"]);
    let store = open(&elsewhere);
    taken_over(&store);
    wait(store.retry_ops(ops.clone(), EARLY.parse().unwrap())).unwrap();
    let pending = store.reader().unwrap().outgoing().unwrap();
    for it in &pending {
        // Of what can be told apart on the server, it is first looked whether it is there.
        let creates = it.outgoing.op.change.is_create();
        let next = if creates { OpState::Unknown } else { OpState::Queued };
        assert_eq!(it.outgoing.state, next);
    }
    let note = pending.iter().find(|it| it.outgoing.op.change.is_create()).unwrap();
    assert_eq!(note.pre_image, Some(serde_json::json!([])), "all notes there may be ours");
    let Op { id, .. } = note.outgoing.op;
    assert_eq!(id, ops[1]);
}
