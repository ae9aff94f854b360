//! What one showing of the interface stands on: whose data, which server, which keys.

use std::path::PathBuf;

use crate::{
    api::Client,
    app::{commands, keymap::Keymap, session::Session},
    config::Settings,
    sandbox::Sandbox,
    store::Opened,
    ui::canvas::Look,
};

use super::signin::SignIn;

pub(super) struct Setting {
    pub(super) opened: Opened,
    /// None until somebody signs in.
    pub(super) client: Option<Client>,
    /// How to sign in; the sandbox needs none.
    pub(super) sign_in: Option<SignIn>,
    pub(super) session: Session,
    pub(super) keymap: Keymap,
    /// What is to be said once the screen is there.
    pub(super) remarks: Vec<String>,
    pub(super) look: Look,
    pub(super) mouse: bool,
    pub(super) sandbox: Option<Sandbox>,
    /// A folder that nobody else can read, for texts that an editor works on.
    pub(super) folder: PathBuf,
}

/// The keys of the table with the person's own in their place, and what is wrong with those.
pub(super) fn keymap(settings: &Settings) -> (Keymap, Vec<String>) {
    let own = settings.keys.iter().map(|(name, keys)| (name.as_str(), keys.as_slice()));
    let (keymap, problems) = commands::keymap(own);
    (keymap, problems.iter().map(ToString::to_string).collect())
}
