//! Everything that can be made to happen to a request on its way: weather, faults, holds.

pub(crate) mod fault;
pub(crate) mod pattern;
pub(crate) mod sky;
pub(crate) mod traffic;
