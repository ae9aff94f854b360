//! What the process does for its own secrecy before it does anything else.

use std::io;

/// New files are closed to others, and memory never lands in a core file or another process.
/// Call it first of all, while there is one thread. Swap is not controlled.
#[cfg(unix)]
pub fn harden() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

#[cfg(not(unix))]
pub fn harden() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    /// In a process of its own: what it does can't be undone.
    #[test]
    fn nothing_of_the_process_lies_open() {
        let inner = "config::hardening::tests::inner";
        let program = std::env::current_exe().unwrap();
        let end = Command::new(program).args(["--ignored", "--exact", inner]).output().unwrap();
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stdout));
    }

    #[test]
    #[ignore = "changes the whole process"]
    fn inner() {
        let folder = tempfile::tempdir().unwrap();
        super::harden().unwrap();
        assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
