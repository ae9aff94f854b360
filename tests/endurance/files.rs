//! Files of every version, damaged ones, and lists of the server: the program dies while it brings
//! them up to date, and goes on from there (reliability G20).

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use rolodeck::{
    model::ids::RemoteId,
    rehearsal::Point,
    store::{Store, Sweeps},
};
use rusqlite::Connection;
use serde_json::Value as Json;

use crate::{
    office::{ended, names},
    ward::{Patient, Ward},
};

/// The steps as they ship, in their order.
fn steps() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/file/schema");
    let count = fs::read_dir(&folder).unwrap().count();
    (1..=count)
        .map(|number| fs::read_to_string(folder.join(format!("{number}.sql"))).unwrap())
        .collect()
}

/// What the first version wrote: a contact that was fetched, a task, and what was done to it.
const CONTENTS: &str = r#"
    INSERT INTO contact (lid, rid, name, first, last, company, email, phone, city, state, country,
                         source, kind, tags, dnd, added, updated, fetched)
    VALUES (X'0193A000000070008000000000000001', 'REMOTE', 'jane', 'Jane', '', '', '', '', 'Bergen',
            '', '', '', '', '[]', 0, 1767225600000000, 1767225600000000, 1767225600000000);
    INSERT INTO record SELECT id, '{"values":{},"extra":{}}' FROM contact;
    UPDATE state SET value = '1' WHERE name = 'contacts';
    INSERT INTO op (id, deed, contact, key, at, change, state, tries) VALUES
        (X'0193A000000070008000000000000002', X'0193A000000070008000000000000003',
         X'0193A000000070008000000000000001', 'tag waits', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"waits"}}', 'queued', 0),
        (X'0193A000000070008000000000000004', X'0193A000000070008000000000000005',
         X'0193A000000070008000000000000001', 'tag sent', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"sent"}}', 'sending', 1),
        (X'0193A000000070008000000000000006', X'0193A000000070008000000000000007',
         X'0193A000000070008000000000000001', 'tag refused', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"refused"}}', 'rejected', 1),
        (X'0193A000000070008000000000000008', X'0193A000000070008000000000000009',
         X'0193A000000070008000000000000001', 'tag done', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"done"}}', 'done', 1);
    INSERT INTO history (at, op, was, now, writer)
    SELECT at, id, NULL, 'queued', 1 FROM op;
"#;

