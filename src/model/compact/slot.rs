//! Where a record lies in a table.

/// The number of a row. It stays with its record until that is removed, and may then be given to
/// another: keep an id for anything to act on later, and slots only for lists that are asked for anew
/// after every change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub(in crate::model) u32);

impl Slot {
    /// Tables hold fewer than 2³² records: beyond, numbers would repeat, and memory is long
    /// gone.
    pub(in crate::model) fn new(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Sets its value in a column that has one for each row; the row behind the last is a new one.
    pub(in crate::model) fn write<T>(self, column: &mut Vec<T>, value: T) {
        if self.at() == column.len() {
            column.push(value);
        } else {
            column[self.at()] = value;
        }
    }

    pub(in crate::model) fn at(self) -> usize {
        self.0 as usize
    }
}
