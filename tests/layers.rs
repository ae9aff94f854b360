//! The house rules, read off the source: what may import what, and no file without a word on itself.

#[path = "layers/source.rs"]
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as File;
use std::sync::LazyLock;

use source::{Path, Source};

/// The house from the bottom of the building up. A module may import only what its line names,
/// and a line may name only what stands above it. Where the rule would force something uglier than
/// it prevents, change it here and say why in the commit.
const HOUSE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("private", &[]),
    ("rehearsal", &[]),
    ("log", &["private"]),
    ("secret", &["private"]),
    ("config", &["private"]),
    ("api", &["model", "rehearsal"]),
    ("store", &["model", "private", "rehearsal"]),
    ("sync", &["model", "rehearsal", "api", "store"]),
    ("app", &["model"]),
    ("ui", &["model", "app"]),
    ("sandbox", &[]),
    ("cli", &["model", "private", "log", "secret", "config", "api", "store", "sync", "sandbox"]),
    ("term", &[]),
    ("run", ANYTHING_ABOVE),
    ("main", &["cli", "run", "config", "log"]),
    ("lib", &[]),
];
const ANYTHING_ABOVE: &[&str] = &["*"];

/// Crates that only some places may name: (path, the modules that may).
/// The longest path that fits a name decides, so `crossterm::event` opens what `crossterm` closes.
const RESERVED: &[(&str, &[&str])] = &[
    ("anyhow", &["cli", "run", "main"]),
    ("axum", &["sandbox"]),
    ("keyring", &["secret"]),
    ("reqwest", &["api"]),
    ("rusqlite", &["store", "sandbox/disk"]),
    ("ratatui", &["ui", "run", "term"]),
    ("ratatui::crossterm::event", &["ui", "run", "term", "app"]),
    ("crossterm", &["ui", "run", "term"]),
    ("crossterm::event", &["ui", "run", "term", "app"]),
    ("ratatui_textarea", &["app/text"]),
];

/// Lines a file may have, inline tests left out.
const LONGEST: usize = 400;