/// A database as this version of the program left it, in the place of what is there.
fn put(ward: &Ward, version: usize, remote: &RemoteId) {
    for name in names(&ward.office.data()) {
        fs::remove_file(ward.office.data().join(name)).unwrap();
    }
    let path = ward.database();
    let file = Connection::open(&path).unwrap();
    for step in &steps()[..version] {
        file.execute_batch(step).unwrap();
    }
    file.execute_batch(&CONTENTS.replace("REMOTE", remote.as_str())).unwrap();
    file.pragma_update(None, "user_version", version).unwrap();
    drop(file);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn version(path: &Path) -> usize {
    let file = Connection::open(path).unwrap();
    file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn states(ward: &Ward) -> Vec<String> {
    let all: Json = ward.office.json(["outbox", "list", "--all"]);
    let state = |one: &Json| one["state"].as_str().unwrap().to_owned();
    all["changes"].as_array().unwrap().iter().rev().map(state).collect()
}

fn somebody() -> (Ward, Patient) {
    let ward = Ward::new();
    let patient = ward.admit(1).pop().unwrap();
    (ward, patient)
}

#[test]
fn every_version_opens_and_what_waited_in_it_is_sent() {
    let (ward, patient) = somebody();
    for from in 1..=steps().len() {
        put(&ward, from, &patient.remote);
        assert_eq!(states(&ward), ["queued", "sending", "rejected", "done"], "from {from}");
        assert_eq!(version(&ward.database()), steps().len());
        let synced = ended(ward.program().args(["sync", "--json"]), "").json();
        assert_eq!(synced["pushed"], 2, "from {from}: {synced}");
        assert_eq!(states(&ward), ["done", "done", "rejected", "done"], "from {from}");
        let tags = ward.served(&patient.remote);
        assert!(tags.contains(&"tag waits".into()) && tags.contains(&"tag sent".into()));
    }
}

#[test]
fn a_migration_that_dies_at_any_step_goes_on() {
    let (ward, patient) = somebody();
    let last = steps().len();
    for from in 1..last {
        for step in 1..=last - from {
            put(&ward, from, &patient.remote);
            let death = format!("{}:{step}", Point::MigrateStep.word());
            ward.dies(&["outbox".into(), "list".into()], &death);
            assert_eq!(version(&ward.database()), from + step - 1, "whole steps or none");
            assert_eq!(states(&ward), ["queued", "sending", "rejected", "done"], "{from}, {step}");
        }
    }
}

#[test]
fn a_newer_file_is_left_as_it_is_by_every_command() {
    let (ward, patient) = somebody();
    put(&ward, steps().len(), &patient.remote);
    let path = ward.database();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let before = fs::read(&path).unwrap();
    for words in [&["sync"][..], &["status"], &["outbox", "list"], &["tag", "list"]] {
        let said = ended(ward.program().args(words), "");
        assert!(said.code.is_some_and(|code| code != 0), "{said:?}");
        said.complains(&["version 999", "nothing was touched"]);
        assert_eq!(fs::read(&path).unwrap(), before, "{words:?}");
    }
}

fn damaged(ward: &Ward) -> Vec<PathBuf> {
    let is_aside = |name: &String| name.contains("-damaged-");
    let names = names(&ward.office.data()).into_iter().filter(is_aside);
    names.map(|name| ward.office.data().join(name)).collect()
}

/// The queue of a file whose first page is lost reaches the server, wherever the rescue dies.
#[test]
fn a_rescue_that_dies_is_taken_up_again() {
    for point in [Point::RescueCopied, Point::RescueAside, Point::RescuePlaced] {
        let (ward, patient) = somebody();
        let id = patient.remote.to_string();
        let add = ["tag", "add", "rescued", "--where", "city:bergen", "--offline"];
        ended(ward.program().args(add), "").ends(3);
        let note = ["note", "add", &id, "rescued, too", "--offline"];
        ended(ward.program().args(note), "").ends(3);
        let mut file = fs::read(ward.database()).unwrap();
        file[..4096].fill(0xAA);
        fs::write(ward.database(), &file).unwrap();

        ward.dies(&["outbox".into(), "list".into()], point.word());
        let said = ended(ward.program().args(["outbox", "list", "--json"]), "").ends(0);
        let told = damaged(&ward).iter().any(|path| {
            fs::read(path).unwrap() == file && said.err.contains(&*path.to_string_lossy())
        });
        assert!(told, "{point:?}: nobody hears where the damaged file lies: {said:#?}");
        assert!(said.err.contains("5 changes"), "{point:?}: nor what was rescued: {said:#?}");
        let waiting = said.json();
        let said = ended(ward.program().args(["outbox", "list"]), "").ends(0);
        assert!(!said.err.contains("damaged"), "{point:?}: it is told once: {said:#?}");
        let is_file = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "db");
        let aside = damaged(&ward).iter().filter(is_file).count();
        assert_eq!(aside, 1, "{point:?}: what is whole is not set aside as well");
        assert_eq!(waiting["changes"].as_array().unwrap().len(), 2, "{point:?}: {waiting}");
        let kept = damaged(&ward).iter().any(|path| fs::read(path).unwrap() == file);
        assert!(kept, "{point:?}: the damaged file is not thrown away");
        let synced = ended(ward.program().args(["sync", "--json"]), "").ends(0).json();
        assert_eq!(synced["pushed"], 2, "{point:?}: {synced}");
        let served = ward.served(&patient.remote);
        for line in ["tag rescued", "note rescued, too"] {
            assert_eq!(
                served.iter().filter(|one| *one == line).count(),
                1,
                "{point:?}: {served:?}"
            );
        }
    }
}

/// Who was deleted on the server goes here, and nobody else, wherever the look for them dies.
#[test]
fn a_sweep_that_dies_removes_nobody_else_and_is_done_again() {
    // Not made by ourselves: lists may lag behind that.
    let ward = Ward::of(3);
    let gone = ward.read(|reader| reader.first_window(1).unwrap().0.remove(0).id);
    let remote = ward.read(|reader| reader.remotes(&[gone]).unwrap().remove(0).unwrap());
    ward.office.server.wait(ward.client.delete_contact(&remote)).unwrap();
    let yesterday = Timestamp::now() - SignedDuration::from_hours(25);
    let long_ago = || Sweeps { ended: Some(yesterday), ..Sweeps::default() };
    let contacts = || ward.read(|reader| reader.counts().unwrap().contacts);
    let a_day_passes = || {
        let store = Store::open(&ward.database()).unwrap().store;
        ward.office.server.wait(store.put_sweeps(long_ago())).unwrap();
    };

    a_day_passes();
    ward.dies(&["sync".into()], Point::SweepSuspect.word());
    assert_eq!(contacts(), 3, "one list is no proof");

    let store = Store::open(&ward.database()).unwrap().store;
    let ripe = SignedDuration::from_mins(10);
    let suspected = store.suspect(vec![gone], long_ago(), ripe, yesterday);
    ward.office.server.wait(suspected).unwrap();
    drop(store);
    ward.dies(&["sync".into()], Point::SweepTombstone.word());
    assert_eq!(contacts(), 3);
    a_day_passes();
    ward.sync();
    assert_eq!((contacts(), ward.held(gone)), (2, vec!["gone".to_owned()]));
}
