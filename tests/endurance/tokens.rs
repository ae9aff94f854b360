//! A token that is renewed by a program in which something goes wrong: whoever comes next has a token
//! that is good, since the pair is kept before it is used, and a lost one is sent once more.
//!
//! The program is this test itself, started once more: the renewal is a library of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    thread,
    time::Duration,
};

use rolodeck::{
    api::{
        App, Client, Connection, Keeper, Limits, OAuth, Pair, Reach, Refreshing, Search,
        TokenFuture, Tokens as _,
    },
    rehearsal::{DEATH, GATE, Mishap, Point},
    sandbox::{self, Options, Sandbox},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    gate::Gate,
    office::{Said, ended},
};

const CALLBACK: &str = "http://127.0.0.1:9/callback";
/// Where the program finds the service, its app and its file.
const SERVICE: &str = "TEST_SERVICE";
const CLIENT: &str = "TEST_CLIENT";
const SECRET: &str = "TEST_SECRET";
const FILE: &str = "TEST_FILE";

/// A pair in a file, one token a line.
struct File(PathBuf);

impl Keeper for File {
    fn lock(&self) -> TokenFuture<'_, Box<dyn Send>> {
        Box::pin(async { Box::new(()) as Box<dyn Send> })
    }

    fn read(&self) -> TokenFuture<'_, Option<Pair>> {
        Box::pin(async { read(&self.0) })
    }

    fn write<'a>(&'a self, pair: &'a Pair) -> TokenFuture<'a, bool> {
        Box::pin(async { write(&self.0, &pair.access, &pair.refresh).is_ok() })
    }
}

fn read(path: &Path) -> Option<Pair> {
    let text = fs::read_to_string(path).ok()?;
    let (access, refresh) = text.split_once('\n')?;
    // It has just run out.
    Some(Pair { access: access.into(), refresh: refresh.into(), lifetime: Duration::ZERO })
}

/// Where the program leaves the token that it used.
fn used(path: &Path) -> PathBuf {
    path.with_extension("used")
}

fn write(path: &Path, access: &SecretString, refresh: &SecretString) -> std::io::Result<()> {
    fs::write(path, format!("{}\n{}", access.expose_secret(), refresh.expose_secret()))
}

#[test]
#[ignore = "is started by an outer test"]
fn inner_renewal() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let of = |name| std::env::var(name).unwrap();
    let app = App { client_id: of(CLIENT), client_secret: of(SECRET).into() };
    let oauth = OAuth::new(of(SERVICE), app, Limits::default()).unwrap();
    let tokens = Refreshing::new(oauth, Reach::Location, Arc::new(File(path.clone())));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let token = runtime.block_on(async { tokens.token().await }).unwrap();
    fs::write(used(&path), token.expose_secret()).unwrap();
}

struct Case {
    sandbox: Sandbox,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
}

impl Case {
    /// Somebody signed in, a day ago.
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let options = Options { contacts: 1, limits: sandbox::Limits::OFF, ..Options::default() };
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let case = Self { sandbox, runtime, folder };
        let app = App {
            client_id: case.sandbox.client_id().into(),
            client_secret: case.sandbox.client_secret().into(),
        };
        let oauth = OAuth::new(case.sandbox.base_url().into(), app, Limits::default()).unwrap();
        let code = case.runtime.block_on(case.consent());
        let granted = case.runtime.block_on(oauth.exchange(&code, CALLBACK, Reach::Location));
        let granted = granted.unwrap();
        write(&case.file(), &granted.access, &granted.refresh.unwrap()).unwrap();
        case
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("pair")
    }

    /// What the program used last.
    fn token(&self) -> String {
        fs::read_to_string(used(&self.file())).unwrap()
    }

    /// Clicks on the location of the sandbox's consent page.
    async fn consent(&self) -> SecretString {
        let policy = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().no_proxy().redirect(policy).build().unwrap();
        let fields = [
            ("client_id", self.sandbox.client_id()),
            ("redirect_uri", CALLBACK),
            ("scope", "contacts.readonly oauth.readonly oauth.write"),
            ("location", self.sandbox.location_id()),
        ];
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let page = format!("{}/oauth/chooselocation", self.sandbox.base_url());
        let request = http.post(page).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send().await.unwrap();
        let to = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        to.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned().into()
    }

    fn program(&self) -> Command {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "tokens::inner_renewal", "--ignored", "--nocapture"]);
        program.env_clear().env(SERVICE, self.sandbox.base_url()).env(FILE, self.file());
        program.env(CLIENT, self.sandbox.client_id()).env(SECRET, self.sandbox.client_secret());
        program
    }

    fn strikes(&self, mishap: Mishap, point: Point) -> Said {
        let mut program = self.program();
        program.env(DEATH, mishap.at(point, 1));
        if mishap != Mishap::Wait {
            return ended(&mut program, "");
        }
        let gate = Gate::new();
        program.env(GATE, gate.path());
        thread::scope(|scope| {
            let running = scope.spawn(|| ended(&mut program, ""));
            drop(gate.reached(point));
            running.join().unwrap()
        })
    }
}

pub(crate) fn rotates(mishap: Mishap, point: Point) {
    let case = Case::new();
    let before = read(&case.file()).unwrap();
    let said = case.strikes(mishap, point);
    let state = format!("{mishap:?} at {point:?}: {said:?}");
    assert_eq!(said.code.is_none(), mishap == Mishap::Abort, "{state}");
    if matches!(mishap, Mishap::Refuse | Mishap::Wait) {
        assert_ne!(case.token(), before.access.expose_secret(), "{state}");
    }
    ended(&mut case.program(), "").ends(0);
    assert_ne!(case.token(), before.access.expose_secret(), "{state}");
    let kept = read(&case.file()).unwrap();
    assert_eq!(case.token(), kept.access.expose_secret(), "kept before it is used: {state}");
    let client = Client::new(Connection {
        origin: case.sandbox.base_url().into(),
        location: case.sandbox.location_id().into(),
        tokens: Arc::new(SecretString::from(case.token())),
        limits: Limits::default(),
    });
    let page = case.runtime.block_on(client.unwrap().search(&Search::default()));
    assert_eq!(page.unwrap().contacts.len(), 1, "the token is good: {state}");
}
