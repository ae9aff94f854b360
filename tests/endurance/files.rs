//! Files of every version, damaged ones, and lists of the server: the program dies while it brings
//! them up to date, and goes on from there (reliability G20).

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use rolodeck::{
    model::ids::RemoteId,
    rehearsal::{Mishap, Point},
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

const FIRST: &str = include_str!("../support/first_version.sql");
/// What the first version wrote besides: the contact, which was fetched, and what was refused and done.
const CONTENTS: &str = r#"
    INSERT INTO contact (lid, rid, name, first, last, company, email, phone, city, state, country,
                         source, kind, tags, dnd, added, updated, fetched)
    VALUES (X'0193A000000070008000000000000001', 'REMOTE', 'jane', 'Jane', '', '', '', '', 'Bergen',
            '', '', '', '', '[]', 0, 1767225600000000, 1767225600000000, 1767225600000000);
    INSERT INTO record SELECT id, '{"values":{},"extra":{}}' FROM contact;
    UPDATE state SET value = '1' WHERE name = 'contacts';
    INSERT INTO op (id, deed, contact, key, at, change, state, tries) VALUES
        (X'0193A000000070008000000000000006', X'0193A000000070008000000000000007',
         X'0193A000000070008000000000000001', 'tag refused', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"refused"}}', 'rejected', 1),
        (X'0193A000000070008000000000000008', X'0193A000000070008000000000000009',
         X'0193A000000070008000000000000001', 'tag done', 1767225600000000,
         '{"TagAdded":{"contact":"0193a000-0000-7000-8000-000000000001","tag":"done"}}', 'done', 1);
    INSERT INTO history (at, op, was, now, writer)
    SELECT at, id, NULL, 'queued', 1 FROM op WHERE state IN ('rejected', 'done');
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
    file.execute_batch(FIRST).unwrap();
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

/// A file of any version, with this going wrong at any step, is brought up to date all the same.
pub(crate) fn migrates(mishap: Mishap, point: Point) {
    let (ward, patient) = somebody();
    let last = steps().len();
    let oldest = if mishap == Mishap::Abort { last } else { 2 };
    for from in 1..oldest {
        for step in 1..=last - from {
            put(&ward, from, &patient.remote);
            let words = ["outbox".into(), "list".into()];
            ward.strikes_at(&words, mishap, point, step);
            let reached = if mishap == Mishap::Wait { last } else { from + step - 1 };
            assert_eq!(version(&ward.database()), reached, "whole steps or none");
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

/// The queue of a file whose first page is lost reaches the server, whatever goes wrong in its rescue.
pub(crate) fn rescues(mishap: Mishap, point: Point) {
    let (ward, patient) = somebody();
    let id = patient.remote.to_string();
    let add = ["tag", "add", "rescued", "--where", "city:bergen", "--offline"];
    ended(ward.program().args(add), "").ends(3);
    let note = ["note", "add", &id, "rescued, too", "--offline"];
    ended(ward.program().args(note), "").ends(3);
    let mut file = fs::read(ward.database()).unwrap();
    file[..4096].fill(0xAA);
    fs::write(ward.database(), &file).unwrap();

    let state = format!("{mishap:?} at {point:?}");
    let first = ward.strikes(&["outbox".into(), "list".into(), "--json".into()], mishap, point);
    // Whoever came to the end of it tells.
    let said = match mishap {
        Mishap::Wait => first,
        _ => ended(ward.program().args(["outbox", "list", "--json"]), "").ends(0),
    };
    let told = damaged(&ward)
        .iter()
        .any(|path| fs::read(path).unwrap() == file && said.err.contains(&*path.to_string_lossy()));
    assert!(told, "{state}: nobody hears where the damaged file lies: {said:#?}");
    assert!(said.err.contains("5 changes"), "{state}: nor what was rescued: {said:#?}");
    let waiting = said.json();
    let said = ended(ward.program().args(["outbox", "list"]), "").ends(0);
    assert!(!said.err.contains("damaged"), "{state}: it is told once: {said:#?}");
    let is_file = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "db");
    let aside = damaged(&ward).iter().filter(is_file).count();
    assert_eq!(aside, 1, "{state}: what is whole is not set aside as well");
    assert_eq!(waiting["changes"].as_array().unwrap().len(), 2, "{state}: {waiting}");
    let synced = ended(ward.program().args(["sync", "--json"]), "").ends(0).json();
    assert_eq!(synced["pushed"], 2, "{state}: {synced}");
    let served = ward.served(&patient.remote);
    for line in ["tag rescued", "note rescued, too"] {
        assert_eq!(served.iter().filter(|one| *one == line).count(), 1, "{state}: {served:?}");
    }
}
