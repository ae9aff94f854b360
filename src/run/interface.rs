//! The interface on an account: what is here is shown at once, the token is looked for behind it.

use jiff::tz::TimeZone;

use super::{
    look::look,
    setting::{Backing, Setting, keymap},
    stage::{End, Stage},
};
use crate::{
    app::session::Session,
    cli::{account::Account, arguments::Everywhere},
    store::{Opened, Reader, Rescued},
};

pub(super) async fn play(everywhere: &Everywhere) -> anyhow::Result<End> {
    let account = Account::resolve(everywhere)?;
    let opened = account.store().await?;
    let catalog = opened.store.read(Reader::catalog).await?;
    let settings = account.config.settings().clone();
    let (keymap, mut remarks) = keymap(&settings);
    remarks.extend(account.config.unknown().iter().map(ToString::to_string));
    remarks.splice(0..0, remark(&opened));
    let session = Session {
        profile: account.profile.to_string(),
        me: account.me(),
        read_only: account.read_only,
        proxied: account.proxy().is_some(),
        zone: account.zone(&catalog),
        zone_is_set: account.settings().timezone.is_some(),
        here: TimeZone::system(),
        ..Session::default()
    };
    let stage = Stage::set(Setting {
        opened,
        session,
        keymap,
        remarks,
        look: look(everywhere, &settings.theme),
        mouse: settings.mouse,
        which_key_delay: settings.which_key_delay,
        folder: account.paths.data().to_owned(),
        backing: Backing::Account(Box::new(account)),
    })?;
    Box::pin(stage.play()).await
}

fn remark(opened: &Opened) -> Option<String> {
    opened.rescued.as_ref().map(|rescued| {
        let Rescued { aside, changes, unreadable, .. } = rescued;
        format!(
            "the database was damaged and lies at {} now; {changes} changes were saved, \
             {unreadable} lines could not be read; contacts are fetched anew",
            aside.display()
        )
    })
}
