//! Since when nobody can tell of unanswered creations whether they arrived (reliability T15). Kept over
//! restarts: a program that is started now and then would else look for them for ever.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::ids::OpId;

/// Under which name the store keeps it.
pub(crate) const MEMO: &str = "doubts";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Doubts(BTreeMap<OpId, Doubt>);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Doubt {
    /// When a look first failed, as if time had stood still while nobody could be asked.
    since: Timestamp,
    /// Since when nobody can be.
    away: Option<Timestamp>,
}

impl Doubts {
    /// A look was answered, and told nothing. Since when that has been so.
    pub(crate) fn failed(&mut self, op: OpId, now: Timestamp) -> Timestamp {
        let doubt = self.0.entry(op).or_insert(Doubt { since: now, away: None });
        if let Some(away) = doubt.away.take() {
            let absence = now.duration_since(away);
            doubt.since = doubt.since.saturating_add(absence).unwrap_or(now).min(now);
        }
        doubt.since
    }

    /// Nobody could be asked.
    pub(crate) fn unasked(&mut self, op: OpId, now: Timestamp) {
        if let Some(doubt) = self.0.get_mut(&op) {
            doubt.away.get_or_insert(now);
        }
    }

    /// It is known, or a person is asked.
    pub(crate) fn ended(&mut self, op: OpId) {
        self.0.remove(&op);
    }

    /// Lets go of all others.
    pub(crate) fn retain(&mut self, is_open: impl Fn(OpId) -> bool) {
        self.0.retain(|op, _| is_open(*op));
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;

    fn op(number: u128) -> OpId {
        OpId::new(Uuid::from_u128(number))
    }

    fn hours(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    #[test]
    fn the_time_runs_from_the_first_look_and_not_while_nobody_can_be_asked() {
        let mut doubts = Doubts::default();
        doubts.unasked(op(1), hours(0));
        assert_eq!(doubts.failed(op(1), hours(1)), hours(1), "none was answered before");
        assert_eq!(doubts.failed(op(1), hours(3)), hours(1));
        doubts.unasked(op(1), hours(4));
        doubts.unasked(op(1), hours(9));
        assert_eq!(doubts.failed(op(1), hours(10)), hours(7), "six hours do not count");
        assert_eq!(doubts.failed(op(2), hours(10)), hours(10));
        doubts.ended(op(1));
        assert_eq!(doubts.failed(op(1), hours(11)), hours(11));
    }

    #[test]
    fn the_time_is_kept() {
        let mut doubts = Doubts::default();
        doubts.failed(op(1), hours(1));
        doubts.unasked(op(1), hours(2));
        let kept = serde_json::json!(doubts);
        assert_eq!(serde_json::from_value::<Doubts>(kept).unwrap(), doubts);
        doubts.retain(|_| false);
        assert_eq!(doubts, Doubts::default());
    }
}
