//! One contact's record, tasks, notes and appointments, fetched when they are wanted and not here.

use super::{errand::Errand, out::complain, stop::Stop};
use crate::{model::ids::ContactId, store::Reader, sync};

/// Fetches if `always`, or if some list was never fetched. Where that cannot be, what is here has to
/// do, unless it was demanded.
pub(super) async fn freshen(
    errand: &Errand,
    reader: &Reader,
    contact: ContactId,
    always: bool,
) -> Result<(), Stop> {
    let Some(known) = reader.dossier(contact)? else { return Ok(()) }; // not on the server yet
    let parts = [known.tasks.fetched, known.notes.fetched, known.appointments.fetched];
    if !always && parts.iter().all(Option::is_some) {
        return Ok(());
    }
    let client = match errand.account.client().await {
        Ok(client) => client,
        Err(fault) if always => return Err(fault.into()),
        Err(fault) => {
            complain(&fault);
            return Ok(());
        }
    };
    match sync::fetch(client, errand.store.clone(), contact).await {
        Ok(()) => Ok(()),
        Err(fault) if always => Err(fault.into()),
        Err(fault) => {
            complain(&fault);
            Ok(())
        }
    }
}
