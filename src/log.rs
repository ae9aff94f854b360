//! The log: a small file that can be shown to anybody.
//!
//! Only our own events are written, only fields on a list, and each value as one short printable
//! line. Bodies, names, addresses, numbers and tokens have no field, so they cannot get there; that
//! messages are literals, `tests/layers.rs` proves. Nothing goes to the terminal.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::private;

/// What an event may say. `path` is a route such as `/contacts/{id}`, never an address with an id
/// in it; `what` and `kind` are words of ours.
const FIELDS: &[&str] = &[
    "message",
    "verb",
    "path",
    "status",
    "ms",
    "attempt",
    "count",
    "skipped",
    "kind",
    "state",
    "version",
    "place",
    "what",
    "trace",
    "backtrace",
];

/// At this size the file becomes `….1`, in the place of the one before.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The longest value, in characters; a `backtrace` may be longer and have lines.
const LONGEST: usize = 200;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the log cannot be written: {0}")]
    File(#[from] private::Error),
    #[error("ROLODECK_LOG is not a filter such as `debug` or `rolodeck::api=trace`: {0}")]
    Filter(String),
    #[error("the log has been started already")]
    Started,
}

/// Writes from now on to `path`. `filter` is what `ROLODECK_LOG` holds; without it, `info`.
pub fn start(path: &Path, filter: Option<&str>) -> Result<(), Error> {
    let subscriber = subscriber(Rotating::open(path, LARGEST)?, filter)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| Error::Started)
}

fn subscriber(
    file: Rotating,
    filter: Option<&str>,
) -> Result<impl Subscriber + Send + Sync, Error> {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .parse(filter.unwrap_or_default())
        .map_err(|error| Error::Filter(error.to_string()))?;
    let ours = filter_fn(|event| event.target().starts_with("rolodeck"));
    let lines = tracing_subscriber::fmt::layer().event_format(Line).with_writer(file);
    Ok(tracing_subscriber::registry().with(lines.with_filter(ours)).with(filter))
}

/// One event: time, level, module, then what it says.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut out: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let about = event.metadata();
        let now = jiff::Timestamp::now();
        write!(out, "{now:.3} {:5} {}", about.level(), about.target())?;
        let mut fields = Fields { line: String::new() };
        event.record(&mut fields);
        writeln!(out, "{}", fields.line)
    }
}

/// Collects the fields that are on the list; of others only the name is written.
struct Fields {
    line: String,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field.name(), &format!("{value:?}"));
    }
}

impl Fields {
    fn add(&mut self, name: &str, value: &str) {
        self.line.push(' ');
        match name {
            "message" => self.line.extend(printable(value)),
            "backtrace" => self.line.push_str(&value.replace('\n', "\n    ")),
            _ => {
                self.line.extend([name, "="]);
                if FIELDS.contains(&name) {
                    self.line.extend(printable(value));
                } else {
                    self.line.push_str("(withheld)");
                }
            }
        }
    }
}

/// A value that cannot forge a line or speak to a terminal.
fn printable(value: &str) -> impl Iterator<Item = char> {
    value.chars().take(LONGEST).map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' })
}

/// A file that is put aside when it is full. Its predecessor is kept, older ones are not.
struct Rotating {
    path: PathBuf,
    largest: u64,
    file: Mutex<File>,
}

impl Rotating {
    fn open(path: &Path, largest: u64) -> Result<Self, private::Error> {
        let file = Mutex::new(private::append(path)?);
        Ok(Self { path: path.to_owned(), largest, file })
    }

    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata()?.len() + line.len() as u64 > self.largest {
            fs::rename(&self.path, self.path.with_added_extension("1"))?;
            *file = private::append(&self.path).map_err(io::Error::other)?;
        }
        file.write_all(line)
    }
}

impl<'a> MakeWriter<'a> for Rotating {
    type Writer = Pen<'a>;

    fn make_writer(&'a self) -> Pen<'a> {
        Pen(self)
    }
}

/// Writes one event to the file that is current.
struct Pen<'a>(&'a Rotating);

impl Write for Pen<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write_line(line).map(|()| line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(filter: Option<&str>, say: impl FnOnce()) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let subscriber = subscriber(Rotating::open(&path, LARGEST).unwrap(), filter).unwrap();
        tracing::subscriber::with_default(subscriber, say);
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn only_fields_on_the_list_are_written() {
        let said = logged(None, || {
            tracing::info!(verb = "PUT", path = "/contacts/{id}", status = 422, ms = 31, "refused");
            tracing::warn!(body = "canary", email = "jane@example.com", trace = %"a-1", "odd");
            tracing::debug!("not at this level");
        });
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 2, "{said}");
        assert!(lines[0].ends_with(
            "INFO  rolodeck::log::tests refused verb=PUT path=/contacts/{id} status=422 ms=31"
        ));
        assert!(lines[1].ends_with("odd body=(withheld) email=(withheld) trace=a-1"));
        assert!(lines[0].as_bytes()[19] == b'.' && lines[0].as_bytes()[23] == b'Z', "{said}");
    }

    #[test]
    fn other_crates_are_not_heard_at_any_level() {
        let said = logged(Some("trace"), || {
            tracing::error!(target: "hyper::proto", "authorization: Bearer canary");
            tracing::trace!("ours");
        });
        assert!(said.contains("ours") && !said.contains("canary"), "{said}");
    }

    #[test]
    fn a_value_cannot_forge_a_line() {
        let said = logged(None, || {
            tracing::info!(kind = "a\nERROR forged \x1b[2J\u{202e}", what = "x".repeat(999), "ok");
        });
        assert_eq!(said.lines().count(), 1);
        assert!(said.contains("kind=a?ERROR forged ?[2J? what=xxx"), "{said}");
        assert!(said.len() < 400);
    }

    #[test]
    fn a_full_file_is_put_aside_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let log = Rotating::open(&path, 10).unwrap();
        for line in ["one 4567\n", "two 4567\n", "three 67\n"] {
            log.write_line(line.as_bytes()).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((read("log"), read("log.1")), ("three 67\n".into(), "two 4567\n".into()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_bad_filter_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = start(&folder.path().join("log"), Some("rolodeck=loud")).unwrap_err();
        assert!(error.to_string().starts_with("ROLODECK_LOG is not a filter"), "{error}");
    }
}
