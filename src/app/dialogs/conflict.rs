//! A field that somebody else changed as well: which value is to be.

use crate::model::ids::{ContactId, OpId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub op: OpId,
    /// The answer is that for all fields in conflict.
    pub all: bool,
    pub other: Other,
}

impl Conflict {
    pub const fn new(op: OpId, other: Other) -> Self {
        Self { op, all: false, other }
    }
}

/// Who is there in the place of a contact who is gone, or would be made twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// That is no question here.
    Unasked,
    /// It was asked and not answered yet.
    Sought,
    Found(ContactId),
    Nobody,
    /// The server could not be asked.
    Unknown,
}

impl Other {
    pub const fn found(self) -> Result<ContactId, &'static str> {
        match self {
            Self::Found(contact) => Ok(contact),
            Self::Unasked => Err("the contact is still there"),
            Self::Sought => Err("the server is asked who that is"),
            Self::Nobody => Err("nobody else has this email or phone"),
            Self::Unknown => Err("who that is could not be found out: try again later"),
        }
    }
}