#[test]
fn imports_point_up_the_house() {
    let house = House::ours();
    let mut faults = Vec::new();
    for (file, source) in house.sources() {
        let layer = layer(file);
        let Some((_, names)) = HOUSE.iter().find(|(name, _)| *name == layer) else {
            faults
                .push(format!("{file}: `{layer}` has no line in HOUSE (tests/layers.rs); add one"));
            continue;
        };
        for path in &source.paths {
            let Some(target) = house.module(file, path).map(|module| layer_of(&module)) else {
                continue;
            };
            if target != layer && !permits(&layer, names, &target) {
                faults.push(format!(
                    "{file}:{}: `{layer}` may not import `{target}`; pass a plain value, or move the \
                     thing down to a floor that both may import",
                    path.line
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_file_imports_itself_by_a_detour() {
    let house = House::ours();
    let mut imports: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (file, source) in house.sources() {
        for path in &source.paths {
            let target = house.module(file, path).and_then(|module| house.file_of(&module));
            if let Some(target) = target.filter(|target| *target != file) {
                imports.entry(file).or_default().entry(target).or_insert(path.line);
            }
        }
    }
    none(&cycles(&imports));
}

#[test]
fn reserved_crates_stay_in_their_places() {
    let house = House::ours();
    let mut faults = Vec::new();
    for (file, source) in house.sources() {
        for path in &source.paths {
            let Some((name, places)) = reservation(path) else { continue };
            if !places.iter().any(|place| lies_in(file, place)) {
                faults.push(format!(
                    "{file}:{}: `{name}` is kept to {}; ask one of these to do the work",
                    path.line,
                    places.join(", ")
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_file_says_what_it_is_for() {
    let files = ["src", "tests", "benches"].into_iter().flat_map(rust_files);
    let faults: Vec<String> = files
        .filter(|(_, text)| !source::has_head(text))
        .map(|(file, _)| {
            format!("{file}:1: open with a line `//! …` that says what the file is for")
        })
        .collect();
    none(&faults);
}

#[test]
fn no_file_is_too_long() {
    let house = House::ours();
    let faults: Vec<String> = house
        .sources()
        .filter(|(_, source)| source.lines > LONGEST)
        .map(|(file, source)| {
            let lines = source.lines;
            format!("{file}: {lines} lines without tests, {LONGEST} allowed; split it by idea")
        })
        .collect();
    none(&faults);
}

#[test]
fn log_messages_are_literals() {
    let mut faults = Vec::new();
    for (file, text) in rust_files("src") {
        let ships = text.split("#[cfg(test)]").next().unwrap_or_default();
        faults.extend(spliced_messages(ships).map(|line| {
            format!(
                "{file}:{line}: a log message may not be put together, for data could slip in; \
                 pass a field that src/log.rs lists"
            )
        }));
    }
    none(&faults);
}

#[test]
fn the_background_task_has_one_clock() {
    let mut faults = Vec::new();
    for (file, text) in rust_files("src/sync") {
        let ships = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in ships.lines().enumerate() {
            if line.contains("Timestamp::now(") || line.contains("Instant::now(") {
                faults.push(format!(
                    "{file}:{}: ask `hands.now()`: in tests time passes otherwise",
                    at + 1
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn the_table_itself_points_up() {
    for (at, (layer, names)) in HOUSE.iter().enumerate() {
        for name in names.iter().filter(|_| *names != ANYTHING_ABOVE) {
            let above = HOUSE[..at].iter().any(|(other, _)| other == name);
            assert!(above, "HOUSE: `{layer}` names `{name}`, which does not stand above it");
        }
    }
}

#[test]
fn a_breach_would_be_seen() {
    let house = House::of(&[
        ("lib.rs", "pub mod model; pub mod ui;"),
        ("main.rs", "use rolodeck::ui::draw;"),
        ("model/mod.rs", "mod a; mod b; pub use a::A;"),
        ("model/a.rs", "use super::b::B;"),
        ("model/b.rs", "fn f() -> super::A { crate::ui::draw(reqwest::get()) }"),
        ("ui/mod.rs", ""),
    ]);
    let modules = |file: &str| -> Vec<String> {
        let paths = &house.files[file].paths;
        paths.iter().filter_map(|path| Some(house.module(file, path)?.join("::"))).collect()
    };
    assert_eq!(modules("main.rs"), ["ui::draw"]);
    assert_eq!(modules("model/mod.rs"), ["model::a::A"]);
    assert_eq!(modules("model/a.rs"), ["model::b::B"]);
    assert_eq!(modules("model/b.rs"), ["model::A", "ui::draw"]);
    assert_eq!(house.file_of(&["model".into(), "A".into()]), Some("model/mod.rs"));
    assert!(!permits("model", &[], "ui"));
    assert!(permits("run", ANYTHING_ABOVE, "ui") && !permits("run", ANYTHING_ABOVE, "main"));

    let reqwest = house.files["model/b.rs"].paths.iter().find_map(reservation);
    assert_eq!(reqwest.map(|(name, _)| name), Some("reqwest"));

    let spliced: Vec<usize> = spliced_messages(
        "tracing::info!(path = \"/c/{id}\", \"done\");\nwarn!(n, \n\"bad {name}\");\nf!(\"{x}\")",
    )
    .collect();
    assert_eq!(spliced, [2]);

    let imports = BTreeMap::from([
        ("a.rs", BTreeMap::from([("b.rs", 3)])),
        ("b.rs", BTreeMap::from([("a.rs", 7), ("c.rs", 8)])),
    ]);
    let found = cycles(&imports);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("a.rs:3 -> b.rs:7 -> a.rs"), "{found:?}");
}

/// All source files by their path under `src/`.
struct House {
    files: BTreeMap<String, Source>,
}

impl House {
    /// Read once for all tests.
    fn ours() -> &'static Self {
        static OURS: LazyLock<House> = LazyLock::new(|| {
            let files = rust_files("src").into_iter().map(|(file, text)| {
                (file.trim_start_matches("src/").to_owned(), Source::read(&text))
            });
            House { files: files.collect() }
        });
        &OURS
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let read = |(file, text): &(&str, &str)| ((*file).to_owned(), Source::read(text));
        Self { files: files.iter().map(read).collect() }
    }

    /// Files that ship; `tests.rs` files hold inline tests that grew out of their module.
    fn sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        let ships = |file: &str| !file.ends_with("/tests.rs");
        self.files
            .iter()
            .map(|(file, source)| (file.as_str(), source))
            .filter(move |(f, _)| ships(f))
    }

    /// Where in this crate a path leads, as segments from the crate's root; `None` if elsewhere.
    fn module(&self, file: &str, path: &Path) -> Option<Vec<String>> {
        let mut here = module_of(file);
        let own = here.len();
        here.extend((0..path.inline).map(|_| "inline".to_owned()));
        let mut rest = path.segments.as_slice();
        match rest[0].as_str() {
            "crate" | "rolodeck" => here.clear(),
            "self" => {}
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    here.pop();
                    rest = &rest[1..];
                }
                here.extend(rest.iter().cloned());
                return Some(here);
            }
            child if self.files[file].children.iter().any(|name| name == child) => {
                here.truncate(own);
                here.push(child.to_owned());
            }
            _ => return None,
        }
        here.extend(rest[1..].iter().cloned());
        Some(here)
    }

    /// The file that holds the longest beginning of a module path.
    fn file_of(&self, module: &[String]) -> Option<&str> {
        (1..=module.len()).rev().find_map(|length| {
            let stem = module[..length].join("/");
            [format!("{stem}.rs"), format!("{stem}/mod.rs")]
                .iter()
                .find_map(|file| self.files.get_key_value(file))
                .map(|(file, _)| file.as_str())
        })
    }
}

fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if stem == "lib" || stem == "main" {
        Vec::new()
    } else {
        stem.split('/').map(Into::into).collect()
    }
}

/// The floor that a file belongs to.
fn layer(file: &str) -> String {
    file.split('/').next().map_or(file, |first| first.trim_end_matches(".rs")).to_owned()
}

fn layer_of(module: &[String]) -> String {
    module.first().cloned().unwrap_or_default()
}

fn permits(layer: &str, names: &[&str], target: &str) -> bool {
    let above =
        || HOUSE.iter().take_while(|(name, _)| *name != layer).any(|(name, _)| *name == target);
    names.contains(&target) || (names == ANYTHING_ABOVE && above())
}

/// Whether a file is this module's own or lies in its folder.
fn lies_in(file: &str, module: &str) -> bool {
    let rest = file.strip_prefix(module);
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn reservation(path: &Path) -> Option<(&'static str, &'static [&'static str])> {
    let written = format!("{}::", path.segments.join("::"));
    let fits = |name: &str| written.starts_with(&format!("{name}::"));
    RESERVED.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len()).copied()
}

/// The lines of log calls with a `{` in their message. A string behind `=` is a field's.
fn spliced_messages(text: &str) -> impl Iterator<Item = usize> {
    let calls = ["error!(", "warn!(", "info!(", "debug!(", "trace!("]
        .into_iter()
        .flat_map(|call| text.match_indices(call).map(|(at, _)| at));
    calls.filter_map(|at| {
        let call = &text[at..text[at..].find(");").map_or(text.len(), |end| at + end)];
        let parts: Vec<&str> = call.split('"').collect();
        let spliced = parts
            .windows(2)
            .step_by(2)
            .any(|pair| !pair[0].trim_end().ends_with('=') && pair[1].contains('{'));
        spliced.then(|| text[..at].matches('\n').count() + 1)
    })
}

/// Every way round that a walk in depth finds, one line each.
fn cycles(imports: &BTreeMap<&str, BTreeMap<&str, usize>>) -> Vec<String> {
    fn walk<'a>(
        file: &'a str,
        imports: &BTreeMap<&'a str, BTreeMap<&'a str, usize>>,
        trail: &mut Vec<(&'a str, usize)>,
        done: &mut Vec<&'a str>,
        found: &mut Vec<String>,
    ) {
        for (target, line) in imports.get(file).into_iter().flatten() {
            trail.push((file, *line));
            if let Some(start) = trail.iter().position(|(step, _)| step == target) {
                let steps: Vec<String> =
                    trail[start..].iter().map(|(step, line)| format!("{step}:{line}")).collect();
                found.push(format!(
                    "{} -> {target}: a cycle; move what both need into a file of its own, and inside \
                     a folder name the file, not the parent's re-export",
                    steps.join(" -> ")
                ));
            } else if !done.contains(target) {
                walk(target, imports, trail, done, found);
            }
            trail.pop();
        }
        done.push(file);
    }
    let (mut done, mut found) = (Vec::new(), Vec::new());
    for file in imports.keys() {
        if !done.contains(file) {
            walk(file, imports, &mut Vec::new(), &mut done, &mut found);
        }
    }
    found
}

/// Every `.rs` file under a folder of the repository, with its text.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    let root = File::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(root)
                    .expect("a path below the root")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("UTF-8 source")));
            }
        }
    }
    found.sort();
    found
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "the house rules are broken:\n  {}", faults.join("\n  "));
}
