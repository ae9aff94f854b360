//! An empty database is filled before anything is looked for in it.

use std::time::Duration;

use super::{course::Course, errand::Errand, out::complain, stop::Stop};
use crate::{
    model::fault::{Fault, Trouble},
    store::{Progress, Reader},
};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Fetches everything if nothing was ever fetched. Where that cannot be, what is here has to do if
/// there is anything, such as contacts that were made offline.
pub(super) async fn filled(errand: &Errand) -> Result<Reader, Stop> {
    let Progress { full, .. } = errand.store.read(Reader::progress).await?;
    if full.is_some() {
        return errand.reader();
    }
    errand.out.say("nothing was fetched yet: fetching all contacts first");
    let (fault, synced) = match Course::begin(errand, false).await {
        Err(fault) => (Some(fault), false),
        Ok(mut course) => {
            let cut_off = course.settle(false, PATIENCE).await;
            let fault = course.troubles.pop();
            let synced = course.synced;
            course.end().await;
            (cut_off?.or(fault), synced)
        }
    };
    if synced {
        return errand.reader();
    }
    let fault = fault.unwrap_or_else(|| {
        Fault::new(
            Trouble::Unreachable,
            "not all contacts are here yet",
            "another rolodeck is fetching them; try again when it is through",
        )
    });
    let here = errand.store.read(Reader::counts).await?;
    if here.contacts == 0 && here.waiting + here.undecided == 0 {
        return Err(fault.into());
    }
    complain(&fault);
    errand.reader()
}
