//! The README's key table is the command table.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::{env, fmt::Write, fs};

use rolodeck::app::{
    command::Command,
    commands,
    keys::{parse_keys, spell},
};

const BEGIN: &str = "<!-- keys: from the command table, by `UPDATE=1 cargo test` -->\n";
const END: &str = "<!-- end of keys -->";

#[test]
fn the_key_table_is_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let now = format!("{before}{BEGIN}{}{END}{after}", table());
    if env::var_os("UPDATE").is_some() {
        fs::write(path, now).unwrap();
        return;
    }
    assert!(readme == now, "the key table is not that of the program; run `UPDATE=1 cargo test`");
}

fn table() -> String {
    let mut table = String::from("| key | where | does |\n|---|---|---|\n");
    for command in commands::all().filter(|command| !command.keys.is_empty()) {
        let (keys, place) = (keys(command), command.scope.title());
        writeln!(table, "| {keys} | {place} | {} |", command.help).unwrap();
    }
    table
}

fn keys(command: &Command) -> String {
    let shown = |keys: &&str| spell(&parse_keys(keys).unwrap()).replace('|', "\\|");
    let keys: Vec<String> = command.keys.iter().map(|keys| format!("`{}`", shown(keys))).collect();
    keys.join(" ")
}
