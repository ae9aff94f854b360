//! A gzip body of seven megabytes that unpacks to a gigabyte of blanks: valid to its last byte, so
//! that only a client that limits what it unpacks is safe from it.

/// What to say in `Content-Encoding`.
pub(crate) const ENCODING: &str = "gzip";

/// The head of the file, and of its only block: a blank, in the codes that need no table.
const HEAD: [u8; 11] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0x53];
/// "The last byte 258 times again", which takes 13 bits, eight times over.
const TURN: [u8; 13] =
    [0x18, 0x05, 0xa3, 0x60, 0x14, 0x8c, 0x82, 0x51, 0x30, 0x0a, 0x46, 0xc1, 0x28];
const TURNS: usize = 1 << 19;
/// The end of the block, then the checksum and the length of what was packed.
const TAIL: [u8; 10] = [0, 0, 0x85, 0x02, 0x39, 0x03, 0x01, 0x00, 0x80, 0x40];
/// Turns that are sent at once.
const BATCH: usize = 1 << 12;

/// The body, piece by piece.
pub(crate) fn pieces() -> impl Iterator<Item = Vec<u8>> {
    let batch = TURN.repeat(BATCH);
    std::iter::once(HEAD.to_vec())
        .chain(std::iter::repeat_n(batch, TURNS / BATCH))
        .chain(std::iter::once(TAIL.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_it_announces_is_that_of_its_turns() {
        let unpacked = u32::try_from(1 + 258 * 8 * TURNS).unwrap();
        assert_eq!(unpacked.to_le_bytes(), TAIL[6..]);
        assert!(unpacked > 1 << 30);
        assert_eq!(pieces().map(|piece| piece.len()).sum::<usize>(), 6_815_765);
    }
}
