//! How far the service's lists run behind writes, as far as our own writes show it (reliability d4,
//! d11): a pull that was asked for after an answer and does not show what was answered is behind by at
//! least the time between the two.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::{change::Change, ids::RemoteId, served::ServedContact};

/// Under which name the store keeps it.
pub const MEMO: &str = "lag";

/// What is not shown after this time has most likely been deleted meanwhile.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);
/// For so long a lag that was seen once is expected again.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);
/// For so long at least lists are not believed what they say of a contact that was written.
pub(crate) const FIRM: SignedDuration = SignedDuration::from_mins(1);
/// So many times the largest lag that was seen is waited.
const MARGIN: i32 = 3;
/// Of more writes at once it is enough to watch some.
const WATCHED: usize = 64;

/// A write of ours that no list has shown yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Awaited {
    contact: RemoteId,
    /// The version that is to be shown, by the server's clock.
    version: Timestamp,
    /// When its answer came.
    answered: Timestamp,
    missed: SignedDuration,
}

/// A pull of what changed.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    /// When it was asked for.
    pub(crate) asked: Timestamp,
    /// From which version on it was, by the server's clock.
    pub(crate) since: Timestamp,
    pub(crate) shown: Vec<(RemoteId, Timestamp)>,
}

/// What our own writes have shown of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lag {
    /// The largest that was seen lately, and when.
    seen: Option<(SignedDuration, Timestamp)>,
    awaited: Vec<Awaited>,
}

impl Lag {
    /// An answer to a write, or a look by id, showed this.
    pub(crate) fn wrote(&mut self, contact: &ServedContact, now: Timestamp) {
        self.awaited.retain(|one| one.contact != contact.remote);
        let Some(version) = contact.updated.filter(|_| self.awaited.len() < WATCHED) else {
            return;
        };
        let contact = contact.remote.clone();
        let missed = SignedDuration::ZERO;
        self.awaited.push(Awaited { contact, version, answered: now, missed });
    }

    /// No list will show it any more.
    pub(crate) fn deleted(&mut self, contact: &RemoteId) {
        self.awaited.retain(|one| one.contact != *contact);
    }

    pub(crate) fn listed(&mut self, listing: &Listing) {
        let mut awaited = std::mem::take(&mut self.awaited);
        awaited.retain_mut(|one| self.is_still_missing(one, listing));
        self.awaited = awaited;
    }

    fn is_still_missing(&mut self, one: &mut Awaited, listing: &Listing) -> bool {
        let Listing { asked, since, shown } = listing;
        // Lists may leave out the parts of a second.
        let is_shown = |(contact, version): &(RemoteId, Timestamp)| {
            *contact == one.contact && version.as_second() >= one.version.as_second()
        };
        if shown.iter().any(is_shown) {
            self.saw(one.missed, *asked);
            return false;
        }
        let age = asked.duration_since(one.answered);
        if age > SignedDuration::ZERO {
            one.missed = one.missed.max(age);
        }
        one.version >= *since && age <= LONGEST
    }

    fn saw(&mut self, lag: SignedDuration, now: Timestamp) {
        let is_largest = self.seen.is_none_or(|(largest, at)| {
            lag >= largest || !(SignedDuration::ZERO..MEMORY).contains(&now.duration_since(at))
        });
        if is_largest && lag > SignedDuration::ZERO {
            self.seen = Some((lag, now));
        }
    }

    /// The largest that was seen, or is being seen: of what is still missing nobody knows whether somebody
    /// has deleted it, so it counts for no more than what is waited anyway.
    pub fn largest(&self) -> SignedDuration {
        let seen = self.seen.map_or(SignedDuration::ZERO, |(lag, _)| lag);
        let missed = self.awaited.iter().map(|one| one.missed.min(FIRM));
        missed.fold(seen, SignedDuration::max)
    }

    /// How long lists may take to show something, if `usual` is enough where they are quick.
    pub(crate) fn outlast(&self, usual: SignedDuration) -> SignedDuration {
        usual.max(self.largest().saturating_mul(MARGIN))
    }

    /// How long after a try without an answer it is looked for.
    pub(crate) fn settle(&self, creation: &Change, usual: SignedDuration) -> SignedDuration {
        if is_found_in_lists(creation) { self.outlast(usual) } else { usual }
    }

