//! Names of things: local ids, made before anything is sent and kept for ever, and the service's
//! own ids, which a record gets later and which are never parsed.

use std::{borrow::Borrow, fmt};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! local_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        /// The form that people and scripts see while the service has given no id yet.
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "local-{}", self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0.simple())
            }
        }
    )*};
}

local_ids! {
    /// A contact, whether or not the service knows it yet.
    ContactId,
    /// A task of a contact.
    TaskId,
    /// A note of a contact.
    NoteId,
    /// One outgoing change.
    OpId,
    /// What one key press or one command did: all its changes share it, one undo takes it back.
    DeedId,
}

macro_rules! service_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into_boxed_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    )*};
}

service_ids! {
    /// The service's id of a contact, task, note, appointment or tag: opaque text (contract 2).
    RemoteId,
    /// A user of the location: an owner, an assignee, the author of a note.
    UserId,
    /// A sub-account.
    LocationId,
    /// A custom field of the location; contacts carry values by this id, never by key (Q27).
    FieldId,
}

/// A supply of fresh local ids. The interface is handed one with every message, so that its
/// side of the house needs no randomness and a test can fix every id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids(u128);

impl Ids {
    /// A supply that counts up from `start`; start it from a new time-ordered uuid.
    pub const fn starting_at(start: Uuid) -> Self {
        Self(start.as_u128())
    }

    pub fn contact(&mut self) -> ContactId {
        ContactId(self.next())
    }

    pub fn task(&mut self) -> TaskId {
        TaskId(self.next())
    }

    pub fn note(&mut self) -> NoteId {
        NoteId(self.next())
    }

    pub fn op(&mut self) -> OpId {
        OpId(self.next())
    }

    pub fn deed(&mut self) -> DeedId {
        DeedId(self.next())
    }

    fn next(&mut self) -> Uuid {
        self.0 = self.0.wrapping_add(1);
        Uuid::from_u128(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supply_never_repeats_itself() {
        let mut ids = Ids::starting_at(Uuid::from_u128(7));
        assert_ne!(ids.op().uuid(), ids.deed().uuid());
    }

    #[test]
    fn a_local_id_says_that_it_is_local() {
        assert_eq!(
            ContactId::new(Uuid::from_u128(255)).to_string(),
            "local-000000000000000000000000000000ff"
        );
    }
}
