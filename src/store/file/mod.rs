//! The file itself and what lies beside it: its shape, its opening, its damage, its neighbours.

pub(super) mod connection;
pub(super) mod damage;
pub(super) mod folding;
pub(super) mod rescue;
pub(super) mod ring;
pub(super) mod schema;
pub(super) mod seal;
pub(super) mod sender;
pub(super) mod wreck;
