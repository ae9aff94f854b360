//! The token against a real Secret Service, in a session that nobody else sees.
//!
//! Each outer test starts this very program again under `dbus-run-session`, with a home of its own,
//! to run one inner test there. Where the two programs for that are missing, it says so and passes.
#![cfg(target_os = "linux")]

#[path = "keyring/first_start.rs"]
mod first_start;
#[path = "journeys/terminal.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the journeys")]
mod terminal;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use rolodeck::secret::{self, Error, Found, Kind, Place, Source, Sources, Store, Token};
use rustix::process::{Pid, Signal, kill_process};

/// Long enough for a busy machine: no test passes by reaching it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Set in the inner tests, so that `--ignored` by hand leaves the person's own keyring alone.
const INSIDE: &str = "ROLODECK_TEST_SESSION";

/// A bus that starts nothing by itself: only the keyring that a test starts is there.
const BUS: &str = r#"<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/><allow own="*"/>
<allow receive_sender="*"/></policy></busconfig>"#;

#[test]
fn a_token_is_stored_found_and_forgotten() {
    in_session("inner_store_find_forget");
}

#[test]
fn a_locked_keyring_is_named() {
    in_session("inner_locked");
}

#[test]
fn a_bus_without_a_keyring_is_named() {
    in_session("inner_no_service");
}

#[test]
fn a_keyring_that_hangs_is_left_alone_at_the_limit() {
    in_session("inner_hung");
}

#[test]
fn without_a_bus_the_fallbacks_answer_in_their_order() {
    without_bus("inner_fallbacks");
}

