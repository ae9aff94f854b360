//! What the service keeps: plain values, one file a noun.

pub(crate) mod appointment;
pub(crate) mod business;
pub(crate) mod contact;
pub(crate) mod custom_field;
pub(crate) mod location;
pub(crate) mod note;
pub(crate) mod setting;
pub(crate) mod tag;
pub(crate) mod task;
pub(crate) mod user;
