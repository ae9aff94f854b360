//! What large tables in memory are made of: columns by row number, texts without an allocation each,
//! values that many rows share, sets of rows.

pub(super) mod bits;
pub(super) mod index;
pub(super) mod interned;
pub(super) mod moments;
pub(super) mod shelf;
pub(super) mod slot;