    /// How long after a look that did not find it.
    pub(crate) fn look_again(&self, creation: &Change, usual: SignedDuration) -> SignedDuration {
        if is_found_in_lists(creation) { usual.max(self.largest()) } else { usual }
    }
}

/// Tasks and notes are asked for by their contact, which shows every write at once (contract 4).
const fn is_found_in_lists(creation: &Change) -> bool {
    matches!(creation, Change::ContactAdded { .. })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::extra::Extra;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    fn nobody() -> ServedContact {
        ServedContact {
            remote: "".into(),
            values: BTreeMap::new(),
            tags: Vec::new(),
            added: None,
            updated: None,
            extra: Extra::new(),
        }
    }

    fn contact(id: &str, updated: Timestamp) -> ServedContact {
        ServedContact { remote: id.into(), updated: Some(updated), ..nobody() }
    }

    fn listing(asked: i64, shown: &[(&str, i64)]) -> Listing {
        let shown = shown.iter().map(|(id, version)| ((*id).into(), at(*version))).collect();
        Listing { asked: at(asked), since: at(-120), shown }
    }

    fn seconds(lag: &Lag) -> i64 {
        lag.largest().as_secs()
    }

    #[test]
    fn it_is_as_long_as_a_write_was_not_shown() {
        let mut lag = Lag::default();
        lag.wrote(&contact("a", at(0)), at(1));
        lag.listed(&listing(0, &[]));
        assert_eq!(seconds(&lag), 0, "that was asked before");
        lag.listed(&listing(16, &[("a", -9)]));
        assert_eq!(seconds(&lag), 15, "an older version counts as none");
        lag.listed(&listing(31, &[("b", 0)]));
        assert_eq!(seconds(&lag), 30);
        lag.listed(&listing(46, &[("a", 0)]));
        assert_eq!(seconds(&lag), 30, "a newer list shows it");
        assert_eq!(lag.outlast(SignedDuration::from_mins(1)).as_secs(), 90);
        assert_eq!(lag.outlast(SignedDuration::from_mins(2)).as_secs(), 120);
    }

    #[test]
    fn what_is_shown_late_was_late_and_what_we_deleted_is_not_awaited() {
        let mut lag = Lag::default();
        lag.wrote(&contact("a", at(0)), at(1));
        lag.listed(&listing(251, &[]));
        lag.listed(&listing(252, &[("a", 0)]));
        assert_eq!(seconds(&lag), 250);
        let mut lag = Lag::default();
        lag.wrote(&contact("a", at(0)), at(1));
        lag.deleted(&"a".into());
        lag.listed(&listing(31, &[]));
        assert_eq!(seconds(&lag), 0);
    }

    #[test]
    fn the_largest_is_expected_again_for_a_day_and_over_a_restart() {
        let mut lag = Lag::default();
        let see = |lag: &mut Lag, length: i64, now: i64| {
            lag.wrote(&contact("a", at(now)), at(now));
            lag.listed(&listing(now + length, &[]));
            lag.listed(&listing(now + length + 1, &[("a", now)]));
        };
        see(&mut lag, 40, 0);
        see(&mut lag, 20, 100);
        let mut lag: Lag = serde_json::from_value(serde_json::json!(lag)).unwrap();
        assert_eq!(seconds(&lag), 40);
        see(&mut lag, 20, 25 * 3600);
        assert_eq!(seconds(&lag), 20);
    }

    #[test]
    fn what_is_never_shown_is_no_lag() {
        let mut lag = Lag::default();
        lag.wrote(&contact("deleted since", at(0)), at(0));
        lag.listed(&listing(200, &[]));
        assert_eq!(seconds(&lag), FIRM.as_secs(), "it holds nothing up for long meanwhile");
        lag.listed(&listing(301, &[]));
        assert_eq!(seconds(&lag), 0);
        lag.wrote(&contact("older than what is asked for", at(-200)), at(0));
        lag.listed(&listing(200, &[]));
        assert_eq!(seconds(&lag), 0);
    }

    #[test]
    fn of_two_writes_the_last_is_awaited() {
        let mut lag = Lag::default();
        lag.wrote(&contact("a", at(0)), at(0));
        lag.wrote(&contact("a", at(20)), at(20));
        lag.listed(&listing(30, &[("a", 0)]));
        assert_eq!(seconds(&lag), 10);
    }
}
