//! Where a contact lies in the roster.

/// The number of a row. It stays with its contact until that is removed, and may then be given to
/// another: keep a [`ContactId`](crate::model::ids::ContactId) for anything to act on later, and
/// slots only for lists that are asked for anew after every change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub(super) u32);

impl Slot {
    /// The roster holds fewer than 2³² contacts: beyond, numbers would repeat, and memory is
    /// long gone.
    pub(super) fn new(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}
