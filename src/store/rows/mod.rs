//! One file a table: what lies in its rows, read and written by plain functions over a connection.

pub(super) mod columns;
pub(super) mod contacts;
pub(super) mod dossiers;
pub(super) mod events;
pub(super) mod memory;
pub(super) mod names;
pub(super) mod notes;
pub(super) mod ops;
pub(super) mod parts;
pub(super) mod progress;
pub(super) mod rechecks;
pub(super) mod remotes;
pub(super) mod search;
pub(super) mod suspects;
pub(super) mod sweeps;
pub(super) mod tasks;
pub(super) mod tombstones;
pub(super) mod twins;
pub(super) mod unread;
