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
mod loading;
mod look;
mod setting;
mod signin;
mod stage;

use std::process::ExitCode;

use crate::{
    cli::arguments::{Demo, Everywhere},
    config::{Paths, harden},
    log, term,
};

/// `rolodeck demo`.
pub fn demo(options: &Demo, everywhere: &Everywhere) -> anyhow::Result<ExitCode> {
    let paths = prepare(everywhere)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let end = runtime.block_on(demo::play(options, everywhere, &paths))?;
    runtime.shutdown_background();
    Ok(leave(&end))
}

fn leave(end: &stage::End) -> ExitCode {
    match end {
        stage::End::Signal(ending) => ending.end(),
        stage::End::Quit | stage::End::Sandbox => ExitCode::SUCCESS,
    }
}

fn prepare(everywhere: &Everywhere) -> anyhow::Result<Paths> {
    harden()?;
    term::fit(std::env::var("TERM").ok().as_deref())?;
    let paths = Paths::new(everywhere.config_dir.clone(), everywhere.data_dir.clone())?;
    paths.prepare()?;
    log::start(&paths.log_file(), std::env::var("ROLODECK_LOG").ok().as_deref())?;
    term::restore_on_panic(paths.log_file());
    Ok(paths)
}
