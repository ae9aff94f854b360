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
    /// Whether the request carried more than one change; edits that are one step count as one.
    pub(crate) in_company: bool,
    /// What the server listed before a creation was first sent.
    pub(crate) listed: Option<Vec<RemoteId>>,
    /// Nothing was sent, because somebody altered meanwhile what was to be.
    pub(crate) is_outdated: bool,
}

impl Delivery {
    pub(crate) fn end(op: &Op, outcome: Outcome) -> Self {
        let mut delivery = Self::default();
        delivery.settle(op, outcome);
        delivery
    }

    /// The same end for all edits of one step.
    pub(crate) fn end_all(ops: &[Op], outcome: &Outcome) -> Self {
        let mut delivery = Self::default();
        delivery.settle_all(ops, outcome);
        delivery
    }

    pub(crate) fn outdated(mut self) -> Self {
        self.is_outdated = true;
        self
    }

    pub(crate) fn settle(&mut self, op: &Op, outcome: Outcome) {
        self.settled.push(Settlement { op: op.id, outcome });
    }

    pub(crate) fn settle_all(&mut self, ops: &[Op], outcome: &Outcome) {
        for op in ops {
            self.settle(op, outcome.clone());
        }
    }

    /// `steps`: how many things the request asked for.
    pub(crate) fn fail(mut self, ops: &[&Op], steps: usize, error: api::Error) -> Self {
        self.in_company = steps > 1;
        self.failed = ops.iter().map(|op| op.id).collect();
        self.error = Some(error);
        self
    }
}

pub(crate) fn done(evidence: Evidence, changed: Option<bool>) -> Outcome {
    Outcome::Done { evidence, changed }
}

/// The contact of a change is not on the server: nothing can be done to it, and a deletion has
/// nothing left to do.
pub(crate) fn orphaned(change: &Change) -> Outcome {
    let is_of_a_part = change.task().is_some() || change.note().is_some();
    let trouble = if is_of_a_part { Trouble::Orphaned } else { Trouble::Gone };
    gone(change, trouble, "the contact is not on the server any more")
}

/// The task or note itself is not, as far as is known here.
pub(crate) fn unknown_part(change: &Change) -> Outcome {
    gone(change, Trouble::Gone, "what this belongs to is not on the server")
}

fn gone(change: &Change, trouble: Trouble, cause: &str) -> Outcome {
    if change.is_delete() {
        return done(Evidence::Bare, Some(false));
    }
    let remedy = "make it anew, or drop the change: its text stays in `e`";
    Outcome::Conflict { fault: Fault::new(trouble, cause, remedy) }
}
