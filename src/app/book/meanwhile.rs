//! What was reported while the book was being loaded, in order.

use crate::model::{op::Moved, talk::Base};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meanwhile(Vec<(Base, Vec<Moved>)>);

impl Meanwhile {
    pub fn note(&mut self, base: &Base, moved: &[Moved]) {
        self.0.push((base.clone(), moved.to_vec()));
    }

    pub fn told(&self) -> impl Iterator<Item = &(Base, Vec<Moved>)> {
        self.0.iter()
    }
}
