//! A piece of work that came back.

use super::{create::Seen, delivery::Delivery, hands::Error, pull::Extent};
use crate::model::{ids::OpId, op::Op};

pub(super) enum Landing {
    Pushed(Result<Delivery, Error>),
    Confirmed(OpId, Result<Seen, Error>),
    Withdrawn(Vec<Op>),
    Visited(Result<(), Error>),
    Pulled(Extent, Result<(), Error>),
    /// The work panicked: what it was about stands as the store has it.
    Lost,
}
