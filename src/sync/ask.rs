//! Asks the service whom a filter finds, where fetching everybody would take much longer: on a large
//! location of which nothing is here yet.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{catalog, hands::Error};
use crate::{
    api::{Client, Cursor, Filters, Narrowed, Search, narrowed},
    model::{
        catalog::Catalog,
        fault::Fault,
        filter::{Filter, Tree},
        ids::{ContactId, RemoteId},
    },
    store::{Reader, Store},
};

/// So many contacts are fetched in a few calls, and what is here answers every question from then
/// on, with the network or without it.
const FEW: u64 = 2_500;
/// Fetching these is that much cheaper than fetching all, or it is not worth it.
const CHEAPER: u64 = 4;

/// One question.
#[derive(Debug)]
pub struct Asking {
    client: Client,
    store: Store,
    /// How many contacts there are.
    all: u64,
    /// What there is in the location, fetched for the question.
    pub catalog: Catalog,
}

/// Who may fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody who fits is among these, as the service knows them; somebody in it may not fit.
    /// They are in the base now.
    Among(HashSet<ContactId>),
    /// The service can't be asked, or not cheaply.
    Everybody,
}

impl Asking {
    /// Reads what filters refer to: tags and users. Does not begin where the location is small, or
    /// where some of that can't be read.
    pub async fn begin(client: Client, store: Store) -> Result<Option<Self>, Fault> {
        Self::try_begin(client.for_person(), store).await.map_err(|error| Fault::from(&error))
    }

    async fn try_begin(client: Client, store: Store) -> Result<Option<Self>, Error> {
        let one = client.search(&Search { page_limit: 1, ..Search::default() }).await?;
        let all = one.total.unwrap_or(0);
        if all <= FEW {
            return Ok(None);
        }
        let known = store.read(Reader::catalog).await?;
        let (catalog, troubles) = catalog::current(&client, known).await;
        if !troubles.is_empty() {
            return Ok(None);
        }
        store.put_catalog(catalog.clone()).await?;
        Ok(Some(Self { client, store, all, catalog }))
    }

    pub async fn whom(&self, filter: &Filter, now: Timestamp) -> Result<Whom, Fault> {
        if !is_of_contacts_alone(filter) {
            return Ok(Whom::Everybody);
        }
        match narrowed(filter, &self.catalog.tags) {
            Narrowed::Nobody => Ok(Whom::Among(HashSet::new())),
            Narrowed::To { filters, .. } if filters == Filters::default() => Ok(Whom::Everybody),
            Narrowed::To { filters, .. } => {
                self.found(filters, now).await.map_err(|error| Fault::from(&error))
            }
        }
    }

    async fn found(&self, filters: Filters, now: Timestamp) -> Result<Whom, Error> {
        let mut found: Vec<RemoteId> = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let search =
                Search { filters: filters.clone(), after: after.clone(), ..Search::default() };
            let page = self.client.search(&search).await?;
            let total = page.total.unwrap_or(u64::MAX);
            if !page.unread.is_empty() || total.saturating_mul(CHEAPER) > self.all {
                return Ok(Whom::Everybody);
            }
            if page.after.is_some() && page.after == after {
                return Err(Error::Circle);
            }
            after = page.after;
            found.extend(page.contacts.iter().map(|contact| contact.remote.clone()));
            let is_last = page.contacts.is_empty() || found.len() as u64 >= total;
            self.store.put_found(page.contacts, now).await?;
            if is_last || after.is_none() {
                break;
            }
        }
        let look = move |reader: &Reader| {
            let local = found.iter().map(|remote| reader.contact_by_remote(remote));
            Ok(local.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        };
        Ok(Whom::Among(self.store.read(look).await?))
    }
}

/// Tasks are not asked for, and what is on its way out is not on the server.
fn is_of_contacts_alone(filter: &Filter) -> bool {
    match filter {
        Tree::All(items) | Tree::Any(items) => items.iter().all(is_of_contacts_alone),
        Tree::Not(inner) => is_of_contacts_alone(inner),
        Tree::Leaf(condition) => !condition.is_of_tasks_or_changes(),
    }
}
