//! Fetches the location's own things: itself, its users, custom fields and tags.

use super::hands::{Error, Hands, Word};
use crate::{
    api::{self, Client, LocationTag},
    model::{catalog::Catalog, served::Listed, tag::Tag},
    store::Reader,
};

/// A scope that is missing costs only its own part.
pub(super) async fn fetch(hands: &Hands, client: &Client) -> Result<(), Error> {
    let known = hands.store.read(Reader::catalog).await?;
    let (catalog, troubles) = current(client, known).await;
    hands.store.put_catalog(catalog.clone()).await?;
    hands.tell(Word::Catalog(Box::new(catalog)));
    match troubles.into_iter().next() {
        Some(error) if !lacks_scope(&error) => Err(error.into()),
        Some(error) => {
            hands.tell(Word::Trouble((&error).into()));
            Ok(())
        }
        None => Ok(()),
    }
}

/// The location's own things, four calls at once, and why some are still those that were known.
pub(super) async fn current(client: &Client, known: Catalog) -> (Catalog, Vec<api::Error>) {
    let (location, users, custom_fields, tags) = tokio::join!(
        client.location(),
        client.users(),
        client.custom_fields(),
        client.location_tags()
    );
    let mut troubles = Vec::new();
    let mut catalog = Catalog {
        location: kept(location.map(Some), known.location, &mut troubles),
        users: kept(users.map(|list| list.items), known.users, &mut troubles),
        custom_fields: kept(
            custom_fields.map(|list| list.items),
            known.custom_fields,
            &mut troubles,
        ),
        tags: kept(tags.map(names), known.tags, &mut troubles),
    };
    catalog.custom_fields.sort_by_key(|field| field.position);
    catalog.tags.sort();
    (catalog, troubles)
}

fn lacks_scope(error: &api::Error) -> bool {
    matches!(error, api::Error::Unauthorised { scope_missing: true, .. })
}

fn names(listed: Listed<LocationTag>) -> Vec<Tag> {
    listed.into_iter().map(|tag| tag.tag).collect()
}

fn kept<T>(answer: Result<T, api::Error>, known: T, troubles: &mut Vec<api::Error>) -> T {
    answer.unwrap_or_else(|error| {
        troubles.push(error);
        known
    })
}
