//! `rolodeck sandbox`

use std::time::Duration;

use serde_json::json;

use super::{
    arguments::{Everywhere, Sandbox as Asked},
    exit::Exit,
    out::{Out, line, write},
    refusal::wrong,
    signals,
    stop::Stop,
};
use crate::{
    model::fault::{Fault, Trouble},
    sandbox::{Error, Fault as Weather, Limits, LoadReport, Options, Sandbox, SeedError},
};

/// Rows of a file with which something is wrong are named up to this many.
const NAMED: usize = 20;

/// Serves until somebody ends it.
pub(super) async fn run(asked: &Asked, everywhere: &Everywhere) -> Result<Exit, Stop> {
    let out = Out::new(everywhere);
    let options = options(asked, everywhere)?;
    let sandbox = Sandbox::start(options).await.map_err(|error| refused(&error))?;
    if let Some(report) = sandbox.load_report() {
        tell(report, out);
    }
    if out.is_json() {
        line(&json!({
            "base_url": sandbox.base_url(),
            "token": sandbox.token(),
            "location_id": sandbox.location_id(),
            "company_id": sandbox.company_id(),
            "client_id": sandbox.client_id(),
            "client_secret": sandbox.client_secret(),
            "control_url": sandbox.control_url(),
            "control_token": sandbox.control_token(),
            "webhook_public_key": sandbox.webhook_public_key(),
        }))?;
    } else {
        let exports = [
            ("ROLODECK_API_URL", sandbox.base_url()),
            ("ROLODECK_TOKEN", sandbox.token()),
            ("ROLODECK_LOCATION", sandbox.location_id()),
            ("SANDBOX_CONTROL_URL", sandbox.control_url()),
            ("SANDBOX_CONTROL_TOKEN", sandbox.control_token()),
            ("SANDBOX_CLIENT_ID", sandbox.client_id()),
            ("SANDBOX_CLIENT_SECRET", sandbox.client_secret()),
        ];
        let lines = exports.map(|(name, value)| format!("export {name}={value}\n"));
        write(&lines.concat())?;
        out.say("the sandbox is up; Ctrl+C ends it");
    }
    signals::end().await;
    sandbox.stop().await;
    Ok(Exit::Done)
}

fn options(asked: &Asked, everywhere: &Everywhere) -> Result<Options, Stop> {
    let unfit = |error: &dyn std::fmt::Display| wrong(error.to_string(), "nothing was started");
    let faults = asked.fault.iter().map(|text| text.parse::<Weather>());
    Ok(Options {
        listen: asked.listen,
        contacts: asked.filling.contacts,
        load: asked.filling.load.clone(),
        seed: asked.filling.seed,
        token: asked.token.clone(),
        location: everywhere.location.clone(),
        db: asked.db.clone(),
        limits: Limits {
            burst: Limits::parse_burst(&asked.limit).map_err(|error| unfit(&error))?,
            daily: Limits::parse_daily(&asked.daily).map_err(|error| unfit(&error))?,
        },
        latency: Duration::from_millis(asked.latency),
        index_lag: Duration::from_millis(asked.index_lag),
        token_life: asked.token_life.map(Duration::from_secs),
        allow_duplicates: asked.allow_duplicates,
        webhooks: asked.webhook.clone(),
        faults: faults.collect::<Result<_, _>>().map_err(|error| unfit(&error))?,
        ..Options::default()
    })
}

fn refused(error: &Error) -> Stop {
    let (trouble, remedy) = match error {
        Error::Listen(..) => (Trouble::Disk, "choose another address; port 0 takes a free one"),
        Error::NotLocal(_) => (
            Trouble::Input,
            "listen on 127.0.0.1 or [::1]; others can be let in by forwarding a port",
        ),
        Error::Seed(SeedError::Load(_)) => {
            (Trouble::Input, "nothing was loaded; export the contacts again")
        }
        Error::Disk(_) | Error::Seed(SeedError::Disk(_)) => {
            (Trouble::Disk, "nothing was changed; choose another file")
        }
        Error::Webhook(_) => (Trouble::Input, "give the address of a server on this machine"),
        Error::Thread(_) | Error::Key | Error::Ended => (Trouble::Disk, "try again"),
    };
    Fault::new(trouble, error.to_string(), remedy).into()
}

/// What came of the file: every row that could not be used is counted and named.
fn tell(report: &LoadReport, out: Out) {
    let LoadReport { contacts, unreadable, incomplete, custom_fields } = report;
    out.say(&format!("{contacts} contacts loaded"));
    if !custom_fields.is_empty() {
        out.say(&format!("columns that became custom fields: {}", custom_fields.join(", ")));
    }
    for (rows, what) in [(unreadable, "could not be read"), (incomplete, "lack a value")] {
        if rows.is_empty() {
            continue;
        }
        out.say(&format!("{} rows {what}:", rows.len()));
        for trouble in rows.iter().take(NAMED) {
            out.say(&format!("  row {}: {}", trouble.row, trouble.reason));
        }
        if rows.len() > NAMED {
            out.say(&format!("  … and {} more", rows.len() - NAMED));
        }
    }
}
