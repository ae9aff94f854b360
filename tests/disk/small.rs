//! A disk of eight megabytes that can be filled, emptied and closed to writing, in a mount namespace
//! that ends with the test.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Names the folder on which the disk lies, for the test that was started again within.
const MOUNTED: &str = "ROLODECK_TEST_DISK";
const MOUNT: &str = r#"mount -t tmpfs -o size=8m,mode=0700 rolodeck "$ROLODECK_TEST_DISK""#;

pub(crate) struct Disk {
    path: PathBuf,
}

/// Runs the body of this test in a process of its own that sees such a disk. Where that is not
/// allowed, the test is skipped, and says so.
pub(crate) fn on_a_small_disk(test: &str, body: impl FnOnce(&Disk)) {
    if let Some(path) = env::var_os(MOUNTED) {
        return body(&Disk { path: path.into() });
    }
    let folder = tempfile::tempdir().unwrap();
    let within = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]);
        command.env(MOUNTED, folder.path());
        command
    };
    if !within(MOUNT).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        // Past the harness, which would keep it to itself: a skipped test must be seen.
        let _ = writeln!(std::io::stderr(), "skipped: {test}, for want of a mount namespace");
        return;
    }
    let run = format!(r#"{MOUNT} && exec timeout 120 "$1" --exact "$2" --nocapture"#);
    let ended = within(&run).arg(env::current_exe().unwrap()).arg(test).output().unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
}

impl Disk {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn filler(&self) -> PathBuf {
        self.path.join("filler")
    }

    /// Not one byte more goes on it.
    pub(crate) fn fill(&self) {
        let mut filler = fs::File::options().append(true).create(true).open(self.filler()).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while filler.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.filler().exists()
    }

    pub(crate) fn free(&self) {
        let _ = fs::remove_file(self.filler()); // it may be free already
    }

    pub(crate) fn lock(&self) {
        self.mount("remount,ro");
    }

    pub(crate) fn unlock(&self) {
        self.mount("remount,rw");
    }

    fn mount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", options]).arg(&self.path).status().unwrap();
        assert!(status.success());
    }
}
