//! Which contacts were deleted on the server: it tells nobody, so its ids are listed every day and
//! compared (reliability d11).
//!
//! A list is no proof. Whoever is missing in two of them is asked for by id, and only the server's
//! plain no makes a tombstone. Where suspiciously many are missing, nothing is touched until a
//! person has said that this is right.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::hands::{Error, Hands};
use crate::{
    api::{self, Client, Search},
    model::{
        count,
        fault::{Fault, Trouble},
        ids::{ContactId, RemoteId},
    },
    store::{Halt, Reader, Sweeps},
};

/// From one sweep to the next, if nobody is under suspicion.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// Between the two lists in which a contact must be missing.
const RIPE: SignedDuration = SignedDuration::from_mins(10);
/// So many may be missing without a question, or so many of a hundred.
const FEW: usize = 20;
const PERCENT: usize = 2;

/// What a list of all ids looked like beside what is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Contacts that the server was ever seen to have.
    pub(crate) known: usize,
    /// Those of them that are not in the list.
    pub(crate) missing: usize,
    pub(crate) listed: usize,
    /// How many the server says there are.
    pub(crate) total: Option<u64>,
    /// Rows of the list that could not be read.
    pub(crate) skipped: usize,
}

/// What follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The list is not complete by its own word: it says nothing about anybody.
    Unclear,
    /// More are missing than a person would expect.
    TooMany,
    /// Those who are missing may well have been deleted.
    Plausible,
}

/// `accepted`: so many may be missing, said a person.
pub(crate) fn judge(tally: Tally, accepted: usize) -> Finding {
    let is_cut_short = tally.total.is_some_and(|total| (tally.listed as u64) < total);
    if tally.skipped > 0 || is_cut_short {
        return Finding::Unclear;
    }
    let few = FEW.max(tally.known * PERCENT / 100).max(accepted);
    let is_empty = tally.listed == 0 && tally.missing > accepted;
    if tally.missing > few || is_empty { Finding::TooMany } else { Finding::Plausible }
}

/// When the next sweep is due. `full`: when all contacts were last fetched.
pub(crate) fn due(
    sweeps: &Sweeps,
    suspects: u64,
    full: Option<Timestamp>,
    now: Timestamp,
) -> Timestamp {
    // What is not known in full yet cannot be compared.
    let Some(full) = full else { return Timestamp::MAX };
    let last = sweeps.ended.unwrap_or(full);
    if last > now {
        return now; // noted before the clock was set back
    }
    let is_suspicious = suspects > 0 && sweeps.halted.is_none();
    last + if is_suspicious { RIPE } else { DAILY }
}

/// One sweep; answers with what a person has to decide, if anything.
pub(crate) async fn sweep(hands: &Hands) -> Result<Option<Fault>, Error> {
    let client = hands.client.in_background();
    let began = hands.now();
    let list = list(&client).await?;
    let (listed, total, skipped) = (list.ids.len(), list.total, list.skipped);
    let ids = list.ids;
    let look = move |reader: &Reader| {
        let (known, missing) = reader.unlisted(|id| ids.contains(id), began)?;
        Ok((known, missing, reader.sweeps()?))
    };
    let (known, missing, sweeps) = hands.store.read(look).await?;
    let tally = Tally { known, missing: missing.len(), listed, total, skipped };
    let finding = judge(tally, sweeps.accepted);
    let halt = Halt { missing: missing.len(), known, at: began };
    let ended = Some(hands.now());
    match finding {
        // Asked for again in a day: what is wrong will not be right in a minute.
        Finding::Unclear => {
            hands.store.put_sweeps(Sweeps { ended, ..sweeps }).await?;
            Ok(None)
        }
        Finding::TooMany => {
            let halted = Sweeps { ended, halted: Some(halt), accepted: 0 };
            hands.store.suspect(missing, halted, RIPE, began).await?;
            Ok(Some(question(halt)))
        }
        Finding::Plausible => {
            let going_on = Sweeps { ended, halted: None, accepted: sweeps.accepted };
            let ripe = hands.store.suspect(missing, going_on, RIPE, began).await?;
            let was_accepted = sweeps.accepted > 0 && !ripe.is_empty();
            for contact in ripe {
                ask_for(hands, &client, contact).await?;
            }
            if was_accepted {
                // What was said of these holds for no others.
                hands.store.put_sweeps(Sweeps { ended, ..Sweeps::default() }).await?;
            }
            Ok(None)
        }
    }
}

/// The server's own word on one contact.
async fn ask_for(hands: &Hands, client: &Client, contact: ContactId) -> Result<(), Error> {
    let Some(remote) = hands.remote(contact).await? else { return Ok(()) };
    let base = match client.contact(&remote).await {
        Ok(served) => {
            hands.store.acquit(contact).await?;
            hands.store.put_contact(served, hands.now()).await?
        }
        Err(api::Error::Gone { .. }) => hands.store.bury(contact, hands.now()).await?,
        Err(error) => return Err(error.into()),
    };
    hands.tell_base(base);
    Ok(())
}

