//! A piece of work that came back.

use super::{delivery::Delivery, hands::Error, pull::Extent, seen::Seen};
use crate::{
    model::{
        fault::Fault,
        ids::{ContactId, OpId},
        op::{Moved, Op},
    },
    store,
};

pub(super) enum Landing {
    Pushed(Result<Delivery, Error>),
    Confirmed(OpId, Result<Seen, Error>),
    Withdrawn(Result<Vec<Op>, Error>),
    Grown(store::Result<Vec<Moved>>),
    Visited(Result<(), Error>),
    /// Who is there in the place of the contact of a change.
    Found(OpId, Result<Option<ContactId>, Error>),
    /// With the calls that all open tasks took.
    Pulled(Extent, Result<u32, Error>),
    /// A chore, with what a person has to decide after it.
    Done(Result<Option<Fault>, Error>),
    /// The work panicked: what it was about stands as the store has it.
    Lost,
}
