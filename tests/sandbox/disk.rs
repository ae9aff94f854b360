//! A sandbox with a file keeps everything that it answered 2xx for.

use rolodeck::sandbox::{DiskError, Error, Options, Sandbox};
use serde_json::json;

use crate::harness::{Lab, options, text};

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let db = Some(folder.path().join("sandbox.sqlite"));
    let options = Options { contacts: 10, db, ..options() };
    let lab = Lab::start(options.clone()).await;
    let id = lab.contact(json!({ "firstName": "Anna", "tags": ["spring"] })).await;
    lab.post(&format!("/contacts/{id}/notes"), json!({ "body": "hello" })).await;
    let gone = lab.contact(json!({ "firstName": "Gone" })).await;
    lab.delete(&format!("/contacts/{gone}"), None).await;
    let (token, commits) = (lab.token.clone(), lab.sandbox.commits());
    // Dropped, not stopped: nothing may depend on a tidy end.
    drop(lab);

    let lab = Lab::start(options).await;
    assert_eq!(lab.token, token);
    assert_eq!(lab.sandbox.commits(), commits);
    let contact = lab.get(&format!("/contacts/{id}")).await;
    assert_eq!(contact.body["contact"]["tags"], json!(["spring"]));
    let notes = lab.get(&format!("/contacts/{id}/notes")).await;
    assert_eq!(notes.body["notes"][0]["body"], "hello");
    assert_eq!(lab.get(&format!("/contacts/{gone}")).await.status, 400);
    let found = lab
        .post("/contacts/search", json!({ "locationId": lab.location(), "pageLimit": 50 }))
        .await;
    assert_eq!(found.body["total"], 11);
    let next = lab.contact(json!({ "firstName": "Next" })).await;
    assert!(next != id && next != gone, "ids are not given out twice");
    let tags = lab.get(&format!("/locations/{}/tags", lab.location())).await;
    assert!(tags.body["tags"].as_array().unwrap().iter().any(|tag| text(&tag["name"]) == "spring"));
}

#[tokio::test]
async fn a_file_of_another_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.sqlite");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let options = Options { db: Some(path), ..options() };
    let error = Sandbox::start(options).await.err().unwrap();
    assert!(matches!(error, Error::Disk(DiskError::Version { found: 99, .. })), "{error}");
}

#[tokio::test]
async fn the_database_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rolodeck.sqlite");
    let tables = "CREATE TABLE contact (id TEXT); CREATE TABLE setting (json TEXT);";
    rusqlite::Connection::open(&path).unwrap().execute_batch(tables).unwrap();
    let before = std::fs::read(&path).unwrap();
    let options = Options { db: Some(path.clone()), ..options() };
    let error = Sandbox::start(options).await.err().unwrap();
    assert!(matches!(error, Error::Disk(DiskError::Foreign(_))), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before, "to the last byte");
}

#[tokio::test]
async fn nobody_else_can_reach_it() {
    let listen = "0.0.0.0:0".parse().unwrap();
    let error = Sandbox::start(Options { listen, ..options() }).await.err().unwrap();
    assert!(matches!(error, Error::NotLocal(_)), "{error}");
}
