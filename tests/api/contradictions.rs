//! Where the specification contradicts itself (contract 5.1), client and sandbox say by its number
//! that they know, where they put up with it.

use std::{collections::BTreeMap, fs, path::Path};

/// How many the contract lists.
const LISTED: usize = 22;

/// Those that neither can meet, and why.
const OUT_OF_SCOPE: &[(usize, &str)] =
    &[(15, "where a `$ref` points to concerns readers of the schemas; nothing here reads one")];

#[test]
fn every_contradiction_is_named_where_it_is_tolerated() {
    for side in ["src/api", "src/sandbox"] {
        let named = named(side);
        let mut faults = Vec::new();
        for number in 1..=LISTED {
            let is_out = OUT_OF_SCOPE.iter().any(|(out, _)| *out == number);
            match named.get(&number) {
                None if !is_out => faults.push(format!("{number} is named nowhere in {side}")),
                Some(file) if is_out => {
                    faults.push(format!("{number} is out of scope, but {file} names it"));
                }
                _ => {}
            }
        }
        faults.extend(named.iter().filter(|(number, _)| !(1..=LISTED).contains(number)).map(
            |(number, file)| format!("{file} names {number}, and the list ends with {LISTED}"),
        ));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// Every `(5.1, N)` in a comment, with a file that has it.
fn named(side: &str) -> BTreeMap<usize, String> {
    let mut named = BTreeMap::new();
    let mut ahead = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(side)];
    while let Some(place) = ahead.pop() {
        if place.is_dir() {
            ahead.extend(fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&place).unwrap_or_default();
        let comments = text.lines().filter_map(|line| line.split_once("//"));
        for (_, comment) in comments {
            for found in comment.split("(5.1, ").skip(1) {
                let number = found.split(')').next().and_then(|number| number.parse().ok());
                let number: usize =
                    number.unwrap_or_else(|| panic!("{}: {found}", place.display()));
                named.insert(number, place.display().to_string());
            }
        }
    }
    named
}
