//! What every command on records works with: the account, its database, and the way to answer.

use jiff::{Timestamp, Zoned};
use uuid::Uuid;

use super::{
    account::Account,
    arguments::Everywhere,
    out::{Out, complain},
    stop::Stop,
};
use crate::{
    model::{
        catalog::Catalog,
        context::Context,
        fault::{Fault, Trouble},
        ids::Ids,
    },
    store::{Opened, Reader, Rescued, Store},
};

pub(super) struct Errand {
    pub(super) account: Account,
    pub(super) store: Store,
    pub(super) out: Out,
}

impl Errand {
    pub(super) async fn begin(everywhere: &Everywhere) -> Result<Self, Stop> {
        let out = Out::new(everywhere);
        let account = Account::resolve(everywhere)?;
        for unknown in account.config.unknown() {
            out.say(&format!("{}, {unknown}", account.paths.config_file().display()));
        }
        if let Some(proxy) = account.proxy() {
            out.say(&format!("requests go through the proxy {proxy}"));
        }
        let Opened { store, rescued, .. } = account.store().await?;
        if let Some(rescued) = rescued {
            complain(&told(&rescued));
            store.forget_rescue();
        }
        Ok(Self { account, store, out })
    }

    pub(super) fn reader(&self) -> Result<Reader, Stop> {
        Ok(self.store.reader()?)
    }

    /// The moment, where this location is.
    pub(super) fn now(&self, catalog: &Catalog) -> Zoned {
        Timestamp::now().to_zoned(self.account.zone(catalog))
    }

    pub(super) fn context<'a>(&self, catalog: &'a Catalog) -> Context<'a> {
        Context {
            now: Timestamp::now(),
            zone: self.account.zone(catalog),
            me: self.account.me(),
            catalog,
        }
    }
}

/// A supply of ids that nobody else has.
pub(super) fn ids() -> Ids {
    Ids::starting_at(Uuid::now_v7())
}

fn told(rescued: &Rescued) -> Fault {
    let Rescued { aside, list, changes, events, unreadable } = rescued;
    let lost =
        if *unreadable == 0 { String::new() } else { format!(", {unreadable} could not be read") };
    Fault::new(
        Trouble::Disk,
        format!("the database was damaged and has been set aside as {}", aside.display()),
        format!(
            "nothing was deleted: {changes} changes and {events} lines of history are in the new \
             one and in {}{lost}; `rolodeck sync` fetches the contacts again",
            list.display()
        ),
    )
}
