//! The service's published Node client against the sandbox, unmodified but for its base URL.
//!
//! `npm ci` in tests/vendor installs it, as `.ci/run` does; where node or the client is missing,
//! the test says so and passes.

#[path = "support/answered.rs"]
mod answered;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use answered::never_answered;
use rolodeck::sandbox::{Limits, Options, Sandbox};
use serde_json::json;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vendor");

#[tokio::test]
async fn the_vendors_client_gets_through_every_operation() {
    let Some(()) = ready() else { return };
    // Its own default, and the one that it is used with most.
    for version in ["2023-02-21", "2021-07-28"] {
        let (sandbox, outcome) = run(version).await;
        let said = String::from_utf8_lossy(&outcome.stderr);
        assert!(outcome.status.success(), "{version}: {said}");
        assert_eq!(never_answered(&sandbox), [], "{version}");
    }
}

/// Nothing where something is missing, after saying what.
fn ready() -> Option<()> {
    let has_node = Command::new("node").arg("--version").output().is_ok();
    let missing = if !has_node {
        "node"
    } else if !Path::new(FOLDER).join("node_modules/@gohighlevel/api-client").is_dir() {
        "its packages (npm ci in tests/vendor)"
    } else {
        return Some(());
    };
    // Past the harness, which would keep it to itself: a skipped test must be seen.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: the vendor's client against the sandbox, for want of {missing}"
    );
    None
}

async fn run(version: &str) -> (Sandbox, Output) {
    let options = Options {
        contacts: 20,
        limits: Limits::OFF,
        index_lag: std::time::Duration::ZERO,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.expect("a sandbox");
    let facts = json!({
        "base": sandbox.base_url(),
        "token": sandbox.token(),
        "location": sandbox.location_id(),
        "company": sandbox.company_id(),
        "agency": sandbox.agency_token(),
        "client": sandbox.client_id(),
        "secret": sandbox.client_secret(),
    });
    let mut node = Command::new("node");
    node.current_dir(FOLDER).args(["every-operation.mjs", &facts.to_string(), version]);
    let outcome = tokio::task::spawn_blocking(move || node.output());
    let outcome = outcome.await.expect("no panic").expect("node runs");
    (sandbox, outcome)
}
