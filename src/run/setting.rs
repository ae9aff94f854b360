//! What one showing of the interface stands on: whose data, which server, which keys.

use std::{path::PathBuf, time::Duration};

use crate::{
    api::Client,
    app::{commands, keymap::Keymap, session::Session},
    cli::account::Account,
    config::Settings,
    sandbox::Sandbox,
    store::Opened,
    ui::canvas::Look,
};

/// Where the people come from.
pub(super) enum Backing {
    /// The service, by an account whose token is looked for behind the first frame.
    Account(Box<Account>),
    /// The sandbox, which runs in this process.
    Sandbox(Box<Sandbox>, Client),
}

pub(super) struct Setting {
    pub(super) opened: Opened,
    pub(super) backing: Backing,
    pub(super) session: Session,
    pub(super) keymap: Keymap,
    /// What is to be said once the screen is there, the most important first.
    pub(super) remarks: Vec<String>,
    pub(super) look: Look,
    pub(super) mouse: bool,
    pub(super) which_key_delay: Duration,
    /// A folder that nobody else can read, for texts that an editor works on.
    pub(super) folder: PathBuf,
}

/// The keys of the table with the person's own in their place, and what is wrong with those.
pub(super) fn keymap(settings: &Settings) -> (Keymap, Vec<String>) {
    let own = settings.keys.iter().map(|(name, keys)| (name.as_str(), keys.as_slice()));
    let (keymap, problems) = commands::keymap(own);
    (keymap, problems.iter().map(ToString::to_string).collect())
}
