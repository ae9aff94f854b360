//! From a [`Query`] to a [`Filter`].

use super::{
    condition::{Condition, Filter},
    error::Error,
    test::Test,
    tree::Tree,
    word::Words,
};
use crate::model::context::Context;

impl Tree<Test> {
    /// Looks names up and turns ages into times. Fails where `me` is not set or nobody has the
    /// name of an owner.
    pub fn resolve(&self, _context: &Context) -> Result<Filter, Error> {
        self.try_map(&mut |test| match test {
            Test::Word(word) => Ok(Tree::Leaf(Condition::Words(Words::new(word)))),
            _ => Err(Error::whole("not yet")),
        })
    }
}
