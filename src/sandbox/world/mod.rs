//! Everything the sandbox knows, in memory, and the ways into it.

pub(crate) mod event;
pub(crate) mod grant;
pub(crate) mod identity;
pub(crate) mod index;
pub(crate) mod ledger;
pub(crate) mod shelf;
pub(crate) mod store;
pub(crate) mod write;
