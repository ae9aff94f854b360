//! A set of slots, one bit each.

use super::slot::Slot;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Bits(Vec<u64>);

impl Bits {
    /// None of `rows` rows.
    pub(in crate::model) fn none(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    pub(in crate::model) fn contains(&self, slot: Slot) -> bool {
        self.0.get(slot.at() / 64).is_some_and(|word| word >> (slot.at() % 64) & 1 == 1)
    }

    pub(in crate::model) fn set(&mut self, slot: Slot, on: bool) {
        let at = slot.at() / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let bit = 1 << (slot.at() % 64);
        if on { self.0[at] |= bit } else { self.0[at] &= !bit }
    }

    pub(in crate::model) fn insert(&mut self, slot: Slot) {
        self.set(slot, true);
    }

    pub(in crate::model) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// In ascending order.
    pub(in crate::model) fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let some = |rest: u64| (rest != 0).then_some(rest);
            std::iter::successors(some(*word), move |rest| some(rest & (rest - 1)))
                .map(move |rest| Slot::new(at * 64 + rest.trailing_zeros() as usize))
        })
    }

    /// Those that pass.
    pub(in crate::model) fn filtered(&self, passes: impl Fn(Slot) -> bool) -> Self {
        let mut words = self.0.clone();
        for (at, word) in words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest & rest.wrapping_neg();
                rest ^= bit;
                if !passes(Slot::new(at * 64 + bit.trailing_zeros() as usize)) {
                    *word ^= bit;
                }
            }
        }
        Self(words)
    }

    pub(in crate::model) fn unite(&mut self, other: &Self) {
        self.combine(other, |mine, theirs| mine | theirs);
    }

    pub(in crate::model) fn subtract(&mut self, other: &Self) {
        self.combine(other, |mine, theirs| mine & !theirs);
    }

    fn combine(&mut self, other: &Self, both: impl Fn(u64, u64) -> u64) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let theirs = other.0.iter().copied().chain(std::iter::repeat(0));
        for (mine, theirs) in self.0.iter_mut().zip(theirs) {
            *mine = both(*mine, theirs);
        }
    }

    pub(in crate::model) fn heap_bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}
