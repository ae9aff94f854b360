//! The loop of the interface, and the demo: where state, drawing, terminal and background task
//! meet.
//!
//! ```text
//!   keys, signals ─┐                    ┌─▶ terminal
//!   reports ───────┼─▶ update ─▶ draw ──┘
//!   answers ───────┘      └─▶ effects ─▶ orders, clipboard, browser, editor, drafts
//! ```

mod browser;
mod clipboard;
mod demo;
mod drafts;
mod editor;
mod effects;
mod events;
mod interface;
mod loading;
mod look;
mod setting;
mod signin;
mod stage;

use std::{env, io, process::ExitCode};

use tokio::runtime::{Builder, Runtime};

use self::stage::End;

use crate::{
    cli::arguments::{Demo, Everywhere},
    config::{Paths, harden},
    log,
    model::fault::{Fault, Trouble},
    term,
};

/// `rolodeck`: on the account of the profile, or, from its first screen, on a sandbox.
pub fn interface(everywhere: &Everywhere) -> anyhow::Result<ExitCode> {
    let paths = prepare(everywhere)?;
    let runtime = runtime()?;
    let end = match runtime.block_on(interface::play(everywhere))? {
        End::Sandbox => runtime.block_on(demo::play(&Demo::default(), everywhere, &paths))?,
        end => end,
    };
    leave(runtime, &end)
}

/// `rolodeck demo`.
pub fn demo(options: &Demo, everywhere: &Everywhere) -> anyhow::Result<ExitCode> {
    let paths = prepare(everywhere)?;
    let runtime = runtime()?;
    let end = runtime.block_on(demo::play(options, everywhere, &paths))?;
    leave(runtime, &end)
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

fn leave(runtime: Runtime, end: &End) -> anyhow::Result<ExitCode> {
    runtime.shutdown_background();
    match end {
        End::Signal(ending) => ending.end(),
        End::Quit | End::Sandbox => Ok(ExitCode::SUCCESS),
    }
}

/// What must be done before there are threads and before anything is drawn.
fn prepare(everywhere: &Everywhere) -> anyhow::Result<Paths> {
    harden()?;
    term::fit(env::var("TERM").ok().as_deref()).map_err(unfit)?;
    let paths = Paths::new(everywhere.config_dir.clone(), everywhere.data_dir.clone())?;
    paths.prepare()?;
    log::start(&paths.log_file(), env::var("ROLODECK_LOG").ok().as_deref())?;
    term::restore_on_panic(paths.log_file());
    Ok(paths)
}

fn unfit(why: term::Unfit) -> Fault {
    Fault::new(Trouble::Input, why.to_string(), "its commands work without one: `rolodeck --help`")
}
