//! What the service does, one file a noun. Handlers read the world and say what to write.

pub(crate) mod appointments;
pub(crate) mod bulk;
pub(crate) mod contacts;
pub(crate) mod custom_fields;
pub(crate) mod custom_input;
pub(crate) mod filter;
pub(crate) mod filter_field;
pub(crate) mod input;
pub(crate) mod list;
pub(crate) mod location;
pub(crate) mod location_tags;
pub(crate) mod location_tasks;
pub(crate) mod notes;
pub(crate) mod operator;
pub(crate) mod order;
pub(crate) mod search;
pub(crate) mod shape;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod upsert;
pub(crate) mod users;
