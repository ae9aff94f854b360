//! What the server's answers do to the base, one file a noun.

pub(super) mod contact;
pub(super) mod note;
pub(super) mod overwritten;
pub(super) mod source;
pub(super) mod task;
