//! Runs of items, one run a row, each of any length.

use super::slot::Slot;

/// Rows of a block: few enough that replacing a run, which moves what stands behind it in its
/// block, takes a few microseconds; enough that a search runs through long stretches of memory.
pub(in crate::model) const BLOCK: usize = 256;

/// Rows in order, in blocks, without holes: nothing is ever left behind to be collected.
#[derive(Clone, Debug)]
pub(in crate::model) struct Shelf<T> {
    blocks: Vec<Block<T>>,
}

/// The runs of up to [`BLOCK`] rows, one after the other.
#[derive(Clone, Debug)]
pub(in crate::model) struct Block<T> {
    pub(in crate::model) items: Vec<T>,
    /// Where each row's run ends.
    pub(in crate::model) ends: Vec<u32>,
}

impl<T: Copy> Shelf<T> {
    pub(in crate::model) fn new() -> Self {
        Self { blocks: Vec::new() }
    }

    pub(in crate::model) fn get(&self, slot: Slot) -> &[T] {
        self.blocks.get(slot.at() / BLOCK).map_or(&[], |block| block.run(slot.at() % BLOCK))
    }

    pub(in crate::model) fn rows(&self) -> usize {
        let last = self.blocks.last();
        last.map_or(0, |block| (self.blocks.len() - 1) * BLOCK + block.ends.len())
    }

    /// Replaces the run of a row; the row behind the last begins a new one.
    pub(in crate::model) fn set(&mut self, slot: Slot, run: &[T]) {
        let (at, row) = (slot.at() / BLOCK, slot.at() % BLOCK);
        if at == self.blocks.len() {
            let items = self.blocks.last_mut().map(Block::seal).unwrap_or_default();
            self.blocks.push(Block { items, ends: Vec::with_capacity(BLOCK) });
        }
        self.blocks[at].set(row, run);
    }

    /// With the number of the first row of each.
    pub(in crate::model) fn blocks(&self) -> impl Iterator<Item = (usize, &Block<T>)> {
        self.blocks.iter().enumerate().map(|(at, block)| (at * BLOCK, block))
    }

    pub(in crate::model) fn shrink(&mut self) {
        self.blocks.iter_mut().for_each(Block::shrink);
        self.blocks.shrink_to_fit();
    }

    pub(in crate::model) fn heap_bytes(&self) -> usize {
        let blocks = self.blocks.iter().map(|block| {
            block.items.capacity() * size_of::<T>() + block.ends.capacity() * size_of::<u32>()
        });
        blocks.sum::<usize>() + self.blocks.capacity() * size_of::<Block<T>>()
    }
}

impl<T: Copy> Block<T> {
    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    pub(in crate::model) fn run(&self, row: usize) -> &[T] {
        self.ends.get(row).map_or(&[], |end| &self.items[self.start(row)..*end as usize])
    }

    fn set(&mut self, row: usize, run: &[T]) {
        if row == self.ends.len() {
            self.items.extend_from_slice(run);
            self.ends.push(offset(self.items.len()));
            return;
        }
        let (start, end) = (self.start(row), self.ends[row] as usize);
        // Doubling a full block would cost all of them a half.
        self.items.reserve_exact(run.len().saturating_sub(end - start));
        self.items.splice(start..end, run.iter().copied());
        for later in &mut self.ends[row..] {
            *later = offset(*later as usize - (end - start) + run.len());
        }
    }

    /// Moves what is full into memory of just its size, and hands over the old for the next block:
    /// growing and shrinking again for each would leave the heap full of holes.
    fn seal(&mut self) -> Vec<T> {
        let exact = self.items.clone(); // of just its size
        let mut spare = std::mem::replace(&mut self.items, exact);
        spare.clear();
        spare
    }

    fn shrink(&mut self) {
        self.items.shrink_to_fit();
    }
}

/// A block holds [`BLOCK`] runs of capped length, far below 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_shelf_is_a_list_of_lists(
            writes in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(0_u8..9, 0..5)), 0..200)
        ) {
            let (mut shelf, mut lists) = (Shelf::new(), Vec::<Vec<u8>>::new());
            for (at, run) in writes {
                let at = at.index(lists.len() + 1);
                shelf.set(Slot::new(at), &run);
                if at == lists.len() { lists.push(run) } else { lists[at] = run }
            }
            for (at, list) in lists.iter().enumerate() {
                prop_assert_eq!(shelf.get(Slot::new(at)), list.as_slice());
            }
        }
    }

    #[test]
    fn rows_beyond_one_block_are_found() {
        let mut shelf = Shelf::new();
        for row in 0..3 * BLOCK {
            shelf.set(Slot::new(row), &[row]);
        }
        shelf.set(Slot::new(BLOCK), &[7, 7, 7]);
        assert_eq!(shelf.get(Slot::new(BLOCK - 1)), [BLOCK - 1]);
        assert_eq!(shelf.get(Slot::new(BLOCK)), [7, 7, 7]);
        assert_eq!(shelf.get(Slot::new(BLOCK + 1)), [BLOCK + 1]);
        assert_eq!(shelf.blocks().count(), 3);
    }
}
