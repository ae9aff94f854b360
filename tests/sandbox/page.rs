//! The page for people who only want the sandbox: its examples are run, and what it names exists.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rolodeck::sandbox::Fault;
use serde_json::Value;

use crate::harness::{Lab, missing};
use crate::process::Process;

const PAGE: &str = include_str!("../../src/sandbox/README.md");

/// A fenced block of the page: its language and its text.
type Block = (&'static str, &'static str);

fn blocks() -> Vec<Block> {
    let mut parts = PAGE.split("```");
    parts.next();
    let fenced = parts.step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

/// Every `sh` block, with the block that states its answer.
fn examples() -> Vec<(&'static str, Option<Block>)> {
    let blocks = blocks();
    let stated = |at: usize| blocks.get(at + 1).filter(|(kind, _)| ["json", "text"].contains(kind));
    let commands = blocks.iter().enumerate().filter(|(_, (kind, _))| *kind == "sh");
    commands.map(|(at, (_, text))| (*text, stated(at).copied())).collect()
}

/// What `rolodeck` is started with at the head of the page, and the names that it then prints.
fn start() -> (Vec<&'static str>, Vec<&'static str>) {
    let (_, text) = blocks().into_iter().find(|(kind, _)| *kind == "console").unwrap();
    let (command, exports) = text.split_once('\n').unwrap();
    let arguments = command.strip_prefix("$ rolodeck sandbox").unwrap().split_whitespace();
    let name = |line: &'static str| line.strip_prefix("export ")?.split('=').next();
    (arguments.collect(), exports.lines().filter_map(name).collect())
}

#[test]
fn the_examples_of_the_page_answer_what_it_says() {
    if Command::new("curl").arg("--version").output().is_err() {
        // Past the harness, which would keep it to itself: a skipped test must be seen.
        let _ = writeln!(std::io::stderr(), "skipped: the sandbox's page, for want of curl");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (arguments, mut names) = start();
    let sandbox = Process::start(home.path(), &arguments);
    names.sort_unstable();
    assert!(sandbox.exports().keys().eq(names), "{:?}", sandbox.exports().keys());
    let examples = examples();
    let answers = run(&sandbox, &examples);
    assert_eq!(answers.len(), examples.len(), "{answers:#?}");
    for ((commands, stated), answer) in examples.iter().zip(answers) {
        match stated {
            Some(("json", wanted)) => {
                let wanted: Value = serde_json::from_str(wanted).expect(wanted);
                let found: Value = serde_json::from_str(&answer)
                    .unwrap_or_else(|error| panic!("{commands}\n{error}: `{answer}`"));
                let missing = missing(&wanted, &found, "");
                assert!(missing.is_none(), "{commands}\n{}\nin {found:#}", missing.unwrap());
            }
            Some((_, wanted)) => assert_eq!(answer.trim(), wanted.trim(), "{commands}"),
            None => assert_eq!(answer.trim(), "", "{commands}"),
        }
    }
}

/// One after the other in one shell, as somebody who pastes them would; what each of them printed.
fn run(sandbox: &Process, examples: &[(&str, Option<Block>)]) -> Vec<String> {
    const END: &str = "=== end of an example ===\n";
    let ended = |(commands, _): &(&str, _)| format!("{commands}\nprintf '{}\\n'\n", END.trim());
    let script: String = examples.iter().map(ended).collect();
    let mut shell = Command::new("sh");
    shell.envs(sandbox.exports()).env("NO_PROXY", "127.0.0.1").stdin(Stdio::null());
    let said = shell.arg("-c").arg(script).output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    let mut answers: Vec<String> = text.split(END).map(str::to_owned).collect();
    assert_eq!(answers.pop().as_deref(), Some(""), "{}", String::from_utf8_lossy(&said.stderr));
    answers
}

/// The rows of the table under this head, cell by cell.
fn table(head: &str) -> Vec<Vec<&'static str>> {
    let (_, below) = PAGE.split_once(&format!("\n|{head}|")).expect(head);
    let rows = below.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The switches of the program, but for those of each of its commands, which do nothing here.
fn switches() -> BTreeSet<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_rolodeck")).args(["sandbox", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let common = [
        "profile",
        "config-dir",
        "data-dir",
        "api-url",
        "read-only",
        "color",
        "theme",
        "quiet",
        "help",
    ];
    let own = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let own: BTreeSet<String> =
        own.filter(|switch| !common.contains(switch)).map(|switch| format!("--{switch}")).collect();
    assert!(own.len() > 10, "{help}");
    own
}

