//! How far the deeds of many changes are.

use std::collections::BTreeMap;

use super::{history, line::Line};
use crate::model::{catalog::Catalog, change::Change, ids::DeedId, op::OpState};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub deed: DeedId,
    /// `tag +q4 on 309 contacts`
    pub words: String,
    pub total: usize,
    pub done: usize,
    pub failed: usize,
}

/// Deeds of several changes that are on their way, or that ended with refusals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progresses(BTreeMap<DeedId, Progress>);

impl Progresses {
    /// Newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Progress> {
        self.0.values().rev()
    }

    /// These changes joined the queue.
    pub fn begin<'a>(
        &mut self,
        catalog: &Catalog,
        changes: impl Iterator<Item = (DeedId, &'a Change)>,
    ) {
        let mut deeds: BTreeMap<DeedId, Vec<&Change>> = BTreeMap::new();
        for (deed, change) in changes {
            deeds.entry(deed).or_default().push(change);
        }
        for (deed, changes) in deeds.into_iter().filter(|(_, changes)| changes.len() > 1) {
            let words = history::words(catalog, &changes, None);
            let total = changes.len();
            self.0.insert(deed, Progress { deed, words, total, done: 0, failed: 0 });
        }
    }

    /// A change takes its next step. A deed that went through leaves the list.
    pub fn step(&mut self, line: &Line, next: OpState) {
        let Some(progress) = self.0.get_mut(&line.op.deed) else { return };
        match (line.state.needs_person(), next.needs_person()) {
            (true, false) => progress.failed = progress.failed.saturating_sub(1),
            (false, true) => progress.failed += 1,
            _ => {}
        }
        match next {
            OpState::Done => progress.done += 1,
            OpState::Cancelled | OpState::Superseded | OpState::Discarded => {
                progress.total = progress.total.saturating_sub(1);
            }
            _ => {}
        }
        if progress.done >= progress.total {
            self.0.remove(&line.op.deed);
        }
    }
}