/// What to ask a person about contacts that are missing.
pub fn question(halt: Halt) -> Fault {
    let Halt { missing, known, .. } = halt;
    Fault::new(
        Trouble::Conflict,
        format!("the server does not list {missing} of {} any more", count::of(known, "contact")),
        "nothing was removed here; if they were really deleted, run `rolodeck sync \
         --accept-deletions`",
    )
}

struct List {
    ids: HashSet<RemoteId>,
    total: Option<u64>,
    skipped: usize,
}

async fn list(client: &Client) -> Result<List, Error> {
    let mut list = List { ids: HashSet::new(), total: None, skipped: 0 };
    let mut after = None;
    loop {
        let page = client.search_ids(&Search { after: after.clone(), ..Search::default() }).await?;
        if page.after.is_some() && page.after == after {
            return Err(Error::Circle);
        }
        let came = !page.ids.is_empty();
        list.total = page.total;
        list.skipped += page.skipped;
        list.ids.extend(page.ids);
        after = page.after;
        let is_whole = page.total.is_some_and(|total| list.ids.len() as u64 >= total);
        if !came || after.is_none() || is_whole {
            return Ok(list);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn tally(known: usize, missing: usize) -> Tally {
        let listed = known - missing;
        Tally { known, missing, listed, total: Some(listed as u64), skipped: 0 }
    }

    #[test]
    fn a_few_may_go_and_many_are_asked_about() {
        for (known, missing, finding) in [
            (500, 0, Finding::Plausible),
            (500, 20, Finding::Plausible),
            (500, 21, Finding::TooMany),
            (10_000, 200, Finding::Plausible),
            (10_000, 201, Finding::TooMany),
            (10, 9, Finding::Plausible),
            (10, 10, Finding::TooMany),
            (1, 1, Finding::TooMany),
            (0, 0, Finding::Plausible),
        ] {
            assert_eq!(judge(tally(known, missing), 0), finding, "{missing} of {known}");
        }
    }

    #[test]
    fn a_list_that_is_not_whole_says_nothing() {
        let cut = Tally { total: Some(501), ..tally(500, 0) };
        assert_eq!(judge(cut, 500), Finding::Unclear);
        let garbled = Tally { skipped: 1, ..tally(500, 1) };
        assert_eq!(judge(garbled, 500), Finding::Unclear);
    }

    #[test]
    fn what_a_person_said_holds_for_that_many_and_no_more() {
        assert_eq!(judge(tally(500, 250), 250), Finding::Plausible);
        assert_eq!(judge(tally(500, 251), 250), Finding::TooMany);
        assert_eq!(judge(tally(500, 500), 500), Finding::Plausible);
    }

    proptest! {
        #[test]
        fn nothing_beyond_the_guard_is_ever_plausible(
            known in 0_usize..200_000, missing in 0_usize..200_000, total in any::<Option<u64>>(),
            skipped in 0_usize..3,
        ) {
            let missing = missing.min(known);
            let tally = Tally { known, missing, listed: known - missing, total, skipped };
            if judge(tally, 0) == Finding::Plausible {
                prop_assert!(missing <= 20.max(known / 50));
                prop_assert!(missing == 0 || tally.listed > 0);
            }
        }
    }

    fn ended(hours: i64) -> Sweeps {
        Sweeps { ended: Some(NOW + SignedDuration::from_hours(hours)), ..Sweeps::default() }
    }

    #[test]
    fn a_sweep_is_due_every_day_and_ten_minutes_after_somebody_was_missing() {
        let full = Some(NOW);
        assert_eq!(due(&Sweeps::default(), 0, None, NOW), Timestamp::MAX);
        assert_eq!(due(&Sweeps::default(), 0, full, NOW), NOW + DAILY);
        assert_eq!(due(&ended(0), 0, full, NOW), NOW + DAILY);
        assert_eq!(due(&ended(0), 3, full, NOW), NOW + RIPE);
        let away = NOW + SignedDuration::from_hours(8 * 24);
        assert!(due(&ended(0), 0, full, away) <= away);
    }

    #[test]
    fn a_question_waits_for_its_answer() {
        let halt = Halt { missing: 500, known: 500, at: NOW };
        let asked = Sweeps { halted: Some(halt), ..ended(0) };
        assert_eq!(due(&asked, 500, Some(NOW), NOW), NOW + DAILY);
        let answered = Sweeps { accepted: 500, ..ended(0) };
        assert_eq!(due(&answered, 500, Some(NOW), NOW), NOW + RIPE, "from the first look");
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_put_it_off_for_years() {
        assert_eq!(due(&ended(24 * 3_650), 0, Some(NOW), NOW), NOW);
    }
}