#[test]
fn the_switches_of_the_page_are_those_of_the_program() {
    let first_word = |cell: &str| quoted(cell).next()?.split(' ').next().map(str::to_owned);
    let told: BTreeSet<String> =
        table(" switch ").iter().filter_map(|row| first_word(row[0])).collect();
    assert_eq!(told, switches());
    // Those that other tables name, the quirks before all.
    for row in table(" ").into_iter().chain(table(" route ")) {
        for word in row.iter().flat_map(|cell| quoted(cell)).filter(|it| it.starts_with("--")) {
            let switch = word.split(' ').next().unwrap();
            assert!(told.contains(switch), "{row:?}");
        }
    }
}

#[test]
fn the_faults_of_the_page_are_those_of_the_program() {
    let error = "earthquake".parse::<Fault>().unwrap_err().to_string();
    let (_, known) = error.split_once("known: 300 to 599, ").unwrap();
    let known: BTreeSet<&str> =
        known.split(", ").map(|fault| fault.split(':').next().unwrap()).collect();
    let rows = table(" kind ");
    let told: Vec<&str> = rows.iter().flat_map(|row| quoted(row[0])).collect();
    for spec in &told {
        spec.parse::<Fault>().unwrap_or_else(|error| panic!("{spec}: {error}"));
    }
    let names = told.iter().map(|spec| spec.split(':').next().unwrap());
    let told: BTreeSet<&str> = names.filter(|name| name.parse::<u16>().is_err()).collect();
    let missing: Vec<_> = known.difference(&told).filter(|it| !it.starts_with("CODE")).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    // And those of the quirks.
    for row in table(" ") {
        for spec in quoted(row[2]).filter_map(|text| text.strip_prefix("--fault ")) {
            spec.parse::<Fault>().unwrap_or_else(|error| panic!("{spec}: {error}"));
        }
    }
}

#[test]
fn the_control_routes_of_the_page_are_those_of_the_program() {
    let source = include_str!("../../src/sandbox/http/control.rs");
    let arms = source.lines().filter_map(|line| {
        let (pattern, _) = line.trim().strip_prefix("(\"")?.split_once(") =>")?;
        let (method, nouns) = pattern.split_once("\", ")?;
        let noun =
            nouns.split(" | ").map(|noun| noun.trim_matches('"')).find(|it| !it.is_empty())?;
        Some(format!("{method} {noun}"))
    });
    let arms: BTreeSet<String> = arms.collect();
    assert!(arms.len() > 10, "{arms:?}");
    let told = table(" route ").into_iter().map(|row| {
        let route = quoted(row[0]).next().unwrap().to_owned();
        let (method, path) = route.split_once(" /_sandbox/").unwrap();
        format!("{method} {}", path.split(['/', '?']).next().unwrap())
    });
    assert_eq!(told.collect::<BTreeSet<_>>(), arms);
}

#[tokio::test]
async fn the_weather_of_the_page_is_that_of_the_program() {
    let lab = Lab::empty().await;
    let url = format!("{}/_sandbox/weather", lab.sandbox.control_url());
    let change = |body: &str| {
        let put = lab.client.put(&url).bearer_auth(lab.sandbox.control_token());
        put.body(body.to_owned()).send()
    };
    let refused = change(r#"{ "rain": 1 }"#).await.unwrap().text().await.unwrap();
    let (_, known) = refused.split_once("expected one of ").unwrap();
    let (_, told) = PAGE.split_once("\nIn the weather: ").unwrap();
    let told: Vec<&str> = quoted(told.split("\n\n").next().unwrap()).collect();
    for name in quoted(known) {
        assert!(told.contains(&name), "{name}");
    }
    let skies = ["normal", "offline", "429", "refuse"];
    for word in told {
        if skies.contains(&word) {
            let answer = change(&format!(r#"{{ "sky": "{word}" }}"#)).await.unwrap();
            assert!(answer.status().is_success(), "{word}");
        } else {
            assert!(quoted(known).any(|name| name == word), "{word}");
        }
    }
}

#[test]
fn every_quirk_is_on_the_page_with_a_test_that_shows_it() {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter(|line| line.starts_with("| Q"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let numbers: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(numbers, (1..=44).map(|number| format!("Q{number}")).collect::<Vec<_>>());
    let tests = tests();
    for row in rows {
        let [number, _, _, shown] = row[..] else { panic!("{row:?}") };
        let names: Vec<&str> =
            shown.split_whitespace().map(|name| name.trim_matches('`')).collect();
        assert!(!names.is_empty(), "{number}");
        for name in names {
            assert!(tests.contains(name), "{number}: there is no test `{name}`");
        }
    }
}

/// The names of all functions of the integration tests that are marked as tests.
fn tests() -> BTreeSet<String> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.extend(tests_of(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

fn tests_of(source: &str) -> Vec<String> {
    let marked = source.split("#[test]").skip(1).chain(source.split("#[tokio::test]").skip(1));
    let name = |text: &str| Some(text.split_once("fn ")?.1.split_once('(')?.0.to_owned());
    marked.filter_map(name).collect()
}
