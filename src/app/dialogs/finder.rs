//! A query and a cursor over commands: the help and the palette. The rows come from the command
//! table as hints, so that nothing here points back at it.

use crate::app::text::Text;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finder {
    pub query: Text,
    pub at: usize,
}
