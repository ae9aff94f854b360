//! People made up from a seed: the same seed and the same moment give the same data, byte by byte.

pub(crate) mod agency;
pub(crate) mod custom;
pub(crate) mod dice;
pub(crate) mod grow;
pub(crate) mod names;
pub(crate) mod person;
pub(crate) mod places;
pub(crate) mod scene;
pub(crate) mod talk;
pub(crate) mod work;
