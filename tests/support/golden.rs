//! Files that tests write and people look at: compared with what is committed, rewritten on demand.

use std::{env, fs, path::Path};

/// Compares `now` with the committed file, or writes it where `UPDATE` is set.
///
/// # Panics
/// If they differ; the message says what to do.
pub(crate) fn compare(file: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder to write to");
        fs::write(&path, now).expect("a file to write to");
        return;
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(now.lines()).position(|(a, b)| a != b);
    assert!(
        committed == now,
        "{file} is not what the program draws any more (first difference in line {}). Is the new \
         one right? Then run `UPDATE=1 cargo test` and commit it.",
        differs.unwrap_or(committed.lines().count().min(now.lines().count())) + 1
    );
}
