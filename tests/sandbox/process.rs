//! `rolodeck sandbox` as a process of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What it prints once it is up, one line each.
const EXPORTS: usize = 7;

pub(crate) struct Process {
    child: Child,
    exports: BTreeMap<String, String>,
}

impl Process {
    /// Up and answering; `home` is where it would look for settings.
    pub(crate) fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolodeck"));
        command.args(["sandbox", "--quiet"]).args(arguments).stdout(Stdio::piped());
        for name in ["ROLODECK_API_URL", "ROLODECK_TOKEN", "ROLODECK_LOCATION", "ROLODECK_PROFILE"]
        {
            command.env_remove(name);
        }
        for name in ["ROLODECK_CONFIG_DIR", "ROLODECK_DATA_DIR"] {
            command.env(name, home);
        }
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(EXPORTS);
        let exports = lines.map(|line| {
            let line = line.unwrap();
            let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        });
        Self { exports: exports.collect(), child }
    }

    pub(crate) fn exports(&self) -> &BTreeMap<String, String> {
        &self.exports
    }

    /// SIGKILL: it has no moment left to tidy anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
