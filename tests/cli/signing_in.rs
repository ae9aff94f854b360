//! Signing in and out, where there is no keyring: the file that one has to say yes to.

use std::fs;

use crate::office::{Office, ended};

#[test]
fn a_token_is_checked_before_it_is_stored_and_forgotten_on_request() {
    let office = Office::new();
    let location = office.server.sandbox.location_id().to_owned();
    let login = |token: &str, more: &[&str]| {
        let mut command = office.stranger();
        command.args(["login", "--token-stdin", "--location", &location]).args(more);
        ended(&mut command, token)
    };
    let token = office.server.sandbox.token().to_owned();
    login("pit-wrong-canary\n", &["--insecure-file", "--yes"]).ends(5);
    login("", &["--insecure-file", "--yes"]).ends(2).complains(&["nothing was stored"]);
    login(&token, &["--insecure-file"]).ends(2).complains(&["--yes"]);
    let files = || -> Vec<String> {
        let folder = office.data().join("tokens");
        fs::read_dir(folder).map_or_else(
            |_| Vec::new(),
            |entries| entries.map(|one| one.unwrap().path().display().to_string()).collect(),
        )
    };
    assert_eq!(files(), Vec::<String>::new(), "what was not checked is not stored");

    let said = login(&format!("{token}\n"), &["--insecure-file", "--yes"]).ends(0);
    assert!(
        said.out.contains("signed in to") && said.out.contains("contacts.readonly"),
        "{said:?}"
    );
    assert!(!format!("{said:?}").contains(&token), "no token is ever printed");

    let signed_in = |arguments: &[&str]| ended(office.stranger().args(arguments), "");
    signed_in(&["sync"]).ends(0);
    signed_in(&["logout"]).ends(0);
    signed_in(&["sync"]).ends(5);
    assert_eq!(files(), Vec::<String>::new());
}

#[test]
fn a_command_may_know_the_token() {
    let office = Office::new();
    let sandbox = &office.server.sandbox;
    office.config(&format!(
        "[profiles.work]\napi_url = \"{}\"\nlocation = \"{}\"\ntoken_cmd = \"printf {}\"\n",
        sandbox.base_url(),
        sandbox.location_id(),
        sandbox.token(),
    ));
    ended(office.stranger().args(["--profile", "work", "sync"]), "").ends(0);
    let elsewhere = ["--profile", "work", "--api-url", "http://127.0.0.1:9", "sync"];
    ended(office.stranger().args(elsewhere), "").ends(5).complains(&["for another address"]);
    assert!(office.data().join("work.db").exists(), "each profile has a database of its own");
    let list = ended(office.stranger().args(["profiles", "list"]), "").ends(0).out;
    assert!(list.contains("work"), "{list}");
}
