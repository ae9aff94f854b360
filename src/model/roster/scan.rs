//! One pass over the folded records.

use memchr::memmem::Finder;

use crate::model::compact::{
    bits::Bits,
    shelf::{Block, Shelf},
    slot::Slot,
};

/// Up to one candidate in so many rows, each is looked at by itself; beyond, running through
/// everything is faster.
const SPARSE: usize = 32;

/// The rows among `within` whose record holds one of the `pieces` and is accepted. No piece holds
/// a separator.
pub(super) fn scan<'a>(
    records: &Shelf<u8>,
    pieces: impl Iterator<Item = &'a str>,
    within: &Bits,
    accepts: impl Fn(&[u8]) -> bool,
) -> Bits {
    let finders: Vec<_> = pieces.map(Finder::new).collect();
    if within.count() * SPARSE < records.rows() {
        return within.filtered(|slot| {
            let record = records.get(slot);
            finders.iter().any(|finder| finder.find(record).is_some()) && accepts(record)
        });
    }
    let mut hits = Bits::none(records.rows());
    for finder in &finders {
        for (first, block) in records.blocks() {
            for row in rows_with(finder, block) {
                let slot = Slot::new(first + row);
                if within.contains(slot) && accepts(block.run(row)) {
                    hits.insert(slot);
                }
            }
        }
    }
    hits
}

/// The rows of a block that hold the piece, in order. A record ends with a separator, which no
/// piece holds, so nothing is found across two of them.
fn rows_with<'a>(finder: &'a Finder<'a>, block: &'a Block<u8>) -> impl Iterator<Item = usize> + 'a {
    let (mut from, mut row) = (0, 0);
    std::iter::from_fn(move || {
        let at = from + finder.find(block.items.get(from..)?)?;
        while (*block.ends.get(row)? as usize) <= at {
            row += 1;
        }
        let found = row;
        from = block.ends[row] as usize;
        row += 1;
        Some(found)
    })
}
