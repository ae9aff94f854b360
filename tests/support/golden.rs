//! Files that tests write and people look at: compared with what is committed, and rewritten by
//! `UPDATE=1 cargo test`.

use std::{collections::BTreeSet, env, fmt::Write, fs, path::PathBuf};

/// The files of one folder.
pub(crate) struct Golden {
    folder: PathBuf,
    seen: BTreeSet<String>,
    differences: Vec<String>,
}

/// Differing lines that a failure quotes of one file, and files that it quotes.
const LINES: usize = 6;
const FILES: usize = 4;

impl Golden {
    /// `folder` counts from the root of the repository.
    pub(crate) fn of(folder: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
        Self { folder, seen: BTreeSet::new(), differences: Vec::new() }
    }

    /// Compares one file, or writes it.
    pub(crate) fn compare(&mut self, name: &str, now: &str) {
        self.seen.insert(name.to_owned());
        let path = self.folder.join(name);
        if is_update() {
            fs::create_dir_all(&self.folder).expect("a folder to write to");
            fs::write(&path, now).expect("a file to write to");
            return;
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        if committed != now {
            self.differences.push(difference(name, &committed, now));
        }
    }

    /// Says what differs, and which files nothing writes any more.
    ///
    /// # Panics
    /// If anything does.
    pub(crate) fn finish(mut self) {
        for entry in fs::read_dir(&self.folder).expect("a folder of committed files") {
            let entry = entry.expect("a readable entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            if self.seen.contains(&name) {
                continue;
            }
            if is_update() {
                fs::remove_file(entry.path()).expect("a file to remove");
            } else {
                self.differences.push(format!("{name}: nothing draws it any more\n"));
            }
        }
        let shown: String = self.differences.iter().take(FILES).map(String::as_str).collect();
        assert!(
            self.differences.is_empty(),
            "{} files in {} are not what the program draws any more:\n{shown}Is it right so? Then run \
             `UPDATE=1 cargo test` and commit them.",
            self.differences.len(),
            self.folder.display(),
        );
    }
}

fn is_update() -> bool {
    env::var_os("UPDATE").is_some()
}

fn difference(name: &str, committed: &str, now: &str) -> String {
    let mut text = format!("{name}:\n");
    let (before, after): (Vec<&str>, Vec<&str>) =
        (committed.lines().collect(), now.lines().collect());
    let line = |lines: &[&str], at: usize| lines.get(at).copied().unwrap_or_default().to_owned();
    (0..before.len().max(after.len()))
        .map(|at| (at, line(&before, at), line(&after, at)))
        .filter(|(_, before, after)| before != after)
        .take(LINES)
        .for_each(|(at, before, after)| {
            let _ = writeln!(text, "{:>5} - {before}\n      + {after}", at + 1);
        });
    text
}
