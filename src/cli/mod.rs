//! Headless commands over the same changes.
//!
//! ```text
//!   arguments ─▶ account ─▶ errand ─▶ contact, task, note, tag, …  reads: queue upon base
//!                                          │ changes
//!                                          ▼
//!                                        deed ─▶ store ─▶ course (sync) ─▶ answer, exit code
//! ```
//!
//! Answers go to the standard output, everything else to the standard error; what a server said
//! is cleaned before it gets to either. What is listed comes from the local database.

pub mod account;

pub mod arguments;

mod ask;

mod config;

mod contact;

mod course;

mod deed;

mod errand;

pub mod exit;

mod fill;

mod find;

mod freshen;

mod history;

mod login;

mod logout;

mod note;

mod out;

mod outbox;

mod profiles;

mod prompt;

mod queue;

mod refusal;

mod sandbox;

mod scopes;

mod select;

mod shape;

mod signals;

mod standing;

mod status;

mod stop;

mod sync;

mod table;

mod tag;

mod task;

mod tokens;

mod undo;
mod watch;

use arguments::{Everywhere, Headless, Records, Setup};
use errand::Errand;
use exit::Exit;
use stop::Stop;

use crate::{
    config as settings, log,
    model::fault::{Fault, Trouble},
};

/// Carries out one command, from the first look at the environment to the exit code.
pub fn run(command: Headless, everywhere: &Everywhere) -> Exit {
    match begin(command, everywhere) {
        Ok(exit) => exit,
        Err(Stop { fault, exit }) => {
            if let Some(fault) = fault {
                out::complain(&fault);
            }
            exit
        }
    }
}

/// Tells why the interface did not open, or had to end.
pub fn explain(error: &anyhow::Error) -> Exit {
    let fault = error.downcast_ref::<Fault>().cloned().unwrap_or_else(|| {
        let remedy = "what was promised before is on disk; the log says more";
        Fault::new(Trouble::Disk, format!("{error:#}"), remedy)
    });
    out::complain(&fault);
    fault.trouble.into()
}

fn begin(command: Headless, everywhere: &Everywhere) -> Result<Exit, Stop> {
    settings::harden()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let exit = runtime.block_on(carry_out(command, everywhere));
    // A keyring that never answers must not keep the command from ending.
    runtime.shutdown_background();
    exit
}

async fn carry_out(command: Headless, everywhere: &Everywhere) -> Result<Exit, Stop> {
    match command {
        Headless::Setup(setup) => match setup {
            Setup::Sandbox(asked) => sandbox::run(&asked, everywhere).await,
            Setup::Login(asked) => login::run(&asked, everywhere).await,
            Setup::Logout => logout::run(everywhere).await,
            Setup::Profiles { action } => profiles::run(action, everywhere).await,
            Setup::Config { action } => config::run(action, everywhere),
        },
        Headless::Records(records) => {
            let errand = Errand::begin(everywhere).await?;
            start_log(&errand)?;
            on_records(records, &errand).await
        }
    }
}

async fn on_records(command: Records, errand: &Errand) -> Result<Exit, Stop> {
    match command {
        Records::Sync(asked) => sync::run(errand, &asked).await,
        Records::Status => status::run(errand).await,
        Records::Contact { action } => contact::run(action, errand).await,
        Records::Task { action } => task::run(action, errand).await,
        Records::Note { action } => note::run(action, errand).await,
        Records::Tag { action } => tag::run(action, errand).await,
        Records::Outbox { action } => outbox::run(action, errand).await,
        Records::Undo { deeds, yes, sending } => undo::run(errand, deeds, yes, sending).await,
        Records::History { limit } => history::run(errand, limit),
    }
}

/// `ROLODECK_LOG` decides how much is written.
fn start_log(errand: &Errand) -> Result<(), Stop> {
    let filter = std::env::var("ROLODECK_LOG").ok();
    Ok(log::start(&errand.account.paths.log_file(), filter.as_deref())?)
}
