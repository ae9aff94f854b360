//! A server of raw bytes: it reads one request a connection, notes it, and answers with whatever
//! a test wants to see on the wire.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rolodeck::{
    api::{Client, Connection, Limits},
    model::ids::LocationId,
};
use secrecy::SecretString;

pub(super) const TOKEN: &str = "pit-00000000-0000-4000-8000-000000000000";

/// What to do with a connection once its request was read. The number counts from zero.
type Answer = dyn Fn(usize, &mut TcpStream) + Send + Sync;

pub(super) struct Server {
    pub(super) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn new(answer: impl Fn(usize, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer): (_, Arc<Answer>) = (Arc::clone(&requests), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &noted, &*answer));
            }
        });
        Self { address, requests }
    }

    /// Always the same bytes.
    pub(super) fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::new(move |_, stream| say(stream, &bytes))
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Heads and bodies, as they came.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("a sound lock").clone()
    }

    pub(super) fn client(&self) -> Client {
        client(&self.origin(), patient())
    }
}

pub(super) fn client(origin: &str, limits: Limits) -> Client {
    Client::new(Connection {
        origin: origin.into(),
        location: LocationId::from("ve9EPM428h8vShlRW1KT"),
        tokens: Arc::new(SecretString::from(TOKEN)),
        limits,
    })
    .expect("a client")
}

/// Nothing that a test is not about may end because this machine is busy.
pub(super) fn patient() -> Limits {
    Limits { body: 1 << 20, ..Limits::default() }
}

pub(super) fn impatient() -> Limits {
    let short = Duration::from_millis(200);
    Limits { connect: short, idle: short, total: 3 * short, page_total: 3 * short, body: 1 << 20 }
}

/// A whole answer that closes its connection.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

pub(super) fn json(status: &str, body: &str) -> Vec<u8> {
    answer(status, "content-type: application/json; charset=utf-8\r\n", body)
}

/// The other side may have had enough before the end.
pub(super) fn say(stream: &mut TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
}

/// Says nothing until the other side hangs up.
pub(super) fn wait_for_hangup(stream: &mut TcpStream) {
    let mut rest = [0; 64];
    while stream.read(&mut rest).is_ok_and(|length| length > 0) {}
}

fn serve(mut stream: TcpStream, noted: &Mutex<Vec<String>>, answer: &Answer) {
    let Some(request) = read_request(&mut stream) else { return };
    let number = {
        let mut noted = noted.lock().expect("a sound lock");
        noted.push(request);
        noted.len() - 1
    };
    answer(number, &mut stream);
    let _ = stream.shutdown(Shutdown::Write);
    wait_for_hangup(&mut stream);
}

fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text[..end]
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
                })
                .unwrap_or(0);
            if text.len() >= end + 4 + length {
                return Some(text);
            }
        }
        match stream.read(&mut piece) {
            Ok(0) => return None,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
