//! Where nothing was fetched yet and there is much to fetch, the service is asked whom a filter
//! finds. What that shows is kept, but it is not all that there is.

use super::{errand::Errand, select, stop::Stop};
use crate::{
    model::roster::{Sort, SortKey},
    store::Reader,
    sync::{Asking, Whom},
};

/// `Everybody` where the answer is here already, or where asking does not help: then all contacts
/// are fetched as ever, which also says what is wrong if asking failed.
pub(super) async fn whom(errand: &Errand, text: &str, sort: Sort) -> Result<Whom, Stop> {
    let query = select::query(text)?;
    let is_full = errand.store.read(Reader::progress).await?.full.is_some();
    if is_full || query.is_everything() || sort.by == SortKey::NextTask {
        return Ok(Whom::Everybody);
    }
    let Ok(client) = errand.account.client().await else { return Ok(Whom::Everybody) };
    let Ok(Some(asking)) = Asking::begin(client, errand.store.clone()).await else {
        return Ok(Whom::Everybody);
    };
    let context = errand.context(&asking.catalog);
    let filter = query.resolve(&context).map_err(|error| select::unfit(text, &error))?;
    let whom = asking.whom(&filter, context.now).await.unwrap_or(Whom::Everybody);
    if let Whom::Among(_) = whom {
        errand.out.say("nothing was fetched yet: the server was asked for these alone");
    }
    Ok(whom)
}
