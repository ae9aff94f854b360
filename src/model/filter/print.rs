//! From a [`Query`] to its canonical text.

use std::fmt;

use super::{test::Test, tree::Tree};

impl fmt::Display for Tree<Test> {
    fn fmt(&self, _out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
