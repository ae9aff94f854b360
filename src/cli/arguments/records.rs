//! The command line of everything that works on contacts and what belongs to them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
        /// Overwrite what somebody put there since, without asking
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        sending: Sending,
    },
    /// Every step of every change, the newest first
    History {
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
}

#[derive(Debug, Args)]
pub struct Sync {
    /// Fetch every contact again
    #[arg(long)]
    pub full: bool,
    /// Go on until interrupted, with a line for every pass
    #[arg(long)]
    pub watch: bool,
    /// The contacts that the server does not list any more were really deleted
    #[arg(long)]
    pub accept_deletions: bool,
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
        #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
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
        #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
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
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
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
    /// Hold changes back until `retry` lets them go
    Hold {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Send refused or held changes again; where none is named, all that wait for a person
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
