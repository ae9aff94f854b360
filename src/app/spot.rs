//! What stands on a place of the screen, for a click to mean what is seen there. `ui` tells it
//! while it draws, so that nobody else has to know where a row went.

use super::view::{Pane, Tab};
use crate::model::roster::SortKey;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A part of the screen, where no row of it stands.
    Inside(Region),
    /// A row, counted from the first of the list that is shown there.
    Row(Region, usize),
    /// An option of the choice that is open in the dialog on top.
    Choice(usize),
    /// The name of a tab of the person.
    Tab(Tab),
    /// The head of a column that the contacts can be sorted by.
    Sort(SortKey),
    /// A tag in the column of views, counted from the first.
    Tag(usize),
    /// A command by its name: a hint, a button, the name of a view.
    Command(&'static str),
}

/// What has rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Pane(Pane),
    /// The dialog on top. What lies under it is out of reach.
    Dialog,
}
