//! What a person would feel: the real program in a pseudo-terminal of 120x40, on a database that was
//! pulled before, against the sandbox on loopback. Prints the table of `benches/README.md`.
//!
//! `cargo bench --bench program`, or with other numbers of contacts: `… -- 500 100000`.

mod figures;
mod served;

use std::{
    error::Error,
    fs,
    io::{Read, Write},
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use rolodeck::{
    api::{Client, Connection},
    model::talk::Report,
    store::Store,
    sync::{self, Pace},
};
use secrecy::SecretString;
use tokio::runtime::Runtime;

use self::{
    figures::{report, say},
    served::Served,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The end of a frame: the mark that makes terminals show it in one piece.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";
const PATIENCE: Duration = Duration::from_mins(1);
const IDLE: Duration = Duration::from_secs(10);
/// Starts of the program of which the middle one counts.
const STARTS: usize = 9;

fn main() -> Outcome<()> {
    let mut numbers: Vec<usize> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if numbers.is_empty() {
        numbers = vec![500, 100_000];
    }
    for number in numbers {
        measure(number)?;
    }
    Ok(())
}

fn measure(contacts: usize) -> Outcome<()> {
    let runtime = Runtime::new()?;
    let sandbox = Served::start(contacts)?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    fs::create_dir(&data)?;
    private(&data)?;
    let pulled = pull(&runtime, &sandbox, &data)?;
    say(&format!("\n{contacts} contacts"))?;
    say(&format!("full pull, no limit, durable        {:8.2} s", pulled.as_secs_f64()))?;

    let mut firsts = Vec::new();
    for _ in 1..STARTS {
        let mut program = Program::start(&sandbox, folder.path())?;
        program.until("synced")?;
        program.rest();
        firsts.push(program.first);
        program.end()?;
    }
    let mut program = Program::start(&sandbox, folder.path())?;
    program.until("synced")?;
    program.rest();
    firsts.push(program.first);
    report("first frame with data", &firsts)?;

    let before = program.bytes;
    let moves = program.keys(&["j"; 200])?;
    report("key to frame: move", &moves)?;
    say(&format!(
        "bytes per cursor key                {:8}",
        (program.bytes - before) / moves.len()
    ))?;
    let mut filter = program.keys(&["/"])?;
    for word in ["maria", "hot lead", "@example", "555", "zhang"] {
        for letter in word.chars() {
            filter.extend(program.keys(&[&letter.to_string()])?);
        }
        filter.extend(program.keys(&vec!["\x7f"; word.len()])?);
    }
    report("filter keystroke to frame", &filter)?;
    program.keys(&["\x1b", "\x1b", "2"])?;
    program.rest();
    let ticks = program.keys(&["x", "j", "x", "j", "x", "j", "x", "j", "x", "j"])?;
    let ticks: Vec<Duration> = ticks.into_iter().step_by(2).collect();
    report("x to changed screen", &ticks)?;
    program.keys(&["1"])?;
    program.rest();

    let (bytes, wakes) = program.idle()?;
    say(&format!("resident memory                     {:8.1} MiB", program.memory()?))?;
    say(&format!(
        "idle for {} s                       {bytes:5} bytes, {wakes} wake-ups of all threads",
        IDLE.as_secs()
    ))?;
    program.end()
}

fn pull(runtime: &Runtime, sandbox: &Served, data: &Path) -> Outcome<Duration> {
    let store = Store::open(&data.join("default.db"))?.store;
    let client = Client::new(Connection {
        origin: sandbox.base_url.clone(),
        location: sandbox.location.as_str().into(),
        tokens: Arc::new(SecretString::from(sandbox.token.clone())),
        limits: rolodeck::api::Limits::default(),
    })?;
    runtime.block_on(async {
        let begun = Instant::now();
        let mut pulled = begun.elapsed();
        let (mut line, desk) = sync::line();
        let task = sync::start(client, store, Pace::default(), desk);
        while let Some(report) = line.reports.recv().await {
            match report {
                Report::Pulling { done, total } if done >= total => pulled = begun.elapsed(),
                Report::Synced(_) => break,
                _ => {}
            }
        }
        drop(line);
        task.await?;
        Ok(pulled)
    })
}

struct Program {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    started: Instant,
    first: Duration,
    /// Written to the terminal so far.
    bytes: usize,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Program {
    fn start(sandbox: &Served, folder: &Path) -> Outcome<Self> {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rolodeck"));
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("ROLODECK_API_URL", &sandbox.base_url),
            ("ROLODECK_LOCATION", &sandbox.location),
            ("ROLODECK_TOKEN", &sandbox.token),
        ] {
            command.env(name, value);
        }
        command.env("ROLODECK_DATA_DIR", folder.join("data"));
        command.env("ROLODECK_CONFIG_DIR", folder.join("config"));
        let mut reader = pty.master.try_clone_reader()?;
        let keyboard = pty.master.take_writer()?;
        let started = Instant::now();
        let child = pty.slave.spawn_command(command)?;
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let cells = |count| std::num::NonZeroU16::new(count).ok_or("no cells");
        let screen = vt100::Parser::new(cells(40)?, cells(120)?, 0);
        let first = Duration::ZERO;
        Ok(Self { child, keyboard, output, screen, started, first, bytes: 0, _master: pty.master })
    }

    fn until(&mut self, text: &str) -> Outcome<()> {
        while !self.screen.screen().contents().contains(text) {
            let chunk = self.output.recv_timeout(PATIENCE)?;
            self.show(&chunk);
            if self.first.is_zero() && self.screen.screen().contents().contains("SYN") {
                self.first = self.started.elapsed();
            }
        }
        Ok(())
    }

    fn show(&mut self, chunk: &[u8]) {
        self.bytes += chunk.len();
        self.screen.process(chunk);
    }

    /// Reads until nothing comes for half a second.
    fn rest(&mut self) {
        while let Ok(chunk) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.show(&chunk);
        }
    }

    /// Types one key after the other, and measures until the end of the frame that answers.
    fn keys(&mut self, keys: &[&str]) -> Outcome<Vec<Duration>> {
        let mut times = Vec::new();
        for key in keys {
            while let Ok(chunk) = self.output.try_recv() {
                self.show(&chunk);
            }
            let typed = Instant::now();
            self.keyboard.write_all(key.as_bytes())?;
            let mut answer = Vec::new();
            while !answer.ends_with(END_OF_FRAME) {
                match self.output.recv_timeout(Duration::from_secs(5)) {
                    Ok(chunk) => answer.extend(chunk),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(error) => return Err(error.into()),
                }
            }
            if !answer.is_empty() {
                times.push(typed.elapsed());
            }
            self.show(&answer);
            // Whatever the key set going beside the frame may end before the next.
            thread::sleep(Duration::from_millis(5));
        }
        Ok(times)
    }

    fn idle(&mut self) -> Outcome<(usize, u64)> {
        let before = self.wakes()?;
        let begun = Instant::now();
        let mut bytes = 0;
        while let Some(left) = IDLE.checked_sub(begun.elapsed()) {
            if let Ok(chunk) = self.output.recv_timeout(left) {
                bytes += chunk.len();
            }
        }
        // Threads that ended meanwhile took their count with them.
        Ok((bytes, self.wakes()?.saturating_sub(before)))
    }

    fn wakes(&self) -> Outcome<u64> {
        let mut wakes = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.id()?))? {
            let status = fs::read_to_string(thread?.path().join("status"))?;
            wakes += number(&status, "voluntary_ctxt_switches:")?;
        }
        Ok(wakes)
    }

    fn memory(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        Ok(number(&status, "VmRSS:")? as f64 / 1024.0)
    }

    fn id(&self) -> Outcome<u32> {
        self.child.process_id().ok_or_else(|| "the program is gone".into())
    }

    fn end(mut self) -> Outcome<()> {
        self.keyboard.write_all(b"qq")?;
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait()?;
        Ok(())
    }
}

fn number(status: &str, name: &str) -> Outcome<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    Ok(line.split_whitespace().next().ok_or("no number")?.parse()?)
}

#[cfg(unix)]
fn private(folder: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?)
}

#[cfg(not(unix))]
fn private(_: &Path) -> Outcome<()> {
    Ok(())
}