#[test]
fn a_token_file_that_others_could_touch_is_refused() {
    without_bus("inner_bad_files");
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_store_find_forget() {
    let Some(test) = Test::begin() else { return };
    let _keyring = Keyring::start();
    assert!(test.find().unwrap().is_none());
    assert!(!test.forget().unwrap());

    assert_eq!(test.store("pit-first").unwrap(), Source::Keyring);
    assert_eq!(test.store("pit-canary").unwrap(), Source::Keyring);
    let found = test.find().unwrap().expect("the token just stored");
    assert_eq!((found.token.expose(), &found.from), ("pit-canary", &Source::Keyring));
    assert!(!format!("{found:?} {:#?}", test.sources()).contains("canary"));
    assert_eq!(fs::read_dir(&test.folder).map_or(0, Iterator::count), 0, "no token on disk");

    let other = Place::new("work", Kind::Token).unwrap();
    assert!(secret::find(Sources { place: &other, ..test.sources() }).unwrap().is_none());

    let variable = secret::from_variable(Some("pit-variable".into())).unwrap();
    let found = secret::find(Sources { variable, ..test.sources() }).unwrap().unwrap();
    assert_eq!((found.token.expose(), found.from), ("pit-variable", Source::Variable));

    assert!(test.forget().unwrap());
    assert!(test.find().unwrap().is_none());
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_locked() {
    let Some(test) = Test::begin() else { return };
    let _keyring = Keyring::start();
    test.store("pit-canary").unwrap();
    bus_call(&[
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock",
        "array:objpath:/org/freedesktop/secrets/collection/login",
    ]);
    for error in [test.find().map(drop), test.forget().map(drop), test.store("new").map(drop)] {
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Locked), "{error:?}");
        assert!(!format!("{error} {error:?} {}", error.fix()).contains("canary"));
    }
    let command = Some("printf pit-command");
    let found = secret::find(Sources { command, ..test.sources() }).unwrap().unwrap();
    assert_eq!(found.from, Source::Command, "a locked keyring does not end the search");
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_no_service() {
    let Some(test) = Test::begin() else { return };
    let error = test.store("pit-canary").unwrap_err();
    assert!(matches!(error, Error::NoKeyring(_)), "{error:?}");
    assert!(error.fix().contains("--insecure-file"));
    assert!(test.find().unwrap().is_none());
    assert!(!test.forget().unwrap());
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_hung() {
    let Some(test) = Test::begin() else { return };
    let keyring = Keyring::start();
    test.store("pit-canary").unwrap();
    keyring.signal(Signal::STOP);
    let patience = Duration::from_millis(200);
    let error = secret::find(Sources { patience, ..test.sources() }).unwrap_err();
    assert!(matches!(error, Error::Silent(limit) if limit == patience), "{error:?}");
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_fallbacks() {
    let Some(test) = Test::begin() else { return };
    assert!(matches!(test.store("pit-canary"), Err(Error::NoKeyring(_))));
    assert!(!test.folder.exists(), "a failing keyring leaves no file behind");

    let token = Token::new("pit-file".into()).unwrap();
    let stored = secret::store(&test.place, &token, Store::File { folder: &test.folder }).unwrap();
    let path = test.folder.join("default.token");
    assert_eq!(stored, Source::File(path.clone()));
    assert_eq!((mode(&test.folder), mode(&path)), (0o700, 0o600));
    assert_eq!(test.find().unwrap().unwrap().from, Source::File(path.clone()));

    let command = Some("sh -c 'printf \"${ROLODECK_TOKEN:-pit-command}\"'");
    let found = secret::find(Sources { command, ..test.sources() }).unwrap().unwrap();
    assert_eq!((found.token.expose(), found.from), ("pit-command", Source::Command));

    let failing = secret::find(Sources { command: Some("false"), ..test.sources() });
    assert!(matches!(failing, Err(Error::Command { .. })), "no silent step down to the file");

    assert!(test.forget().unwrap());
    assert!(!path.exists() && test.find().unwrap().is_none());
}

#[test]
#[ignore = "runs in the session of an outer test"]
fn inner_bad_files() {
    let Some(test) = Test::begin() else { return };
    let path = test.folder.join("default.token");
    fs::create_dir_all(&test.folder).unwrap();
    fs::write(&path, "pit-canary").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let error = test.find().unwrap_err();
    assert_eq!(error.fix(), format!("run: chmod 600 '{}'", path.display()));
    assert!(!format!("{error} {error:?}").contains("canary"));

    let real = test.folder.join("elsewhere");
    fs::rename(&path, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&real, &path).unwrap();
    let error = test.find().unwrap_err();
    assert!(error.to_string().ends_with("is a symbolic link"), "{error}");
}

/// One account in a folder of its own.
struct Test {
    place: Place,
    folder: std::path::PathBuf,
}

impl Test {
    fn begin() -> Option<Self> {
        let home = std::env::var_os(INSIDE)?;
        let place = Place::new("default", Kind::Token).expect("a plain name");
        Some(Self { place, folder: Path::new(&home).join("tokens") })
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            variable: None,
            place: &self.place,
            command: None,
            folder: &self.folder,
            patience: PATIENCE,
        }
    }

    fn find(&self) -> Result<Option<Found>, Error> {
        secret::find(self.sources())
    }

    fn store(&self, token: &str) -> Result<Source, Error> {
        let token = Token::new(token.into())?;
        secret::store(&self.place, &token, Store::Keyring { patience: PATIENCE })
    }

    fn forget(&self) -> Result<bool, Error> {
        secret::forget(&self.place, &self.folder, PATIENCE)
    }
}

/// A keyring daemon, unlocked, that ends with its test.
struct Keyring(Child);

impl Keyring {
    fn start() -> Self {
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon");
        daemon.stdin.take().expect("a pipe").write_all(b"a password").expect("a reader");
        let keyring = Self(daemon);
        let has_owner = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"];
        let question = [&has_owner[..], &["string:org.freedesktop.secrets"]].concat();
        while !bus_call(&question).contains("boolean true") {}
        keyring
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).expect("a running daemon");
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
        let _ = self.0.wait();
    }
}

fn bus_call(arguments: &[&str]) -> String {
    let mut call = Command::new("dbus-send");
    let answer =
        call.args(["--session", "--print-reply"]).args(arguments).output().expect("dbus-send");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

/// Runs an inner test on a bus of its own.
fn in_session(inner: &str) {
    let missing: Vec<&str> = ["dbus-run-session", "dbus-send", "gnome-keyring-daemon"]
        .into_iter()
        .filter(|program| Command::new(program).arg("--version").output().is_err())
        .collect();
    if !missing.is_empty() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let missing = missing.join(", ");
            let line = format!(
                "skipped: what tests/keyring.rs asks of a real keyring, for want of {missing}; \
                 `.ci/run` installs that\n"
            );
            // Not by `eprintln`, which the harness keeps to itself when a test passes.
            std::io::stderr().write_all(line.as_bytes()).expect("standard error");
        });
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let bus = home.path().join("bus.conf");
    fs::write(&bus, BUS).expect("a file");
    let mut session = Command::new("dbus-run-session");
    session.arg("--config-file").arg(bus).arg("--").arg(std::env::current_exe().expect("a path"));
    run(session, inner, home.path());
}

/// Runs an inner test where no bus can be reached.
fn without_bus(inner: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(std::env::current_exe().expect("a path"));
    program.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    program.env(secret::VARIABLE, "pit-not-for-children");
    run(program, inner, home.path());
}

fn run(mut program: Command, inner: &str, home: &Path) {
    program.args(["--ignored", "--exact", inner]).env("HOME", home).env(INSIDE, home);
    program.env("XDG_RUNTIME_DIR", home);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"]
    {
        program.env_remove(name);
    }
    let end = program.output().expect("the inner test");
    let said = [end.stdout, end.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    let [out, err] = said;
    assert!(
        end.status.success() && out.contains("1 passed"),
        "{inner}: {}\n{out}\n{err}",
        end.status
    );
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}
