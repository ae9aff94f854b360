//! A sandbox, a folder of one's own, and the real program between the two.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use rolodeck::sandbox::{Limits, Options, Pattern, Sandbox, Sky};
use serde_json::Value as Json;

/// Long enough for a busy machine: no test passes by reaching it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// Two of them may share a server: two people at work.
pub(crate) struct Office {
    pub(crate) server: Arc<Server>,
    folder: tempfile::TempDir,
}

pub(crate) struct Server {
    pub(crate) sandbox: Sandbox,
    runtime: tokio::runtime::Runtime,
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self::of(500)
    }

    /// With so many contacts.
    pub(crate) fn of(contacts: usize) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let limits = Limits::OFF;
        let index_lag = Duration::ZERO;
        let options = Options { contacts, limits, index_lag, ..Options::default() };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        Self::beside(&Arc::new(Server { sandbox, runtime }))
    }

    /// Another person's machine, on the same account.
    pub(crate) fn beside(server: &Arc<Server>) -> Self {
        Self { server: server.clone(), folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn config(&self, text: &str) {
        let folder = self.path("config");
        rolodeck::private::folder(&folder).unwrap();
        rolodeck::private::write(&folder.join("config.toml"), text.as_bytes()).unwrap();
    }

    /// The program with nothing of this machine's environment, not signed in.
    pub(crate) fn stranger(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolodeck"));
        command.env_clear().current_dir(self.folder.path());
        command.env("HOME", self.folder.path()).env("LANG", "C.UTF-8");
        command.env("ROLODECK_CONFIG_DIR", self.path("config"));
        command.env("ROLODECK_DATA_DIR", self.data());
        command.env("ROLODECK_API_URL", self.server.sandbox.base_url());
        command
    }

    /// The same, signed in by the environment.
    pub(crate) fn program(&self) -> Command {
        let mut command = self.stranger();
        command.env("ROLODECK_LOCATION", self.server.sandbox.location_id());
        command.env("ROLODECK_TOKEN", self.server.sandbox.token());
        command
    }

    pub(crate) fn run<const N: usize>(&self, arguments: [&str; N]) -> Said {
        ended(self.program().args(arguments), "")
    }

    pub(crate) fn fed<const N: usize>(&self, arguments: [&str; N], input: &str) -> Said {
        ended(self.program().args(arguments), input)
    }

    /// The answer of a command that succeeds, as JSON.
    pub(crate) fn json<const N: usize>(&self, arguments: [&str; N]) -> Json {
        ended(self.program().args(arguments).arg("--json"), "").ends(0).json()
    }

    /// The id of the first contact of a filter.
    pub(crate) fn someone(&self, filter: &str) -> String {
        let found = self.json(["contact", "list", "--where", filter, "--limit", "1"]);
        found["contacts"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Somebody else writes to the service.
    pub(crate) fn posts(&self, path: &str, body: &Json) {
        let sandbox = &self.server.sandbox;
        let request = reqwest::Client::new()
            .post(format!("{}{path}", sandbox.base_url()))
            .bearer_auth(sandbox.token())
            .header("version", "2021-07-28")
            .header("content-type", "application/json")
            .body(body.to_string());
        let answer = self.server.wait(request.send()).unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    pub(crate) fn weather(&self, sky: Sky) {
        let weather = self.server.sandbox.weather();
        weather.set(sky);
        self.server.wait(weather.settled());
    }

    /// A fault in the sandbox's own notation.
    pub(crate) fn fault(&self, fault: &str) {
        self.server.sandbox.weather().add_fault(fault.parse().unwrap());
    }

    pub(crate) fn clear(&self) {
        self.server.sandbox.weather().set_faults(Vec::new());
    }
}

impl Server {
    pub(crate) fn wait<T>(&self, future: impl IntoFuture<Output = T>) -> T {
        self.runtime.block_on(future.into_future())
    }

    /// Waits until it has seen such a request.
    pub(crate) fn seen(&self, pattern: &str) {
        let pattern = Pattern::from(pattern);
        self.wait(self.sandbox.traffic().seen(&pattern, 1));
    }
}

impl Said {
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// What it complains about, in these words.
    #[track_caller]
    pub(crate) fn complains(self, words: &[&str]) -> Self {
        for words in words {
            assert!(self.err.contains(words), "{words:?} is not in {self:#?}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Runs to its end with this on the standard input.
pub(crate) fn ended(command: &mut Command, input: &str) -> Said {
    let all = [command.get_program()].into_iter().chain(command.get_args());
    let words: Vec<String> = all.map(OsStr::to_string_lossy).map(Into::into).collect();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing may have closed its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = ended.recv_timeout(PATIENCE) else { panic!("{words:?} does not end") };
    let Output { status, stdout, stderr } = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
