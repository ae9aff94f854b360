//! The line of each program to the server: who sends, and whether two do at once.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
};

/// All lines to one server.
#[derive(Clone)]
pub(crate) struct Lines {
    server: String,
    log: Arc<(Mutex<Log>, Condvar)>,
}

#[derive(Default)]
struct Log {
    /// Requests without an answer, by the number of their program.
    open: BTreeMap<usize, usize>,
    /// Who sent last.
    last: Option<usize>,
    /// Who sent, one after the other. Each of these programs is the sender once, if at all, and until
    /// it is killed: these are the sender's epochs as the server sees them.
    epochs: Vec<usize>,
    /// Killed: what they sent may be on its way, and nobody waits for it any more.
    dead: Vec<usize>,
    wrongs: Vec<String>,
}

impl Lines {
    /// To the server at this origin.
    pub(crate) fn new(origin: &str) -> Self {
        let server = origin.trim_start_matches("http://").to_owned();
        Self { server, log: Arc::default() }
    }

    /// A new line for a program; its origin.
    pub(crate) fn lay(&self, program: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let lines = self.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let lines = lines.clone();
                thread::spawn(move || lines.carry(program, &client));
            }
        });
        origin
    }

    /// Who sent last.
    pub(crate) fn sender(&self) -> Option<usize> {
        self.log.0.lock().unwrap().last
    }

    /// This program is about to be killed.
    pub(crate) fn dies(&self, program: usize) {
        let mut log = self.log.0.lock().unwrap();
        log.dead.push(program);
        log.open.remove(&program);
        log.last.take_if(|last| *last == program);
    }

    /// How many programs sent, one after the other.
    pub(crate) fn epochs(&self) -> usize {
        self.log.0.lock().unwrap().epochs.len()
    }

    pub(crate) fn wrongs(&self) -> Vec<String> {
        self.log.0.lock().unwrap().wrongs.clone()
    }

    /// One connection: a request is answered before the next one is sent on it.
    fn carry(&self, program: usize, client: &TcpStream) {
        let Ok(server) = TcpStream::connect(&self.server) else { return };
        let is_asked = Mutex::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                pump(&server, client, || {
                    if std::mem::take(&mut *is_asked.lock().unwrap()) {
                        self.ends(program);
                    }
                });
            });
            pump(client, &server, || {
                if !std::mem::replace(&mut *is_asked.lock().unwrap(), true) {
                    self.begins(program);
                }
            });
        });
        if is_asked.into_inner().unwrap() {
            self.ends(program);
        }
    }

    fn begins(&self, program: usize) {
        let mut log = self.log.0.lock().unwrap();
        if log.dead.contains(&program) {
            return;
        }
        let others: Vec<usize> = log.open.keys().copied().filter(|it| *it != program).collect();
        if !others.is_empty() {
            log.wrongs.push(format!("{program} sends while {others:?} wait for answers"));
        }
        if log.epochs.last() != Some(&program) {
            if log.epochs.contains(&program) {
                let since = log.epochs.last().copied();
                log.wrongs.push(format!("{program} sends again after {since:?} took over"));
            }
            log.epochs.push(program);
        }
        *log.open.entry(program).or_default() += 1;
        log.last = Some(program);
    }

    fn ends(&self, program: usize) {
        let mut log = self.log.0.lock().unwrap();
        if let Some(count) = log.open.get_mut(&program) {
            *count -= 1;
            if *count == 0 {
                log.open.remove(&program);
            }
        }
    }
}

/// Carries what comes until nothing comes any more, and tells of it first.
fn pump(mut from: &TcpStream, mut to: &TcpStream, mut tell: impl FnMut()) {
    let mut chunk = [0; 16 << 10];
    while let Ok(read @ 1..) = from.read(&mut chunk) {
        tell();
        if to.write_all(&chunk[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
