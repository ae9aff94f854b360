//! The command line: names, options and their environment variables. Scripts depend on them, so
//! nothing here is renamed without a deprecated alias.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::BoolishValueParser};

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
    Sandbox(Sandbox),
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

/// What works on contacts and what belongs to them.
#[derive(Debug, Subcommand)]
pub enum Records {
    /// Fetch news and send what waits, until both are through
    Sync(Sync),
    /// Age of the copy, what waits, what failed; exit code 0 is healthy
    Status,
    /// Contacts: list, show, add, edit, delete
    Contact {
        #[command(subcommand)]
        action: Contact,
    },
    /// Tasks: list, add, done, reopen
    Task {
        #[command(subcommand)]
        action: Task,
    },
    /// Notes: list, add
    Note {
        #[command(subcommand)]
        action: Note,
    },
    /// Tags: list, add to or remove from many contacts
    Tag {
        #[command(subcommand)]
        action: Tag,
    },
    /// The changes that are on their way, and those that were refused
    Outbox {
        #[command(subcommand)]
        action: Outbox,
    },
    /// Take back what was done last, here or in the interface
    Undo {
        /// How many deeds
        #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
        deeds: u16,
        #[command(flatten)]
        sending: Sending,
    },
    /// Every step of every change, the newest first
    History {
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
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
    /// Things that go wrong: `429:5%`, `500:2%`, `drop-after-commit:3%`, `slow:2s:10%`,
    /// `offline:30s`, each optionally `@POST/contacts/*`
    #[arg(long, value_name = "SPEC")]
    pub fault: Vec<String>,
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

#[derive(Debug, Args)]
pub struct Sync {
    /// Fetch every contact again
    #[arg(long)]
    pub full: bool,
    /// Go on until interrupted
    #[arg(long)]
    pub watch: bool,
}

/// Whether and how long to wait for the server.
#[derive(Clone, Copy, Debug, Args)]
pub struct Sending {
    /// Only queue it; a later sync sends it
    #[arg(long)]
    pub offline: bool,
    /// How long to wait for the server while nothing moves
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub wait: u64,
}

/// How a write command behaves.
#[derive(Clone, Copy, Debug, Args)]
pub struct Writing {
    #[command(flatten)]
    pub sending: Sending,
    /// Show what would happen and how many calls it takes
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub enum Contact {
    List {
        /// The filter language of the interface: `tag:hot -tag:lost city:berlin updated:<7d`
        #[arg(long = "where", value_name = "QUERY")]
        filter: Option<String>,
        /// name, company, email, phone, added, updated, owner or next; `-name` is descending
        #[arg(long, value_name = "FIELD", default_value = "name", allow_hyphen_values = true)]
        sort: String,
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        #[arg(long, value_name = "A,B", value_delimiter = ',')]
        columns: Vec<String>,
    },
    Show {
        id: String,
        /// Ask the server first
        #[arg(long)]
        fresh: bool,
    },
    Add {
        /// By the service's names; custom fields by name or key
        #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
        set: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    Edit {
        id: String,
        #[arg(long = "set", value_name = "FIELD=VALUE")]
        set: Vec<String>,
        /// Empty these fields
        #[arg(long, value_name = "FIELD")]
        unset: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    Delete {
        #[arg(required = true)]
        ids: Vec<String>,
        /// Without asking
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        writing: Writing,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Due {
    Today,
    Overdue,
    Week,
    All,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    List {
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
        /// Of the contacts that this filter finds
        #[arg(long = "where", value_name = "QUERY")]
        filter: Option<String>,
        #[arg(long, value_enum, default_value = "all")]
        due: Due,
        /// Those that are done, too
        #[arg(long, requires = "contact")]
        done: bool,
        /// Ask the server first
        #[arg(long, requires = "contact")]
        fresh: bool,
    },
    Add {
        contact: String,
        title: String,
        /// ISO, or in words: `fri 3pm`, `+2d`; else tomorrow 9:00
        #[arg(long, value_name = "WHEN")]
        due: Option<String>,
        #[arg(long)]
        body: Option<String>,
        /// Id, name or email of a user of the location
        #[arg(long, value_name = "USER")]
        owner: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    Done {
        #[arg(required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    Reopen {
        #[arg(required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

#[derive(Debug, Subcommand)]
pub enum Note {
    List {
        contact: String,
        /// Ask the server first
        #[arg(long)]
        fresh: bool,
    },
    Add {
        contact: String,
        /// `-` or nothing reads standard input
        text: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Whose tags.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Whose {
    #[arg(long = "where", value_name = "QUERY")]
    pub filter: Option<String>,
    /// A file with one id a line, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Tag {
    List,
    Add {
        #[arg(required = true)]
        tags: Vec<String>,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        writing: Writing,
    },
    Remove {
        #[arg(required = true)]
        tags: Vec<String>,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        writing: Writing,
    },
}

#[derive(Debug, Subcommand)]
pub enum Outbox {
    List {
        /// Also those that came to their end
        #[arg(long)]
        all: bool,
    },
    /// Send refused changes again; all of them where none is named
    Retry {
        ids: Vec<String>,
        #[command(flatten)]
        sending: Sending,
    },
    /// Give changes up
    Drop {
        #[arg(required = true)]
        ids: Vec<String>,
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
