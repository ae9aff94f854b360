//! Where a command writes: answers to the standard output, everything else to the standard error.

use std::io::{self, BufWriter, Write as _};

use serde::Serialize;

use super::{arguments::Everywhere, stop::Stop};
use crate::model::{clean::clean, fault::Fault};

/// How the person wants to hear things.
#[derive(Clone, Copy, Debug)]
pub(super) struct Out {
    json: bool,
    quiet: bool,
}

impl Out {
    pub(super) fn new(everywhere: &Everywhere) -> Self {
        Self { json: everywhere.json, quiet: everywhere.quiet }
    }

    /// The answer: one JSON document, or text that ends its lines itself.
    pub(super) fn answer<T: Serialize>(
        self,
        json: impl FnOnce() -> T,
        text: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        if self.json { line(&json()) } else { write(&text()) }
    }

    /// An answer for eyes only: nothing of it is said with `--json` or `--quiet`.
    pub(super) fn remark(self, text: impl FnOnce() -> String) -> Result<(), Stop> {
        if self.json || self.quiet { Ok(()) } else { write(&text()) }
    }

    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// A line beside the answer.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            aside(&clean(text));
        }
    }
}

/// Something is not as it should be: what, what is safe, what helps.
pub(super) fn complain(fault: &Fault) {
    let status = fault.status.map_or_else(String::new, |status| format!("{status} "));
    aside(&format!("rolodeck: {status}{}", clean(&fault.cause)));
    if !fault.remedy.is_empty() {
        aside(&format!("  {}", clean(&fault.remedy)));
    }
    if let Some(trace) = &fault.trace {
        aside(&format!("  trace id {}", clean(trace)));
    }
}

/// One JSON document on a line of its own, at once.
pub(super) fn line(json: &impl Serialize) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, json).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Text as it is.
pub(super) fn write(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// A question, without a line break behind it.
pub(super) fn ask(question: &str) {
    let mut out = io::stderr().lock();
    // Who closed the standard error does not want to hear it.
    let _ = out.write_all(question.as_bytes()).and_then(|()| out.flush());
}

fn aside(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}"); // who closed it does not want to hear it
}
