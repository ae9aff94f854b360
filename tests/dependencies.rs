//! What may come into the tree: the policy of `.deny.toml`, held against what this build is made of.
//!
//! `cargo deny` reads the same file and looks at every platform; this needs nothing but cargo, so it
//! runs wherever the tests run.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::{collections::BTreeSet, fs, process::Command};

use toml_edit::{DocumentMut, Item};

#[test]
fn every_licence_is_one_that_we_allow() {
    let policy = policy();
    let allowed = words(&policy["licenses"]["allow"]);
    let exceptions = policy["licenses"]["exceptions"].as_array().unwrap();
    let excepted = |name: &str| -> Vec<String> {
        let tables = exceptions.iter().filter_map(|one| one.as_inline_table());
        tables
            .filter(|one| one["crate"].as_str() == Some(name))
            .flat_map(|one| one["allow"].as_array().unwrap())
            .map(|licence| licence.as_str().unwrap().to_owned())
            .collect()
    };
    let refused: Vec<String> = packages()
        .into_iter()
        .filter(|(package, licence)| {
            let own = excepted(package.split(' ').next().unwrap());
            !permits(licence, &|known| allowed.iter().chain(&own).any(|allowed| allowed == known))
        })
        .map(|(package, licence)| format!("{package}: {licence}"))
        .collect();
    assert!(refused.is_empty(), "licences that .deny.toml does not allow: {refused:#?}");
}

#[test]
fn every_crate_comes_from_the_registry() {
    let lock = read("Cargo.lock");
    let elsewhere: Vec<&str> = lock["package"]
        .as_array_of_tables()
        .unwrap()
        .iter()
        .filter(|package| package["name"].as_str() != Some(env!("CARGO_PKG_NAME")))
        .filter(|package| {
            let source = package.get("source").and_then(Item::as_str).unwrap_or_default();
            !source.starts_with("registry+")
        })
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    assert!(elsewhere.is_empty(), "neither git nor paths: {elsewhere:?}");
}

#[test]
fn no_banned_crate_is_in_the_lock_file() {
    let policy = policy();
    let lock = read("Cargo.lock");
    let locked: Vec<&str> = lock["package"]
        .as_array_of_tables()
        .unwrap()
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    assert!(locked.contains(&"tokio"), "the lock file was not understood");
    for ban in policy["bans"]["deny"].as_array().unwrap() {
        let ban = ban.as_inline_table().unwrap();
        let name = ban["crate"].as_str().unwrap();
        let most = usize::from(ban.contains_key("deny-multiple-versions"));
        let found = locked.iter().filter(|locked| **locked == name).count();
        assert!(found <= most, "{name} is in the lock file {found} times, {most} allowed");
    }
}

#[test]
fn a_licence_is_read_as_its_words_say() {
    let mit = |licence: &str| licence == "MIT";
    for yes in ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND MIT", "GPL OR (MIT)"]
    {
        assert!(permits(yes, &mit), "{yes}");
    }
    for no in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", "MIT WITH Odd"] {
        assert!(!permits(no, &mit), "{no}");
    }
}

/// Whether an SPDX expression can be met by licences that `allowed` knows: `OR` binds less than
/// `AND`, both less than `WITH`; `/` is an older way to write `OR`.
fn permits(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = outer(expression.trim());
    let any = split(expression, &[" OR ", "/"]);
    if any.len() > 1 {
        return any.into_iter().any(|one| permits(one, allowed));
    }
    let all = split(expression, &[" AND "]);
    if all.len() > 1 {
        return all.into_iter().all(|one| permits(one, allowed));
    }
    allowed(expression)
}

/// Without brackets around the whole.
fn outer(expression: &str) -> &str {
    let inside = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inside {
        Some(inside) if depths(inside).all(|(_, depth)| depth >= 0) => inside.trim(),
        _ => expression,
    }
}

/// The parts between words that stand outside all brackets.
fn split<'a>(expression: &'a str, words: &[&str]) -> Vec<&'a str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, depth) in depths(expression) {
        if let Some(word) = words.iter().find(|word| expression[at..].starts_with(**word))
            && depth == 0
            && at >= from
        {
            parts.push(&expression[from..at]);
            from = at + word.len();
        }
    }
    parts.push(&expression[from..]);
    parts
}

/// Each character's place, and how many brackets are open behind it.
fn depths(expression: &str) -> impl Iterator<Item = (usize, i32)> {
    expression.char_indices().scan(0, |depth, (at, c)| {
        *depth += i32::from(c == '(') - i32::from(c == ')');
        Some((at, *depth))
    })
}

/// Names and licences of all that this machine's build is made of, as cargo tells them.
fn packages() -> Vec<(String, String)> {
    let said = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges=normal,build,dev", "--prefix=none"])
        .args(["--format", "{p}\t{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).unwrap();
    // A repeated package is marked with a star.
    let lines = said.lines().map(|line| line.trim_end_matches(" (*)"));
    let lines: BTreeSet<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert!(lines.len() > 100, "cargo told of {} packages only", lines.len());
    let parts = |line: &&str| line.split_once('\t').map(|(name, of)| (name.into(), of.into()));
    lines.iter().map(|line| parts(line).unwrap()).collect()
}

fn policy() -> DocumentMut {
    read(".deny.toml")
}

fn read(file: &str) -> DocumentMut {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn words(list: &Item) -> Vec<String> {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}
