//! Parses the command line and goes.

use std::process::ExitCode;

use clap::Parser;
use rolodeck::{
    cli::{
        self,
        arguments::{Arguments, Command},
    },
    run,
};

fn main() -> ExitCode {
    let Arguments { everywhere, command } = Arguments::parse();
    let ended = match command {
        Some(Command::Headless(command)) => Ok(cli::run(command, &everywhere).into()),
        Some(Command::Demo(options)) => run::demo(&options, &everywhere),
        None => run::interface(&everywhere),
    };
    ended.unwrap_or_else(|error| cli::explain(&error).into())
}
