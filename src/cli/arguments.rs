//! The command line: names, options and their environment variables. Scripts depend on them, so
//! nothing here is renamed without a deprecated alias.

mod records;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::BoolishValueParser};

pub use records::{Contact, Due, Note, Outbox, Records, Sending, Sync, Tag, Task, Whose, Writing};

/// HighLevel's contacts in the terminal: everything at once on the local copy, also offline.
#[derive(Debug, Parser)]
#[command(name = "rolodeck", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub everywhere: Everywhere,
    /// Without a command: the terminal interface.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Everywhere {
    /// Which account
    #[arg(long, global = true, env = "ROLODECK_PROFILE", value_name = "NAME")]
    pub profile: Option<String>,
    /// Where the settings lie
    #[arg(long, global = true, env = "ROLODECK_CONFIG_DIR", value_name = "DIR")]
    pub config_dir: Option<PathBuf>,
    /// Where the database and the logs lie
    #[arg(long, global = true, env = "ROLODECK_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The service's address; plain http only on this machine
    #[arg(long, global = true, env = "ROLODECK_API_URL", value_name = "URL")]
    pub api_url: Option<String>,
    /// The sub-account
    #[arg(long, global = true, env = "ROLODECK_LOCATION", value_name = "ID")]
    pub location: Option<String>,
    /// Refuse every change
    #[arg(
        long,
        global = true,
        env = "ROLODECK_READ_ONLY",
        value_parser = BoolishValueParser::new()
    )]
    pub read_only: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Colours for a dark or a light background
    #[arg(long, global = true, env = "ROLODECK_THEME", value_enum, value_name = "NAME")]
    pub theme: Option<ThemeName>,
    /// One JSON document instead of a table
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but what was asked for
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    Auto,
    Dark,
    Light,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The interface on a sandbox with invented people; nothing leaves this machine
    Demo(Demo),
    #[command(flatten)]
    Headless(Headless),
}

/// What works without the interface.
#[derive(Debug, Subcommand)]
pub enum Headless {
    #[command(flatten)]
    Setup(Setup),
    #[command(flatten)]
    Records(Records),
}

/// What needs no database.
#[derive(Debug, Subcommand)]
pub enum Setup {
    /// A local server that answers like the Contacts API
    Sandbox(Box<Sandbox>),
    /// Check a token and store it in the keyring of the operating system
    Login(Login),
    /// Forget the token of the profile
    Logout,
    /// The accounts known here
    Profiles {
        #[command(subcommand)]
        action: Option<Profiles>,
    },
    /// The configuration file
    Config {
        #[command(subcommand)]
        action: Option<Config>,
    },
}

const PEOPLE: usize = 500;
const SEED: u64 = 1;

/// What the sandbox is filled with.
#[derive(Clone, Debug, Args)]
pub struct Filling {
    /// How many invented people
    #[arg(long, value_name = "N", default_value_t = PEOPLE)]
    pub contacts: usize,
    /// Real people instead: a contact export of the web interface (CSV)
    #[arg(long, value_name = "FILE", conflicts_with = "contacts")]
    pub load: Option<PathBuf>,
    /// Other people with another number, the same with the same
    #[arg(long, value_name = "S", default_value_t = SEED)]
    pub seed: u64,
}

impl Default for Filling {
    fn default() -> Self {
        Self { contacts: PEOPLE, load: None, seed: SEED }
    }
}

#[derive(Debug, Default, Args)]
pub struct Demo {
    #[command(flatten)]
    pub filling: Filling,
    /// Keep database and sandbox for the next demo
    #[arg(long)]
    pub keep: bool,
}

#[derive(Debug, Args)]
pub struct Sandbox {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub filling: Filling,
    /// The token it takes; else one is made up
    #[arg(long)]
    pub token: Option<String>,
    /// Keep everything in this file
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Requests per seconds, or `off`
    #[arg(long, value_name = "N/SECONDS", default_value = "100/10")]
    pub limit: String,
    /// Requests per day, or `off`
    #[arg(long, value_name = "N", default_value = "200000")]
    pub daily: String,
    /// Milliseconds before every answer
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Milliseconds until search and list see a change
    #[arg(long, value_name = "MS", default_value_t = 2_000)]
    pub index_lag: u64,
    /// Seconds that OAuth access tokens are good for; else a day, as the service's
    #[arg(long, value_name = "SECONDS")]
    pub token_life: Option<u64>,
    /// Let the location have duplicate contacts
    #[arg(long)]
    pub allow_duplicates: bool,
    /// Things that go wrong: `429:5%`, `500:2%`, `drop-after-commit:3%`, `slow:2s:10%`,
    /// `offline:30s`, each optionally `@POST/contacts/*`
    #[arg(long, value_name = "SPEC")]
    pub fault: Vec<String>,
    /// Address on this machine that is told of every change
    #[arg(long, value_name = "URL")]
    pub webhook: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Login {
    /// Read the token from standard input instead of asking for it
    #[arg(long)]
    pub token_stdin: bool,
    /// Where there is no keyring: a file that only you can read, after a yes
    #[arg(long)]
    pub insecure_file: bool,
    /// The yes to --insecure-file, for scripts
    #[arg(long, requires = "insecure_file")]
    pub yes: bool,
}

#[derive(Debug, Subcommand)]
pub enum Profiles {
    List,
    /// Make it the one that is used without --profile
    Use {
        name: String,
    },
    /// Forget its settings and its token; its database stays
    Remove {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Config {
    /// Where it lies
    Path,
    /// Whether it can be read, and what in it means nothing
    Check,
    /// One with every key in it, to start from
    Default,
}
