//! The sandbox by itself: the real program, and a reader that throws away what comes. Prints rows of
//! the table of `benches/README.md`.
//!
//! `cargo bench --bench sandbox`, or with another number of contacts: `… -- 20000`.

mod served;

use std::{
    error::Error,
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use self::served::Served;

type Outcome<T> = Result<T, Box<dyn Error>>;

const CONTACTS: usize = 100_000;
/// Contacts of one page, the most that the service puts on one.
const PAGE: usize = 500;
/// All pages, so many times: the machine has its moods.
const ROUNDS: usize = 5;

fn main() -> Outcome<()> {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let contacts = asked.unwrap_or(CONTACTS);
    let sandbox = Running::start(contacts)?;
    say(&format!("\n{contacts} contacts"))?;
    say(&format!("started and seeded                  {:8.2} s", sandbox.seeded.as_secs_f64()))?;
    let mut rounds: Vec<(Duration, Duration)> = Vec::new();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let (begun, worked) = (Instant::now(), sandbox.processor_time()?);
        bytes = sandbox.read_everybody(contacts)?;
        rounds.push((begun.elapsed(), sandbox.processor_time()?.saturating_sub(worked)));
    }
    rounds.sort();
    let (passed, worked) = rounds[ROUNDS / 2];
    say(&format!(
        "pages of {PAGE} to a raw reader        {:8.2} s, median of {ROUNDS}; {:.2} s of its processor",
        passed.as_secs_f64(),
        worked.as_secs_f64()
    ))?;
    say(&format!("bytes of all pages                  {:8.1} MiB", mebibytes(bytes)))?;
    say(&format!("most memory ever                    {:8.1} MiB", sandbox.most_memory()?))?;
    Ok(())
}

/// The program, serving.
struct Running {
    served: Served,
    seeded: Duration,
    address: String,
}

impl Running {
    fn start(contacts: usize) -> Outcome<Self> {
        let begun = Instant::now();
        let served = Served::start(contacts)?;
        let address = served.base_url.trim_start_matches("http://").to_owned();
        Ok(Self { served, seeded: begun.elapsed(), address })
    }

    /// Page by page, each from where the one before ended; how many bytes that were.
    fn read_everybody(&self, contacts: usize) -> Outcome<usize> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        let mut page = Vec::new();
        let (mut bytes, mut after) = (0, String::new());
        for _ in 0..contacts.div_ceil(PAGE) {
            let body = format!(
                "{{\"locationId\":\"{}\",\"pageLimit\":{PAGE}{after},\"sort\":[{{\"field\":\
                 \"dateAdded\",\"direction\":\"asc\"}}]}}",
                self.served.location
            );
            self.ask(&mut stream, &body, &mut page)?;
            bytes += page.len();
            after = format!(",\"searchAfter\":{}", end_of(&page).ok_or("a page without an end")?);
        }
        Ok(bytes)
    }

    /// One request; the body of its answer is in `page`.
    fn ask(&self, stream: &mut TcpStream, body: &str, page: &mut Vec<u8>) -> Outcome<()> {
        write!(
            stream,
            "POST /contacts/search HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nVersion: \
             2021-07-28\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.served.token,
            body.len()
        )?;
        page.clear();
        let mut part = [0; 1 << 12];
        let head = loop {
            let read = stream.read(&mut part)?;
            if read == 0 {
                return Err("the answer has no end".into());
            }
            page.extend_from_slice(&part[..read]);
            if let Some(at) = page.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let told = std::str::from_utf8(&page[..head])?.to_ascii_lowercase();
        if !told.starts_with("http/1.1 200") {
            return Err(told.into());
        }
        let length = told.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.ok_or("an answer of unknown length")?.trim().parse()?;
        page.drain(..head);
        let come = page.len();
        page.resize(length, 0);
        stream.read_exact(&mut page[come..])?;
        Ok(())
    }

    fn processor_time(&self) -> Outcome<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.served.child.id()))?;
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10)) // a hundred a second, on every Linux that matters
    }

    fn most_memory(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.served.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next());
        Ok(kibibytes.ok_or("no VmHWM")?.parse::<f64>()? / 1024.0)
    }
}

/// The cursor of the last contact.
fn end_of(page: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"\"searchAfter\":";
    let at = page.windows(NAME.len()).rposition(|bytes| bytes == NAME)? + NAME.len();
    let list = &page[at..];
    let end = list.iter().position(|byte| *byte == b']')? + 1;
    std::str::from_utf8(&list[..end]).ok()
}

#[expect(clippy::cast_precision_loss, reason = "for the eye")]
fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn say(line: &str) -> Outcome<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
