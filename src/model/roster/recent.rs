//! What was found lately, so that a growing query asks only those, and a shrinking one nobody.

use super::narrow::remainder;
use crate::model::{compact::bits::Bits, filter::Filter};

/// Results kept: as many letters as are taken back in a row.
const KEPT: usize = 8;

/// The filters that were asked last, the newest at the end, and who was let through.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(Vec<(Filter, Bits)>);

impl Recent {
    /// Those who may be let through, and what is to be asked of them: the fewest there are.
    pub(super) fn start(&self, filter: &Filter) -> Option<(Filter, &Bits)> {
        let starts = self.0.iter().filter_map(|(old, hits)| Some((remainder(filter, old)?, hits)));
        starts.min_by_key(|(remainder, hits)| (hits.count(), !remainder.is_everything()))
    }

    pub(super) fn keep(&mut self, filter: Filter, hits: Bits) {
        self.0.retain(|(old, _)| *old != filter);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((filter, hits));
    }

    /// The contacts have changed.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.0.iter().map(|(_, hits)| hits.heap_bytes()).sum()
    }
}
