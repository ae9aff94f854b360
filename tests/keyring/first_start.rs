//! The first start of the real program: a token is pasted, goes to the keyring, and the next start
//! finds it there.

use std::path::Path;

use portable_pty::CommandBuilder;
use rolodeck::sandbox::{Options, Sandbox};

use super::{Keyring, Test, in_session, terminal::Terminal};

const ENTER: &str = "\r";

#[test]
fn a_pasted_token_goes_to_the_keyring_and_is_found_there() {
    in_session("first_start::inner_first_start");
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_first_start() {
    let Some(test) = Test::begin() else { return };
    let _keyring = Keyring::start();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sandbox = runtime.block_on(Sandbox::start(Options::default())).expect("a sandbox");
    let home = test.folder.parent().expect("a home");

    let mut terminal = Terminal::start(100, 30, program(home, &sandbox));
    terminal.sees("Paste a private integration token");
    terminal.type_keys(sandbox.token());
    terminal.sees("****");
    assert!(!terminal.text().contains(sandbox.token()), "the token is on the screen");
    terminal.type_keys("\t");
    terminal.type_keys(sandbox.location_id());
    terminal.sees(sandbox.location_id());
    terminal.type_keys(ENTER);
    terminal.type_keys(ENTER);
    terminal.sees("500 contacts");
    let raw = leave(terminal);
    assert!(!raw.contains(sandbox.token()), "the token was written to the terminal");
    assert_eq!(holding(home, sandbox.token()), Vec::<std::path::PathBuf>::new());

    let mut again = Terminal::start(100, 30, program(home, &sandbox));
    again.sees("500 contacts");
    again.sees("synced");
    leave(again);
}

/// No variable tells the token here, nor the location.
fn program(home: &Path, sandbox: &Sandbox) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rolodeck"));
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("ROLODECK_CONFIG_DIR", home.join("config"));
    command.env("ROLODECK_DATA_DIR", home.join("data"));
    command.env("ROLODECK_API_URL", sandbox.base_url());
    command.cwd(home);
    command
}

/// Out of any question, and out of the program; what it wrote to the terminal all along.
fn leave(mut terminal: Terminal) -> String {
    terminal.type_keys("\x03\x03");
    let (status, raw) = terminal.ends();
    assert!(status.success(), "{status:?}");
    String::from_utf8_lossy(&raw).into_owned()
}

/// Files below a folder that hold a text.
fn holding(folder: &Path, text: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if path.is_file() {
            let content = std::fs::read(&path).expect("a file");
            if content.windows(text.len()).any(|window| window == text.as_bytes()) {
                found.push(path);
            }
        }
    }
    found
}
