//! The sandbox as the real program, in a process of its own: what is measured beside it neither shares
//! its memory nor is started from a process that holds it.

use std::{
    error::Error,
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;

/// Ends with this.
pub(crate) struct Served {
    pub(crate) child: Child,
    /// Ends the program's lines if it is closed.
    _output: BufReader<ChildStdout>,
    pub(crate) base_url: String,
    pub(crate) token: String,
    pub(crate) location: String,
}

impl Served {
    /// Waits until everybody is there.
    pub(crate) fn start(contacts: usize) -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolodeck"))
            .args(["sandbox", "--json", "--limit", "off", "--daily", "off", "--index-lag", "0"])
            .args(["--contacts", &contacts.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)?;
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        let (base_url, token, location) = (text("base_url"), text("token"), text("location_id"));
        Ok(Self { child, _output: output, base_url, token, location })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
