//! How one request went, change by change.

use crate::{
    api,
    model::{
        change::Change,
        fault::{Fault, Trouble},
        ids::{OpId, RemoteId},
        op::Op,
    },
    store::{Evidence, Outcome, Settlement},
};

#[derive(Debug, Default)]
pub(crate) struct Delivery {
    pub(crate) settled: Vec<Settlement>,
    /// What could not be settled, because the request failed like this.
    pub(crate) failed: Vec<OpId>,
    pub(crate) error: Option<api::Error>,
    /// Whether the request carried more than one change.
    pub(crate) in_company: bool,
    /// What the server listed before a creation was first sent.
    pub(crate) listed: Option<Vec<RemoteId>>,
}

impl Delivery {
    pub(crate) fn end(op: &Op, outcome: Outcome) -> Self {
        let mut delivery = Self::default();
        delivery.settle(op, outcome);
        delivery
    }

    pub(crate) fn settle(&mut self, op: &Op, outcome: Outcome) {
        self.settled.push(Settlement { op: op.id, outcome });
    }

    pub(crate) fn fail(mut self, ops: &[&Op], error: api::Error) -> Self {
        self.in_company = ops.len() > 1;
        self.failed = ops.iter().map(|op| op.id).collect();
        self.error = Some(error);
        self
    }
}

pub(crate) fn done(evidence: Evidence, changed: Option<bool>) -> Outcome {
    Outcome::Done { evidence, changed }
}

/// What a change belongs to is not on the server: nothing can be done to it, and a deletion has
/// nothing left to do.
pub(crate) fn orphaned(change: &Change) -> Outcome {
    if change.is_delete() {
        return done(Evidence::Bare, Some(false));
    }
    Outcome::Conflict {
        fault: Fault::new(
            Trouble::Gone,
            "what this belongs to is not on the server",
            "drop the change, its text stays in `e`",
        ),
    }
}
