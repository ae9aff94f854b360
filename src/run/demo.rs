//! The interface on a sandbox of its own: everything real but the people.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::tz::TimeZone;

use super::{
    look::look,
    setting::{Backing, Setting, keymap},
    stage::{End, Stage},
};
use crate::{
    api::{Client, Connection, Limits},
    app::session::Session,
    cli::arguments::{Demo, Everywhere},
    config::{Paths, Settings},
    sandbox::{LoadReport, Options, Sandbox},
    store::Store,
};

/// Data folder of a demo: gone with it, unless it is to be kept.
enum Folder {
    Passing(tempfile::TempDir),
    Kept(PathBuf),
}

impl Folder {
    fn path(&self) -> &std::path::Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

pub(super) async fn play(
    demo: &Demo,
    everywhere: &Everywhere,
    paths: &Paths,
) -> anyhow::Result<End> {
    let folder = if demo.keep {
        let folder = paths.data().join("demo");
        crate::private::folder(&folder)?;
        Folder::Kept(folder)
    } else {
        Folder::Passing(tempfile::tempdir()?)
    };
    let sandbox = Sandbox::start(Options {
        contacts: demo.filling.contacts,
        load: demo.filling.load.clone(),
        seed: demo.filling.seed,
        db: demo.keep.then(|| folder.path().join("sandbox.db")),
        ..Options::default()
    })
    .await
    .context("the sandbox did not start")?;
    let remarks = sandbox.load_report().and_then(remark).into_iter().collect();
    let client = Client::new(Connection {
        origin: sandbox.base_url().to_owned(),
        location: sandbox.location_id().into(),
        tokens: std::sync::Arc::new(secrecy::SecretString::from(sandbox.token().to_owned())),
        limits: Limits::default(),
    })?;
    let settings = Settings::default();
    let (keymap, _) = keymap(&settings);
    let stage = Stage::set(Setting {
        opened: Store::open(&folder.path().join("rolodeck.db"))?,
        session: Session {
            profile: "demo".to_owned(),
            sandbox: true,
            passing: !demo.keep,
            read_only: everywhere.read_only,
            here: TimeZone::system(),
            ..Session::default()
        },
        keymap,
        remarks,
        look: look(everywhere, &settings.theme),
        mouse: settings.mouse,
        which_key_delay: settings.which_key_delay,
        backing: Backing::Sandbox(Box::new(sandbox), client),
        folder: folder.path().to_owned(),
    })?;
    Box::pin(stage.play()).await
}

/// What the screen says about rows of a file that could not be read; silence if there are none.
fn remark(report: &LoadReport) -> Option<String> {
    let first = report.unreadable.first()?;
    Some(format!(
        "{} rows of the file were not read, {} were; the first is row {}: {}",
        report.unreadable.len(),
        report.contacts,
        first.row,
        first.reason
    ))
}
