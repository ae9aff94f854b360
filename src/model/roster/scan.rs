//! One pass over the folded records.

use memchr::memmem::Finder;

use super::{
    bits::Bits,
    shelf::{Block, Shelf},
    slot::Slot,
};

/// Up to one candidate in so many rows, each is looked at by itself; beyond, running through
/// everything is faster.
const SPARSE: usize = 16;

/// The rows among `within` whose record is `found` and `accepted`. What is found holds one of the
/// `pieces`; no piece holds a separator.
pub(super) fn scan(
    records: &Shelf<u8>,
    pieces: &[&str],
    within: &Bits,
    found: impl Fn(&[u8]) -> bool,
    accepted: impl Fn(&[u8]) -> bool,
) -> Bits {
    if within.count() * SPARSE < records.rows() {
        let holds = |record: &[u8]| {
            pieces.iter().any(|piece| memchr::memmem::find(record, piece.as_bytes()).is_some())
        };
        return within.filtered(|slot| {
            let record = records.get(slot);
            holds(record) && found(record) && accepted(record)
        });
    }
    let mut hits = Bits::none(records.rows());
    for piece in pieces {
        let finder = Finder::new(piece);
        for (first, block) in records.blocks() {
            for row in rows_with(&finder, block) {
                let slot = Slot::new(first + row);
                let is_hit = within.contains(slot) && {
                    let record = block.run(row);
                    found(record) && accepted(record)
                };
                if is_hit {
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
