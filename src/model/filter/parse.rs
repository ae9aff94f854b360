//! From a text to a [`Query`].

use std::str::FromStr;

use super::{
    error::Error,
    test::{Query, Test},
    tree::Tree,
};

impl FromStr for Tree<Test> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(Query::all(text.split_whitespace().map(|word| Self::Leaf(Test::Word(word.to_owned())))))
    }
}
